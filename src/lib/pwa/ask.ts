/** Asks a service worker something. */
import type { ToServiceWorker } from './messages.ts';

const answerLimitMs = 30_000;

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
