/**
 * Recurrent layers in WebAssembly SIMD, written in AssemblyScript (`assembly/`), compiled by the build.
 * Answers differ from `plain/` by rounding and by the fit of tanh: some 1e-6.
 */
import type { ImmediateKernels } from '../recurrent.ts';
import { Heap } from './heap.ts';
import { WasmLayer } from './layer.ts';
import { startModule, type Build } from './module.ts';

export interface WasmKernels extends ImmediateKernels {
  readonly backend: 'wasm';
  /** Bytes of the memory, and of those how many are held by layers and tapes. */
  readonly memory: { readonly bytes: number; readonly takenBytes: number };
}

/**
 * @param build for tests and measurements; the quickest that this browser knows, where none is named
 * @throws FailureError `no-wasm-simd` where the browser has none: take `openPlainKernels()`
 */
export async function openWasmKernels(build?: Build): Promise<WasmKernels> {
  let heap: Heap | undefined = new Heap();
  const module = await startModule(heap.memory, build);
  const open = (): Heap => {
    if (!heap) throw new Error('These kernels were disposed');
    return heap;
  };
  return {
    backend: 'wasm',
    layer: (shape, weights) => new WasmLayer(module, open(), shape, weights),
    get heapBytes() {
      return open().memory.buffer.byteLength;
    },
    get memory() {
      const { memory, takenBytes } = open();
      return { bytes: memory.buffer.byteLength, takenBytes };
    },
    dispose() {
      heap = undefined;
    },
  };
}
