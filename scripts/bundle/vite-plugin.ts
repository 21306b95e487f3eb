import type { Plugin } from 'vite';

/**
 * What two pages or panels share lies in one chunk. By itself the bundler makes some thirty, each
 * compressed alone, which costs a tenth (measured on See: 75 KB in 32 chunks, 68 KB in 6). Doors that
 * are not open when the app starts stay out, or every page would carry them.
 */
export function oneSharedChunk(): Plugin {
  return {
    name: 'aprendiz-one-shared-chunk',
    apply: 'build',
    outputOptions(options) {
      if (this.environment.name !== 'client') return undefined;
      const groups = [{ name: 'shared', minShareCount: 2, test: shared }];
      return { ...options, codeSplitting: { groups } };
    },
  };
}

const shared =
  /\/node_modules\/(svelte|@sveltejs|clsx|esm-env|@lucide)\/|\/src\/lib\/(shell|home|see|ui|pwa|i18n|failure|engine|vision|camera|storage)\/|\/src\/paraglide\/(runtime|messages\/(shell|see|failure)_)/;
