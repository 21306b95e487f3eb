/** Gives a started WebAssembly binary the interface that the backend of TensorFlow.js expects. */
import type { BackendWasmModule } from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.js';

/** As much of Emscripten's module as the backend and its kernels use. */
export interface Glue {
  cwrap(
    name: string,
    returns: string | null,
    takes: string[],
  ): (...values: (number | Uint8Array)[]) => number;
  readonly HEAPU8: Uint8Array;
  _malloc(bytes: number): number;
  _free(at: number): unknown;
}

export function withCalls(glue: Glue): Glue & BackendWasmModule {
  const { cwrap } = glue;
  return Object.assign(glue, {
    tfjs: {
      init: cwrap('init', null, []),
      initWithThreadsCount: cwrap('init_with_threads_count', null, ['number']),
      getThreadsCount: cwrap('get_threads_count', 'number', []),
      registerTensor: cwrap('register_tensor', null, ['number', 'number', 'number']),
      disposeData: cwrap('dispose_data', null, ['number']),
      dispose: cwrap('dispose', null, []),
    },
  }) as unknown as Glue & BackendWasmModule;
}
