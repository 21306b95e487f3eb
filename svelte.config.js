import adapter from '@sveltejs/adapter-static';
import { dataHosts, modelHosts } from './scripts/models/catalogue/hosts.mjs';

/** @type {import('@sveltejs/kit').Config} */
export default {
  kit: {
    adapter: adapter({ pages: 'build', assets: 'build', fallback: '404.html', strict: true }),
    paths: { relative: true },
    // The page decides when to register: only after the first label, so that
    // the precache never competes with the first model download.
    serviceWorker: { register: false },
    // One request less before the first paint; the service worker keeps the pages anyway.
    inlineStyleThreshold: 64 * 1024,
    version: { pollInterval: 0 },
    // "Nothing leaves the device", held by the browser: the page can connect to its own host, and to those that
    // a visitor may fetch a model from.
    csp: {
      mode: 'hash',
      directives: {
        'default-src': ['self'],
        'script-src': ['self', 'wasm-unsafe-eval'],
        'style-src': ['self', 'unsafe-inline'],
        'img-src': ['self', 'blob:', 'data:'],
        'media-src': ['self', 'blob:', 'data:'],
        'worker-src': ['self', 'blob:'],
        'connect-src': ['self', 'blob:', 'data:', ...modelHosts(), ...dataHosts()],
        'object-src': ['none'],
        'base-uri': ['self'],
        'form-action': ['self'],
      },
    },
  },
};
