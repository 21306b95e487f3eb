/** The service worker's half of the share target: keeps the photo until See takes it. */
import { sharedPhotoCache, sharedPhotoField, sharedPhotoKey } from '../messages.ts';

/** Answers the share sheet's POST with a redirect to See, whatever was shared: See says what is wrong with a bad file. */
export async function receiveShare(
  request: Request,
  scope: string,
  storage: CacheStorage = caches,
): Promise<Response> {
  const photo = (await request.formData()).get(sharedPhotoField);
  if (photo instanceof Blob && photo.size > 0) {
    const cache = await storage.open(sharedPhotoCache);
    const headers = {
      'Content-Type': photo.type || 'application/octet-stream',
      'X-Name': encodeURIComponent(photo instanceof File ? photo.name : ''),
    };
    await cache.put(new URL(sharedPhotoKey, scope).href, new Response(photo, { headers }));
  }
  return Response.redirect(new URL('./see?shared=1', scope).href, 303);
}
