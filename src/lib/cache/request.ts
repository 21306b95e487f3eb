/** One request, and what its answer means. */
import { FailureError } from '#lib/failure/failure.ts';

/**
 * @returns an answer with the file, or a part of it, in its body.
 * @throws FailureError `offline` (no answer), `host-unreachable` (none from another host while there is
 *   a network: it is down, or does not share with other pages), `model-missing`, `captive-portal` (a page
 *   instead of the file: the sign-in page of a network, as a rule); the signal's reason.
 */
export async function request(url: string, init: RequestInit): Promise<Response> {
  const response = await fetch(url, init).catch((error: unknown) => {
    throw brokenOff(error, url, init.signal);
  });
  const { ok, status } = response;
  // 416: there is nothing after what we have, which is the caller's to judge.
  if (!ok && status !== 416) throw new FailureError('model-missing', `${status} ${url}`);
  if (response.headers.get('content-type')?.startsWith('text/html')) {
    throw new FailureError('captive-portal', url);
  }
  return response;
}

/** A cancelled request stays what it is; any other broken one means that the network is gone. */
export function brokenOff(error: unknown, url: string, signal?: AbortSignal | null): unknown {
  if (signal?.aborted || error instanceof FailureError) return error;
  const isOther = typeof location !== 'undefined' && !isOwn(url) && navigator.onLine;
  return new FailureError(isOther ? 'host-unreachable' : 'offline', `${url}: ${String(error)}`);
}

export const isOwn = (url: string): boolean =>
  typeof location === 'undefined' || new URL(url, location.href).origin === location.origin;

/** A small file whose hash nobody knows beforehand. @throws as {@link request} does. */
export async function fetchBytes(url: string, init: RequestInit = {}): Promise<ArrayBuffer> {
  const response = await request(url, init);
  return response.arrayBuffer().catch((error: unknown) => {
    throw brokenOff(error, url, init.signal);
  });
}
