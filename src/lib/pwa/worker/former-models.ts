/** Older versions of the app kept the models where the service worker keeps the rest. */
import { formerModels } from '#lib/cache/former-models.ts';

/**
 * Puts them aside before the new version's list, which has none, throws them out. The cache of models
 * takes them from there instead of the network, then deletes what is left.
 */
export async function keepFormerModels(
  precache: string,
  storage: CacheStorage = caches,
): Promise<void> {
  const cache = await storage.open(precache);
  const models = (await cache.keys()).filter(({ url }) => /\/models\/[^/]+\/[^/]+$/.test(url));
  if (models.length === 0) return;
  const aside = await storage.open(formerModels);
  for (const key of models) {
    const response = await cache.match(key);
    // A disk too full for both: the network brings them again.
    if (response) await aside.put(key, response).catch(() => undefined);
  }
}
