import adapter from '@sveltejs/adapter-static';

/** @type {import('@sveltejs/kit').Config} */
export default {
  kit: {
    adapter: adapter({ pages: 'build', assets: 'build', fallback: '404.html', strict: true }),
    paths: { relative: true },
    // The page decides when to register: only after the first label, so that
    // the precache never competes with the first model download.
    serviceWorker: { register: false },
    version: { pollInterval: 0 },
  },
};
