import type { Plugin } from 'vite';

/**
 * What pages share lies in a few chunks. By itself the bundler makes some thirty, each compressed
 * alone, which costs a tenth (measured on See: 75 KB in 32 chunks, 68 KB in 6). What only some doors
 * need stays out of what every page loads.
 */
export function fewSharedChunks(): Plugin {
  return {
    name: 'aprendiz-few-shared-chunks',
    apply: 'build',
    outputOptions(options) {
      if (this.environment.name !== 'client') return undefined;
      return { ...options, codeSplitting: { groups: [everywhere, camera] } };
    },
  };
}

const everywhere = {
  name: 'shared',
  minShareCount: 2,
  test: /\/node_modules\/(svelte|@sveltejs|clsx|esm-env|@lucide)\/|\/src\/lib\/(shell|home|pwa|i18n|failure|engine|vision)\/|\/src\/lib\/ui\/(Button|IconButton|Later|LiveRegion|Notice|announcer)\b|\/src\/paraglide\/(runtime|messages\/shell_)/,
};

const camera = { name: 'camera', minShareCount: 2, test: /\/src\/lib\/camera\// };
