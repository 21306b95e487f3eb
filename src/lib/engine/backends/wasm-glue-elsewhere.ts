/**
 * Takes the place of TensorFlow.js's own imports of its WebAssembly glue (see `vite.config.ts`):
 * `wasm-single.ts` and `wasm-threads.ts` start the binaries.
 */
export const wasmWorkerContents = '';

export default function glueIsElsewhere(): never {
  throw new Error('The WebAssembly binaries are started by wasm-single.ts and wasm-threads.ts.');
}
