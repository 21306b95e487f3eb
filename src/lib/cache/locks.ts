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

const patienceMs = 10_000;

/**
 * As {@link withLock}, for work that may be done twice: whoever holds the lock may have been put to sleep with it. Who has
 * waited while the other came no further goes on beside it.
 * @param progress grows while the other works.
 */
export function withPatientLock<T>(
  name: string,
  work: () => Promise<T>,
  progress: () => Promise<number>,
  signal?: AbortSignal,
): Promise<T> {
  return new Promise((resolve, reject) => {
    let done: Promise<T> | undefined;
    const begin = () => {
      clearTimeout(timer);
      return (done ??= work());
    };
    const isOver = () => done !== undefined || (signal?.aborted ?? false);
    const goOn = async () => {
      // Where it cannot be had there is no network either, so that nothing is lost by waiting.
      const patience = await import('./patience.ts').catch(() => undefined);
      await patience?.untilIdle(progress, isOver);
      if (patience && !isOver()) begin().then(resolve, reject);
    };
    const timer = setTimeout(() => void goOn(), patienceMs);
    withLock(name, begin, signal).then(resolve, reject);
  });
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
