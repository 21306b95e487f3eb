/** Asks a service worker something, or to serve this page. */
import type { ToServiceWorker } from './messages.ts';

const answerLimitMs = 30_000;
const claimLimitMs = 5_000;

/** Nothing when it does not answer, e.g. because its installation has just failed. */
export function askServiceWorker<Answer>(
  worker: ServiceWorker,
  question: ToServiceWorker,
): Promise<Answer | undefined> {
  return new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    const end = (answer?: Answer) => {
      clearTimeout(limit);
      port1.close();
      done(answer);
    };
    const limit = setTimeout(end, answerLimitMs);
    port1.onmessage = ({ data }: MessageEvent<Answer>) => end(data);
    worker.postMessage(question, [port2]);
  });
}

/**
 * A page that was on its way while the worker took over, or that was loaded past it (Shift and reload), is not served by
 * it: this has it be. Settles when it is, and after a while all the same: a worker of an older version does not know how.
 */
export async function beServed(active: ServiceWorker): Promise<void> {
  const { serviceWorker } = navigator;
  if (serviceWorker.controller) return;
  await new Promise<void>((done) => {
    const end = () => {
      clearTimeout(limit);
      serviceWorker.removeEventListener('controllerchange', end);
      done();
    };
    const limit = setTimeout(end, claimLimitMs);
    serviceWorker.addEventListener('controllerchange', end);
    active.postMessage({ type: 'claim' } satisfies ToServiceWorker);
  });
}
