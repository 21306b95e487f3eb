/**
 * Locks that die with their tab: how to tell work that goes on elsewhere from work that was cut off.
 * Where the browser has none (it is old), only this tab's are known.
 */
const own = new Set<string>();

const manager = (): LockManager | undefined =>
  typeof navigator === 'undefined' ? undefined : navigator.locks;

/** Takes a lock that nobody has, and returns how to release it; undefined: it is taken. */
export async function holdLock(name: string): Promise<(() => void) | undefined> {
  if (own.has(name)) return undefined;
  own.add(name);
  const held = await heldByPlatform(name);
  if (!held) {
    own.delete(name);
    return undefined;
  }
  return () => {
    own.delete(name);
    held.release();
  };
}

/** Whether somebody, here or in another tab, holds the lock. */
export async function isLockHeld(name: string): Promise<boolean> {
  if (own.has(name)) return true;
  const state = await manager()?.query();
  return state?.held?.some((lock) => lock.name === name) ?? false;
}

async function heldByPlatform(name: string): Promise<{ release: () => void } | undefined> {
  const locks = manager();
  if (!locks) return { release: () => undefined };
  return new Promise((resolve, reject) => {
    locks
      .request(name, { ifAvailable: true }, (lock) => {
        if (!lock) {
          resolve(undefined);
          return undefined;
        }
        return new Promise<void>((release) => resolve({ release }));
      })
      .catch(reject);
  });
}
