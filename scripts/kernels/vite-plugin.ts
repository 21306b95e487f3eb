import type { Plugin } from 'vite';
import { compileKernels } from './compile.ts';

/** What a worker imports, and which module it gets. */
const modules = new Map([
  ['virtual:recurrent-kernels', 'index'],
  ['virtual:dense-kernels', 'dense'],
] as const);

/**
 * Gives workers the compiled kernels as text inside their own script: some 9 KB each that need no request of
 * their own, lie in the precache with it, and start alike in a browser, a test and an exported page.
 */
export function compiledKernels(): Plugin {
  return {
    name: 'aprendiz-kernels',
    resolveId: (id) => (modules.has(id as never) ? `\0${id}` : undefined),
    load: async (id) => {
      const entry = modules.get(id.slice(1) as never);
      if (id[0] !== '\0' || !entry) return undefined;
      const { simd, relaxed } = await compileKernels(entry);
      return `export const simd = ${JSON.stringify(simd)};\nexport const relaxed = ${JSON.stringify(relaxed)};`;
    },
  };
}
