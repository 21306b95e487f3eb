/**
 * Bundles the program of exported HTML files (src/lib/teach/archive/page/main.ts) into one classic
 * script and gives it to the app as text, by `import('virtual:page-runtime')`.
 */
import { fileURLToPath } from 'node:url';
import { build, type Plugin, type Rollup } from 'vite';
import { recurrentKernels } from '../kernels/vite-plugin.ts';
import { leanTensorFlow } from '../tensorflow/vite-plugin.ts';

const name = 'virtual:page-runtime';
const root = fileURLToPath(new URL('../..', import.meta.url));

let bundled: Promise<string> | undefined;

export function pageRuntime(): Plugin {
  return {
    name: 'page-runtime',
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    load: async (id) => {
      if (id !== `\0${name}`) return undefined;
      bundled ??= bundlePage();
      return `export default ${JSON.stringify(await bundled)};`;
    },
  };
}

export async function bundlePage(): Promise<string> {
  const result = await build({
    configFile: false,
    root,
    logLevel: 'warn',
    publicDir: false,
    plugins: [leanTensorFlow(), recurrentKernels()],
    resolve: {
      alias: [
        {
          // Started by our own code, as in vite.config.ts.
          find: /^\.\.\/wasm-out\/tfjs-backend-wasm(-threaded-simd(\.worker)?)?\.js$/,
          replacement: `${root}src/lib/engine/backends/wasm-glue-elsewhere.ts`,
        },
      ],
    },
    build: {
      write: false,
      target: 'es2022',
      rolldownOptions: { output: { comments: { legal: false } } },
      lib: {
        entry: `${root}src/lib/teach/archive/page/main.ts`,
        formats: ['iife'],
        name: 'AprendizPage',
      },
    },
  });
  const outputs = (Array.isArray(result) ? result : [result]) as Rollup.RollupOutput[];
  const chunks = outputs.flatMap(({ output }) => output).filter((one) => one.type === 'chunk');
  const [chunk, ...more] = chunks;
  if (!chunk || more.length > 0) throw new Error(`${chunks.length} files instead of one script`);
  return chunk.code;
}
