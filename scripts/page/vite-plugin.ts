/**
 * Bundles the programs that exported files carry and gives them to the app as text, each by the import
 * of a virtual module: what an HTML file runs as one classic script, what cuts texts as a module.
 */
import { fileURLToPath } from 'node:url';
import { build, type Plugin, type Rollup } from 'vite';
import { compiledKernels } from '../kernels/vite-plugin.ts';
import { leanTensorFlow } from '../tensorflow/vite-plugin.ts';

interface Program {
  readonly entry: string;
  /** A classic script, or a module that people may read. */
  readonly format: 'iife' | 'es';
}

const archive = 'src/lib/teach/archive';
const programs: Readonly<Record<string, Program>> = {
  'virtual:page-runtime': { entry: `${archive}/page/main.ts`, format: 'iife' },
  'virtual:text-page-runtime': { entry: `${archive}/page/text-main.ts`, format: 'iife' },
  'virtual:tokenize': { entry: `${archive}/text/inputs.ts`, format: 'es' },
};
const root = fileURLToPath(new URL('../..', import.meta.url));

const bundled = new Map<string, Promise<string>>();

export function pageRuntime(): Plugin {
  return {
    name: 'page-runtime',
    resolveId: (id) => (id in programs ? `\0${id}` : undefined),
    load: async (id) => {
      const name = id.startsWith('\0') ? id.slice(1) : '';
      const program = programs[name];
      if (!program) return undefined;
      const bundle = bundled.get(name) ?? bundleProgram(program);
      bundled.set(name, bundle);
      return `export default ${JSON.stringify(await bundle)};`;
    },
  };
}

export async function bundleProgram({ entry, format }: Program): Promise<string> {
  const result = await build({
    configFile: false,
    root,
    logLevel: 'warn',
    publicDir: false,
    plugins: [leanTensorFlow(), compiledKernels()],
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
      minify: format === 'iife',
      rolldownOptions: { output: { comments: { legal: false } } },
      lib: {
        entry: `${root}${entry}`,
        formats: [format],
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
