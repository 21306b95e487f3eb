import type { Plugin } from 'vite';
import { compileKernels } from './compile.ts';

const name = 'virtual:recurrent-kernels';

/**
 * Gives workers the compiled kernels as text inside their own script: 9 KB each that need no request of
 * their own, lie in the precache with it, and start alike in a browser, a test and an exported page.
 */
export function recurrentKernels(): Plugin {
  return {
    name: 'aprendiz-recurrent-kernels',
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    load: async (id) => {
      if (id !== `\0${name}`) return undefined;
      const { simd, relaxed } = await compileKernels();
      return `export const simd = ${JSON.stringify(simd)};\nexport const relaxed = ${JSON.stringify(relaxed)};`;
    },
  };
}
