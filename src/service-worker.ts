/**
 * Keeps the app on the device: shell, workers, WebAssembly (its models are kept by `lib/cache`). Pages are found under
 * their clean addresses, whatever their query says; what is not ours to answer goes to the network, and an unknown page
 * without network becomes the offline page. A new version waits until the page says so (or until no page is open).
 */
import { cacheNames, clientsClaim } from 'workbox-core';
import {
  addPlugins,
  cleanupOutdatedCaches,
  getCacheKeyForURL,
  precacheAndRoute,
} from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import type { PrecacheList, ToServiceWorker } from '#lib/pwa/messages.ts';
import { isolated } from '#lib/pwa/worker/isolate.ts';
import { keepFormerModels } from '#lib/pwa/worker/former-models.ts';
import { findFiles, findReadiness, repair, type Precache } from '#lib/pwa/worker/readiness.ts';
import { Seal, type AskedFor } from '#lib/pwa/worker/seal.ts';
import { receiveShare } from '#lib/pwa/worker/share.ts';

/** The part of a service worker's scope that is used here; TypeScript's own lib for it excludes the page's. */
interface ServiceWorkerScope {
  readonly __WB_MANIFEST: PrecacheList;
  readonly registration: ServiceWorkerRegistration;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(kind: 'message', listener: (event: FromPage) => void): void;
  addEventListener(kind: 'install', listener: (event: Waiting) => void): void;
  addEventListener(kind: 'fetch', listener: (event: FetchEvent) => void): void;
}
type Waiting = { waitUntil(work: Promise<unknown>): void };
type FromPage = MessageEvent<ToServiceWorker> &
  Waiting & { readonly source: { readonly id: string } | null };
type FetchEvent = AskedFor & { respondWith(response: Promise<Response>): void };
declare const self: ServiceWorkerScope;

// Replaced by scripts/build-service-worker.ts with the list of the build's files.
const { entries, bytes } = self.__WB_MANIFEST;
const { scope } = self.registration;
const precache: Precache = {
  entries,
  bytes,
  keyOf: getCacheKeyForURL,
  cacheName: cacheNames.precache,
};

// Before the routes, whose answers fall back to the network.
const seal = new Seal(precache);
self.addEventListener('fetch', (event) => {
  if (seal.holds(event)) event.respondWith(seal.answer(event.request));
});

// Before the list of the new version replaces that of an older one, which held the models too.
self.addEventListener('install', (event) => event.waitUntil(keepFormerModels(cacheNames.precache)));

addPlugins([{ handlerWillRespond: ({ response }) => Promise.resolve(isolated(response)) }]);
precacheAndRoute(entries, {
  directoryIndex: 'index.html',
  cleanURLs: true,
  // Every parameter (language, backend, camera, debug) is for the page; none chooses another file.
  ignoreURLParametersMatching: [/./],
});
cleanupOutdatedCaches();
clientsClaim();

const sharePath = new URL('./see/share', scope).pathname;
registerRoute(
  ({ url }) => url.pathname === sharePath,
  ({ request }) => receiveShare(request, scope),
  'POST',
);

registerRoute(
  new NavigationRoute(async ({ request }) => {
    try {
      return isolated(await fetch(request));
    } catch (error) {
      const offlinePage = new URL('./offline', scope).href;
      if (request.url === offlinePage) throw error;
      // No network. A redirect, because the page's files are addressed relative to it.
      return Response.redirect(offlinePage, 302);
    }
  }),
);

self.addEventListener('message', (event) => {
  const { data, source } = event;
  const answer = (what: unknown) => event.ports[0]?.postMessage(what);
  switch (data.type) {
    case 'SKIP_WAITING':
      return void self.skipWaiting();
    case 'readiness':
      return event.waitUntil(findReadiness(precache).then(answer));
    case 'repair':
      return event.waitUntil(repair(precache, data.broken).then(answer));
    case 'files':
      return answer(findFiles(precache));
    case 'seal':
      return answer(seal.close(source?.id ?? '', data.limitMs));
    case 'release':
      return answer(seal.open());
    case 'claim':
      return event.waitUntil(self.clients.claim());
  }
});
