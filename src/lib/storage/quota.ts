/** How much room the browser gives us, and whether it may take it back when the disk is full. */

export interface StorageUse {
  /** Bytes that we keep, as the browser counts them. */
  readonly used: number;
  /** Bytes that we may keep; an estimate, and less where the disk is fuller than that. */
  readonly available: number;
  /** Whether the browser promised not to clear it by itself; undefined: it does not say. */
  readonly persisted: boolean | undefined;
}

/** The part of `navigator.storage` that is used; old Safari has none of it, insecure origins neither. */
export type StorageRoom = Partial<Pick<StorageManager, 'estimate' | 'persist' | 'persisted'>>;

const platform = (): StorageRoom =>
  (typeof navigator === 'undefined'
    ? undefined
    : (navigator as { storage?: StorageRoom }).storage) ?? {};

/** Undefined where the browser does not tell. */
export async function readStorageUse(
  room: StorageRoom = platform(),
): Promise<StorageUse | undefined> {
  const estimate = await answered(() => room.estimate?.());
  if (estimate?.usage === undefined || estimate.quota === undefined) return undefined;
  return {
    used: estimate.usage,
    available: estimate.quota,
    persisted: await answered(() => room.persisted?.()),
  };
}

/**
 * Asks the browser to keep our data even when the disk is full. Some ask the person: so it is asked
 * when there is something to lose, once per visit.
 * @returns whether it will; undefined where it cannot be asked.
 */
export async function requestPersistence(
  room: StorageRoom = platform(),
): Promise<boolean | undefined> {
  if (await answered(() => room.persisted?.())) return true;
  if (asked.has(room)) return false;
  asked.add(room);
  return answered(() => room.persist?.());
}

const asked = new WeakSet<StorageRoom>();

/** What the platform answers; undefined where it refuses to (private windows, sandboxed frames). */
async function answered<T>(ask: () => Promise<T> | undefined): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof DOMException || error instanceof TypeError) return undefined;
    throw error;
  }
}
