import { join } from 'node:path';
import { build, type Plugin } from 'vite';

/** One script of an entry and all that it imports. */
export async function bundle(entry: string, plugins: readonly Plugin[] = []): Promise<string> {
  const built = await build({
    configFile: false,
    plugins: [...plugins],
    publicDir: false,
    root: join(import.meta.dirname, '..', '..', '..'),
    logLevel: 'warn',
    build: {
      ...{ write: false, minify: false, target: 'es2022', lib: { entry, formats: ['es'] } },
      // What is loaded when it is needed comes along as well.
      rolldownOptions: { output: { codeSplitting: false } },
    },
  });
  const [output] = Array.isArray(built) ? built : [built];
  if (!output || !('output' in output) || output.output.length !== 1) {
    throw new Error(`${entry} is not one bundle`);
  }
  return output.output[0].code;
}
