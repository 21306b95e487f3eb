/** Hashes what is kept, so that the page stays quick meanwhile. */
import { readFile } from '#lib/cache/files.ts';
import { checkFiles, type FilesQuestion, type FilesSource, type Flaw } from './check-files.ts';

export type FilesAnswer =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'flaws'; readonly flaws: readonly Flaw[] };

addEventListener('message', ({ data }: MessageEvent<FilesQuestion>) => void answer(data));

async function answer(question: FilesQuestion): Promise<void> {
  const post = (message: FilesAnswer) => postMessage(message);
  const cache = await caches.open(question.kept.cacheName);
  const read: FilesSource['read'] = async (key) => (await cache.match(key))?.arrayBuffer();
  const flaws = await checkFiles(question, { read, readModel: readFile }, (done, total) =>
    post({ kind: 'progress', done, total }),
  );
  post({ kind: 'flaws', flaws });
}
