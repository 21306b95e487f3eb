import { fileURLToPath } from 'node:url';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import { completeCatalogue } from './scripts/i18n/vite-plugin.ts';

/** Threads in wasm need a cross-origin isolated page; `npm start` sends the same two headers. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export default defineConfig({
  plugins: [
    completeCatalogue(),
    paraglideVitePlugin({
      project: './src/lib/i18n/project.inlang',
      outdir: './src/paraglide',
      strategy: ['globalVariable', 'baseLocale'],
    }),
    sveltekit(),
  ],
  resolve: {
    alias: [
      {
        // Started by our own code, unbundled and only where threads pay.
        find: /^\.\.\/wasm-out\/tfjs-backend-wasm-threaded-simd(\.worker)?\.js$/,
        replacement: fileURLToPath(
          new URL('./src/lib/engine/backends/wasm-threads-elsewhere.ts', import.meta.url),
        ),
      },
    ],
  },
  // 'es' keeps each backend in a chunk of its own, so none is downloaded before it is tried.
  worker: { format: 'es' },
  server: { headers: isolation },
  preview: { headers: isolation },
  build: { target: 'es2022' },
});
