import { removeInstalled } from '#lib/cache/evict.ts';
import { builtInFiles, loadIndex } from '#lib/cache/index-file.ts';
import type { ModelCalls } from '../protocol.ts';

type Remove = ModelCalls['remove'];

/** What the networks of the app need stays. @throws FailureError of the index, or of storage */
export async function remove({ id, baseUrl }: Remove['request']): Promise<Remove['result']> {
  const index = await loadIndex(baseUrl);
  const needed = new Set(builtInFiles(index).map(({ sha256 }) => sha256));
  return { freedBytes: await removeInstalled(id, needed) };
}
