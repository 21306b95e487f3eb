/** Web Locks, so that tabs and workers do not do the same twice; insecure origins have none. */

const manager = (): LockManager | undefined =>
  typeof navigator === 'undefined' ? undefined : navigator.locks;

/** One fetches, the others wait. */
export const downloadLock = (key: string) => `aprendiz-model-download ${key}`;

/** Held in common by all who have opened a file, for as long as they live. */
const useLock = (sha256: string) => `aprendiz-model-file ${sha256}`;

/** @throws the signal's reason when it is given up before the lock is had. */
export async function withLock<T>(
  name: string,
  work: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const locks = manager();
  if (!locks) return work();
  return locks.request(name, { ...(signal && { signal }) }, work) as Promise<T>;
}

/** Between two looks at how far the holder is. */
const lookMs = 10_000;
/** Looks that find no more than the one before: then the holder is asleep, or its line is dead. */
const mostIdleLooks = 3;

/**
 * As {@link withLock}, for work that may be done twice: a phone puts tabs to sleep that it does not show, and what they
 * hold with them. Whoever has waited while the holder came no further goes on beside it.
 * @param progress grows while the holder works.
 */
export async function withPatientLock<T>(
  name: string,
  work: () => Promise<T>,
  progress: () => Promise<number>,
  signal?: AbortSignal,
): Promise<T> {
  const waiting = new AbortController();
  const giveUp = () => waiting.abort(signal?.reason);
  if (signal?.aborted) giveUp();
  signal?.addEventListener('abort', giveUp);
  const asleep = new DOMException(`nobody moves who holds ${name}`, 'TimeoutError');
  let last = -1;
  let idleLooks = 0;
  const looking = setInterval(() => {
    void progress().then((now) => {
      idleLooks = now > last ? 0 : idleLooks + 1;
      last = Math.max(last, now);
      if (idleLooks >= mostIdleLooks) waiting.abort(asleep);
    });
  }, lookMs);
  const begin = () => {
    clearInterval(looking);
    return work();
  };
  try {
    return await withLock(name, begin, waiting.signal);
  } catch (error) {
    if (error !== asleep) throw error;
    return await begin();
  } finally {
    clearInterval(looking);
    signal?.removeEventListener('abort', giveUp);
  }
}

const used = new Set<string>();

/** Until this worker or page is gone: what it was given it may need again after a failure. */
export function holdFile(sha256: string): void {
  if (used.has(sha256)) return;
  used.add(sha256);
  void manager()?.request(useLock(sha256), { mode: 'shared' }, () => new Promise<never>(() => {}));
}

/** Runs `work` unless somebody has the file open. @returns whether it ran. */
export async function ifUnused(sha256: string, work: () => Promise<void>): Promise<boolean> {
  const locks = manager();
  // Nobody can be asked, so nothing is taken away.
  if (!locks) return false;
  return locks.request(useLock(sha256), { ifAvailable: true }, async (lock) => {
    if (!lock) return false;
    await work();
    return true;
  }) as Promise<boolean>;
}
