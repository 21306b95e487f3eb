import factory, {
  type BackendWasmModule,
} from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.js';
import binaryUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { startWasm } from './wasm-module.ts';

/** One glue serves the plain and the SIMD binary; only the latter is shipped. */
export function instantiate(): Promise<BackendWasmModule> {
  return startWasm(factory, binaryUrl);
}
