import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { compiledKernels } from './scripts/kernels/vite-plugin.ts';

export default defineConfig({
  // Runes in .svelte.ts files; no SvelteKit, so nothing here needs routes or a server.
  plugins: [
    paraglideVitePlugin({
      project: './src/lib/i18n/project.inlang',
      outdir: './src/paraglide',
      strategy: ['globalVariable', 'baseLocale'],
    }),
    svelte({ configFile: false }),
    compiledKernels(),
  ],
  resolve: { conditions: ['browser'] },
  test: {
    include: [
      'src/**/*.test.ts',
      'scripts/**/*.test.ts',
      'models/**/*.test.ts',
      'tests/*.test.ts',
      'tests/{fuzz,soak}/**/*.test.ts',
    ],
    environment: 'node',
  },
});
