/**
 * Takes the place of TensorFlow.js's own import of its threaded glue (see `vite.config.ts`), which
 * `wasm-threads.ts` loads unbundled and only when threads are worth using.
 */
export const wasmWorkerContents = '';

export default function threadedGlueIsElsewhere(): never {
  throw new Error('The threaded WebAssembly glue is started by wasm-threads.ts.');
}
