/**
 * The host of the single-threaded binary. It asks for seven functions, so a host of our own takes the
 * place of Emscripten's, which is six times the size and mostly serves other platforms. A test runs
 * the binary on it.
 */
import type { BackendWasmModule } from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.js';
import binaryUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { FailureError } from '#lib/failure/failure.ts';
import { withCalls, type Glue } from './wasm-module.ts';

/** What the binary gives: a function for each kernel, and these. */
interface Binary {
  readonly memory: WebAssembly.Memory;
  readonly [name: string]: unknown;
}

type Call = (...numbers: number[]) => number;

const pageBytes = 65_536;
const mostBytes = 0xffff_0000;
/** Memory grows by a fifth or by this, so that many small tensors do not move it many times. */
const mostSpareBytes = 96 * 1024 * 1024;

/** WASI's "not supported here" and "cannot seek". */
const [unsupported, unseekable] = [52, 70];

export async function instantiate(): Promise<BackendWasmModule> {
  try {
    const response = await fetch(binaryUrl);
    if (!response.ok) throw new Error(`${response.status} ${binaryUrl}`);
    return await startBinary(response);
  } catch (error) {
    throw new FailureError('offline', `wasm binary: ${String(error)}`);
  }
}

/** @param response the binary; compiled while it comes in, where it says that it is WebAssembly. */
export async function startBinary(response: Response): Promise<Glue & BackendWasmModule> {
  let memory = new WebAssembly.Memory({ initial: 0 });
  let bytes = new Uint8Array();
  const view = () => {
    // A memory that has grown lies in another buffer.
    if (bytes.buffer !== memory.buffer) bytes = new Uint8Array(memory.buffer);
    return bytes;
  };
  const imports = {
    env: {
      abort() {
        throw new WebAssembly.RuntimeError('wasm abort');
      },
      emscripten_get_heap_max: () => mostBytes,
      emscripten_memcpy_big: (to: number, from: number, size: number) =>
        view().copyWithin(to >>> 0, from >>> 0, (from >>> 0) + (size >>> 0)),
      emscripten_resize_heap: (asked: number) => grow(memory, asked >>> 0),
    },
    wasi_snapshot_preview1: {
      fd_close: () => unsupported,
      fd_seek: () => unseekable,
      // It prints only before it aborts, which is told anyway.
      fd_write: () => unsupported,
    },
  };
  const isWasm = response.headers.get('content-type') === 'application/wasm';
  const { instance } = isWasm
    ? await WebAssembly.instantiateStreaming(response, imports)
    : await WebAssembly.instantiate(await response.arrayBuffer(), imports);
  const binary = instance.exports as unknown as Binary;
  memory = binary.memory;
  const call = (name: string) => binary[name] as Call;
  call('__wasm_call_ctors')();

  /** Numbers go as they are; an array is laid on the stack for the time of the call. */
  const cwrap = (name: string) => {
    const kernel = call(name);
    return (...given: (number | Uint8Array)[]) => {
      const stack = call('stackSave')();
      const numbers = given.map((value) => {
        if (!ArrayBuffer.isView(value)) return value;
        const at = call('stackAlloc')(value.length) >>> 0;
        view().set(value, at);
        return at;
      });
      const result = kernel(...numbers);
      call('stackRestore')(stack);
      return result;
    };
  };
  return withCalls({
    cwrap,
    _malloc: call('malloc'),
    _free: call('free'),
    get HEAPU8() {
      return view();
    },
  });
}

/** @returns 1 when the memory has grown to the size asked for, else 0. */
function grow(memory: WebAssembly.Memory, asked: number): number {
  const old = memory.buffer.byteLength;
  for (const share of [0.2, 0.1, 0.05, 0]) {
    const wanted = Math.max(asked, Math.min(old * (1 + share), asked + mostSpareBytes));
    try {
      memory.grow(Math.ceil((Math.min(wanted, mostBytes) - old) / pageBytes));
      return 1;
    } catch (error) {
      // RangeError: not that much. Less may go.
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return 0;
}
