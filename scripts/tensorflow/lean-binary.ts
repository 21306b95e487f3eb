/** Cuts TensorFlow.js's WebAssembly binary down to what the built-in networks of pictures run. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import binaryen from 'binaryen';
import { graphKernels } from '../../src/lib/engine/graph/kernels.ts';

const cache = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'aprendiz');

export const wholeBinary = '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm';

/** Of the host (`wasm-single.ts`); `Transpose` is what other kernels begin with. */
const always =
  /^(memory|__wasm_call_ctors|init.*|get_.*|register_.*|dispose.*|malloc|free|stack.*|Transpose)$/;

/** Its instructions beyond the first version of WebAssembly: no others may be written. */
const features = binaryen.Features.SIMD128 | binaryen.Features.MutableGlobals;

/** @returns the path of the binary, made once for each version of the package */
export function leanBinary(): string {
  const whole = new Uint8Array(readFileSync(createRequire(import.meta.url).resolve(wholeBinary)));
  const hash = createHash('sha256').update(whole).update(graphKernels.join()).digest('hex');
  const path = join(cache, `tfjs-backend-wasm-simd-lean-${hash.slice(0, 16)}.wasm`);
  try {
    readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    mkdirSync(cache, { recursive: true });
    // Under another name first: a build beside this one never reads half a file.
    writeFileSync(`${path}.${process.pid}`, cut(whole));
    renameSync(`${path}.${process.pid}`, path);
  }
  return path;
}

function cut(whole: Uint8Array<ArrayBuffer>): Uint8Array {
  const module = binaryen.readBinary(whole);
  module.setFeatures(features);
  const wanted = new Set<string>(graphKernels);
  for (const { name } of WebAssembly.Module.exports(new WebAssembly.Module(whole))) {
    if (!always.test(name) && !wanted.has(name)) module.removeExport(name);
  }
  // Nothing is optimised again: what stays is what was published.
  module.runPasses(['remove-unused-module-elements']);
  const lean = module.emitBinary();
  module.dispose();
  return lean;
}
