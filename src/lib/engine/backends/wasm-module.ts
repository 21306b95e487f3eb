/** Starts the WebAssembly glue of TensorFlow.js and gives it the interface its backend expects. */
import type {
  BackendWasmModule,
  WasmFactoryConfig,
} from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.js';
import { FailureError } from '#lib/failure/failure.ts';

export type WasmFactory = (config: WasmFactoryConfig) => Promise<object>;

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

export async function startWasm(
  factory: WasmFactory,
  binaryUrl: string,
  config: WasmFactoryConfig = {},
): Promise<BackendWasmModule> {
  const module = await new Promise<object>((resolve, reject) => {
    factory({
      locateFile: (path, prefix) => (path.endsWith('.wasm') ? binaryUrl : prefix + path),
      onAbort: (message) => reject(new FailureError('offline', `wasm binary: ${message}`)),
      ...config,
    }).then(resolve, reject);
  });
  return withCalls(module as Glue);
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
