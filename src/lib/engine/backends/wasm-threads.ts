import type {
  BackendWasmModule,
  WasmFactoryConfig,
} from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.js';
import { wasmWorkerContents } from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.worker.js';
import binaryUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
// As a file, not as code: the threads need the very text that was published, not what a minifier
// makes of it.
import glueUrl from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.js?url';
import { FailureError } from '#lib/failure/failure.ts';
import { withCalls, type Glue } from './wasm-module.ts';

type WasmFactory = (config: WasmFactoryConfig) => Promise<object>;

/** The glue starts eight threads whatever it is asked for; each costs a worker and its memory. */
const poolSize = /\bpthreadPoolSize=8\b/;

export async function instantiate(threads: number): Promise<BackendWasmModule> {
  const glue = (await readGlue()).replace(poolSize, `pthreadPoolSize=${threads}`);
  const script = (text: string) => new Blob([text], { type: 'text/javascript' });
  const url = URL.createObjectURL(script(`${glue}\nexport default WasmBackendModuleThreadedSimd;`));
  const threadUrl = URL.createObjectURL(script(wasmWorkerContents.replaceAll('\n', '\\n')));
  const { default: factory } = (await import(/* @vite-ignore */ url)) as { default: WasmFactory };
  URL.revokeObjectURL(url);
  return startWasm(factory, binaryUrl, {
    mainScriptUrlOrBlob: script(glue),
    locateFile: (path, prefix) => {
      if (path.endsWith('.worker.js')) return threadUrl;
      return path.endsWith('.wasm') ? binaryUrl : prefix + path;
    },
  });
}

async function readGlue(): Promise<string> {
  try {
    return await (await fetch(glueUrl)).text();
  } catch (error) {
    throw new FailureError('offline', String(error));
  }
}

async function startWasm(
  factory: WasmFactory,
  binaryUrl: string,
  config: WasmFactoryConfig,
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
