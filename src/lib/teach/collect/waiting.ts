/** Waiting, by the clock. */

/** Resolves early when aborted. */
export function waitMs(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted || ms <= 0) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}

const lookEveryMs = 50;

/** Until `isSo`, or for no longer than this. */
export async function waitFor(isSo: () => unknown, atMostMs: number): Promise<void> {
  const until = performance.now() + atMostMs;
  while (!isSo() && performance.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}
