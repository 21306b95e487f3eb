/** Whether there is room, asked before anything is fetched. */
import { FailureError } from '#lib/failure/failure.ts';

/** As much of `navigator.storage` as is asked; old Safari and insecure origins have none. */
export type Estimating = Partial<Pick<StorageManager, 'estimate'>>;

const platform = (): Estimating =>
  (typeof navigator === 'undefined'
    ? undefined
    : (navigator as { storage?: Estimating }).storage) ?? {};

/**
 * @param bytes that are about to be kept.
 * @throws FailureError `storage-full` when the browser says that it would not keep so much; where it
 *   does not say, the disk tells when it comes to it.
 */
export async function ensureRoom(bytes: number, room: Estimating = platform()): Promise<void> {
  const { quota, usage } = await estimated(room);
  if (quota === undefined || usage === undefined || bytes <= quota - usage) return;
  throw new FailureError('storage-full', `${bytes} of ${quota - usage} bytes`);
}

async function estimated(room: Estimating): Promise<StorageEstimate> {
  try {
    return (await room.estimate?.()) ?? {};
  } catch (error) {
    // Some private windows refuse to say.
    if (error instanceof DOMException || error instanceof TypeError) return {};
    throw error;
  }
}
