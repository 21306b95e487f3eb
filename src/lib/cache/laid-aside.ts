/**
 * WebKit lays a page that is left aside, workers and all, to show it again on the way back, and their locks stay held
 * meanwhile (2.50, and so Safari): whoever waits for a file that such a worker was bringing would wait for good. So the
 * worker ends with its page, as elsewhere, and a page that comes back begins anew.
 * @param signal aborted when the worker is gone anyway
 */
export function endWhenLaidAside(worker: { terminate(): void }, signal: AbortSignal): void {
  // Tests in Node have no page.
  globalThis.addEventListener?.(
    'pagehide',
    () => {
      worker.terminate();
      addEventListener('pageshow', () => location.reload());
    },
    { signal },
  );
}
