/** Embeddings of augmented copies: made once for each augmentation and seed, then kept. */
import { augmentationKey, drawVariations, variationsOf } from '../augment.ts';
import { EmbeddingCache, type Vectors } from '../cache.ts';
import { Embedder } from '../embedder.ts';
import { PictureSource } from '../picture-medium.ts';
import type { TrainSettings } from '../protocol.ts';
import type { Sight } from '../sight.ts';
import { rowsOf, type Dataset } from './dataset.ts';

/** Small networks and unfrozen blocks look at pictures themselves: their copies are not embedded. */
const withoutEmbeddings: ReadonlySet<TrainSettings['method']> = new Set(['cnn', 'fine-tune']);

/**
 * @returns the rows of each training sample's copies, after each other; empty where there are none.
 * Samples whose picture cannot be opened have none.
 * @throws the signal's reason, FailureError of the backend
 */
export async function embedCopies(
  dataset: Dataset,
  { method, augmentation, seed }: TrainSettings,
  projectId: string,
  sight: Pick<Sight, 'see' | 'trunk'>,
  { signal, onProgress }: { signal: AbortSignal; onProgress(done: number, total: number): void },
): Promise<ReadonlyMap<string, Vectors>> {
  const copies = new Map<string, Vectors>();
  const key = augmentationKey(augmentation, seed);
  if (key === '' || withoutEmbeddings.has(method)) return copies;
  const { id: trunk, dimensions } = sight.trunk;
  const cache = await EmbeddingCache.open({ projectId, trunk, augmentation: key, dimensions });
  const source = new PictureSource(projectId, sight, (picture, id) =>
    drawVariations(picture, variationsOf(id, augmentation, seed)),
  );
  const embedder = new Embedder(source, cache);
  const ids = Array.from(rowsOf(dataset, 'train'), (row) => dataset.samples[row]!.id);
  const missing = new Set(ids.filter((id) => !cache.has(id)));
  const total = missing.size;
  try {
    for (const id of [...missing]) {
      onProgress(total - missing.size, total);
      await embedder.embed(id, missing, signal);
      missing.delete(id);
    }
  } finally {
    await embedder.flush();
  }
  for (const id of ids) {
    const rows = cache.get(id);
    if (rows) copies.set(id, rows);
  }
  return copies;
}
