/** What the three trials have in common. */
import type { Calls, Ending } from '#lib/engine/protocol.ts';
import { FailureError } from '#lib/failure/failure.ts';

/** @throws FailureError the failure it ended with; the signal's reason when it was cancelled */
export async function resultOf<C extends Calls, K extends keyof C>(
  ending: Promise<Ending<C[K]['result']>>,
  signal: AbortSignal,
): Promise<C[K]['result']> {
  const end = await ending;
  if (end.kind === 'result') return end.value;
  if (end.kind === 'failure') throw new FailureError(end.failure.code, end.failure.detail);
  signal.throwIfAborted();
  throw new FailureError('worker-died', 'cancelled');
}

/** @throws FailureError `probe-mismatch` when the answer is another one than it always is */
export function expectAnswer(found: string | undefined, expected: string): void {
  if (found !== expected) throw new FailureError('probe-mismatch', `${found} is not ${expected}`);
}

/** A photo that comes with the app. @throws FailureError `offline` */
export async function fetchPhoto(url: string): Promise<Blob> {
  try {
    const response = await fetch(url, { cache: 'no-store' });
    if (response.ok) return await response.blob();
    throw new FailureError('offline', `${response.status} ${url}`);
  } catch (error) {
    throw error instanceof FailureError ? error : new FailureError('offline', String(error));
  }
}
