/** Names of the classes of networks that do not bring them. */
import { FailureError } from '#lib/failure/failure.ts';
import { loadChunk } from '#lib/failure/load-chunk.ts';
import type { RemoteModel } from '../entry.ts';

/** @throws FailureError `model-corrupt` when it has another number of classes than its list. */
export async function labelsOf(
  { labels }: RemoteModel,
  classes: number,
): Promise<readonly string[]> {
  const names = labels
    ? (await loadChunk(() => import('../labels/imagenet.json'))).default
    : Array.from({ length: classes }, (_, i) => `#${i + 1}`);
  if (names.length !== classes) {
    throw new FailureError('model-corrupt', `${classes} classes, ${names.length} names`);
  }
  return names;
}
