/** Looks into the cache itself, file by file: "ready offline" is a finding, not a hope. */
import { fileHashesUrl, type KeptFiles, type PrecacheEntry, type Readiness } from '../messages.ts';

export interface Precache {
  readonly entries: readonly PrecacheEntry[];
  /** Of all of them together. */
  readonly bytes: number;
  /** The address under which the precache keeps an entry. */
  readonly keyOf: (url: string) => string | undefined;
  readonly cacheName: string;
}

export async function findReadiness(
  { entries, bytes, keyOf, cacheName }: Precache,
  storage: CacheStorage = caches,
): Promise<Readiness> {
  const cache = await storage.open(cacheName);
  const kept = new Set((await cache.keys()).map(({ url }) => url));
  const missing = entries.filter(({ url }) => !kept.has(keyOf(url) ?? '')).map(({ url }) => url);
  return { count: entries.length, bytes, missing, version: versionOf(entries) };
}

export const findFiles = ({ entries, keyOf, cacheName }: Precache): KeptFiles => ({
  cacheName,
  files: entries.flatMap(({ url }) => {
    const key = keyOf(url);
    return key === undefined ? [] : { url, key };
  }),
  version: versionOf(entries),
});

const versionOf = (entries: readonly PrecacheEntry[]): string =>
  entries.find(({ url }) => url === fileHashesUrl)?.revision ?? '';

/**
 * Fetches what is missing, e.g. after the browser or a person has cleared a part. What cannot be had stays missing.
 * @param broken there, but not to be trusted: fetched as well, and replaced where that succeeds.
 */
export async function repair(
  precache: Precache,
  broken: readonly string[] = [],
  storage: CacheStorage = caches,
  get: typeof fetch = fetch,
): Promise<Readiness> {
  const cache = await storage.open(precache.cacheName);
  const { missing } = await findReadiness(precache, storage);
  for (const url of new Set([...missing, ...broken])) {
    const response = await get(url, { cache: 'reload' }).catch(() => undefined);
    const key = precache.keyOf(url);
    if (response?.ok && key) await cache.put(key, response);
  }
  return findReadiness(precache, storage);
}
