import { fileURLToPath } from 'node:url';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import { fewSharedChunks } from './scripts/bundle/vite-plugin.ts';
import { completeCatalogue } from './scripts/i18n/vite-plugin.ts';
import { formulas } from './scripts/formulas/vite-plugin.ts';
import { pageRuntime } from './scripts/page/vite-plugin.ts';
import { messagesOneByOne } from './scripts/i18n/one-by-one.ts';
import { compiledKernels } from './scripts/kernels/vite-plugin.ts';
import { leanTensorFlow } from './scripts/tensorflow/vite-plugin.ts';

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
    formulas(),
    pageRuntime(),
    compiledKernels(),
    sveltekit(),
    messagesOneByOne(),
    fewSharedChunks(),
  ],
  resolve: {
    alias: [
      {
        // The package's own door leads to a build for browsers without classes, half as large again.
        find: /^workbox-window$/,
        replacement: 'workbox-window/build/workbox-window.prod.mjs',
      },
      {
        // Started by our own code: `wasm-single.ts`, and unbundled `wasm-threads.ts` where threads pay.
        find: /^\.\.\/wasm-out\/tfjs-backend-wasm(-threaded-simd(\.worker)?)?\.js$/,
        replacement: fileURLToPath(
          new URL('./src/lib/engine/backends/wasm-glue-elsewhere.ts', import.meta.url),
        ),
      },
    ],
  },
  // 'es' keeps each backend in a chunk of its own, so none is downloaded before it is tried.
  worker: {
    format: 'es',
    plugins: () => [leanTensorFlow(), compiledKernels()],
    // Sixty copies of one licence; THIRD-PARTY.md names them all, and is served.
    rolldownOptions: { output: { comments: { legal: false } } },
  },
  optimizeDeps: {
    // Bundled one by one, the kernels would each bring a core of their own that knows no other.
    exclude: [
      '@tensorflow/tfjs-core',
      '@tensorflow/tfjs-backend-cpu',
      '@tensorflow/tfjs-backend-wasm',
      '@tensorflow/tfjs-backend-webgl',
      '@tensorflow/tfjs-backend-webgpu',
    ],
    include: [
      '@tensorflow/tfjs-core > long',
      '@tensorflow/tfjs-core > seedrandom',
      '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.worker.js',
    ],
  },
  server: { headers: isolation },
  preview: { headers: isolation },
  build: {
    target: 'es2022',
    // The page's own policy takes fonts from files only.
    assetsInlineLimit: (file) => (file.endsWith('.woff2') ? false : undefined),
  },
});
