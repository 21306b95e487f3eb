/** Hashes what is kept, so that the page stays quick meanwhile. */
import { readFile } from '#lib/cache/files.ts';
import { checkFiles, type FilesQuestion, type FilesSource, type Flaw } from './check-files.ts';

export type FilesAnswer =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'flaws'; readonly flaws: readonly Flaw[] }
  | { readonly kind: 'failed'; readonly detail: string };

const post = (message: FilesAnswer) => postMessage(message);

addEventListener('message', ({ data }: MessageEvent<FilesQuestion>) => {
  // Of a promise that is rejected in a worker its page hears nothing.
  answer(data).catch((error: unknown) => post({ kind: 'failed', detail: String(error) }));
});

async function answer(question: FilesQuestion): Promise<void> {
  const cache = await caches.open(question.kept.cacheName);
  const read: FilesSource['read'] = async (key) => (await cache.match(key))?.arrayBuffer();
  const flaws = await checkFiles(question, { read, readModel: readFile }, (done, total) =>
    post({ kind: 'progress', done, total }),
  );
  post({ kind: 'flaws', flaws });
}
