/** The page's half of the share target. */
import { resolve } from '$app/paths';
import { sharedPhotoCache, sharedPhotoKey } from './messages.ts';

/** The photo that was shared to the app, once: taking it removes it. Nothing where none waits or caches are closed. */
export async function takeSharedPhoto(): Promise<File | undefined> {
  if (!('caches' in globalThis) || !(await caches.has(sharedPhotoCache))) return undefined;
  const cache = await caches.open(sharedPhotoCache);
  const key = new URL(sharedPhotoKey, new URL(resolve('/'), location.href)).href;
  const response = await cache.match(key);
  await caches.delete(sharedPhotoCache);
  if (!response) return undefined;
  const blob = await response.blob();
  const name = decodeURIComponent(response.headers.get('X-Name') ?? '');
  return new File([blob], name, { type: blob.type });
}
