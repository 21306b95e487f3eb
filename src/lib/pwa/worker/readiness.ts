/** Looks into the cache itself, file by file: "ready offline" is a finding, not a hope. */
import type { PrecacheEntry, Readiness } from '../messages.ts';

/**
 * @param keyOf the address under which the precache keeps an entry
 * @param cacheName the precache of this version
 */
export async function findReadiness(
  entries: readonly PrecacheEntry[],
  keyOf: (url: string) => string | undefined,
  cacheName: string,
  storage: CacheStorage = caches,
): Promise<Readiness> {
  const cache = await storage.open(cacheName);
  const kept = new Set((await cache.keys()).map(({ url }) => url));
  const missing = entries.filter(({ url }) => !kept.has(keyOf(url) ?? '')).map(({ url }) => url);
  const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  return { count: entries.length, bytes, missing };
}
