/** Starts the WebAssembly glue of TensorFlow.js and gives it the interface its backend expects. */
import type {
  BackendWasmModule,
  WasmFactoryConfig,
} from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.js';
import { FailureError } from '#lib/failure/failure.ts';

export type WasmFactory = (config: WasmFactoryConfig) => Promise<BackendWasmModule>;

/** As much of Emscripten's module as is used here. */
interface Glue {
  cwrap(name: string, returns: string | null, takes: string[]): (...args: number[]) => number;
}

export async function startWasm(
  factory: WasmFactory,
  binaryUrl: string,
  config: WasmFactoryConfig = {},
): Promise<BackendWasmModule> {
  const module = await new Promise<BackendWasmModule>((resolve, reject) => {
    factory({
      locateFile: (path, prefix) => (path.endsWith('.wasm') ? binaryUrl : prefix + path),
      onAbort: (message) => reject(new FailureError('offline', `wasm binary: ${message}`)),
      ...config,
    }).then(resolve, reject);
  });
  const { cwrap } = module as unknown as Glue;
  const dispose = cwrap('dispose', null, []);
  module.tfjs = {
    init: cwrap('init', null, []),
    initWithThreadsCount: cwrap('init_with_threads_count', null, ['number']),
    getThreadsCount: cwrap('get_threads_count', 'number', []),
    registerTensor: cwrap('register_tensor', null, ['number', 'number', 'number']),
    disposeData: cwrap('dispose_data', null, ['number']),
    dispose,
  };
  return module;
}
