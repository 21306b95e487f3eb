import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { startBinary } from './wasm-single.ts';

const binary = readFileSync(
  createRequire(import.meta.url).resolve(
    '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm',
  ),
);
const response = () => new Response(binary, { headers: { 'content-type': 'application/wasm' } });

describe('our host of the single-threaded binary', () => {
  it('is asked for nothing that it does not have', () => {
    const asked = WebAssembly.Module.imports(new WebAssembly.Module(binary));
    expect(asked.map(({ name }) => name).sort()).toEqual([
      'abort',
      'emscripten_get_heap_max',
      'emscripten_memcpy_big',
      'emscripten_resize_heap',
      'fd_close',
      'fd_seek',
      'fd_write',
    ]);
  });

  it('passes numbers and arrays to a kernel, and reads what it wrote', async () => {
    const wasm = await startBinary(response());
    wasm.tfjs.initWithThreadsCount(1);
    const place = (id: number, values: number[]) => {
      const at = wasm._malloc(values.length * 4) >>> 0;
      new Float32Array(wasm.HEAPU8.buffer, at, values.length).set(values);
      wasm.tfjs.registerTensor(id, values.length, at);
      return at;
    };
    place(1, [1, 2, 3, 4, 5, 6]);
    const out = place(2, new Array<number>(6).fill(0));
    const bytes = (values: number[]) => new Uint8Array(new Int32Array(values).buffer);
    const transpose = wasm.cwrap('Transpose', null, []);
    transpose(1, bytes([2, 3]), 2, 1, 2, bytes([1, 0]), 2);
    expect([...new Float32Array(wasm.HEAPU8.buffer, out, 6)]).toEqual([1, 4, 2, 5, 3, 6]);
  });

  it('grows, and shows the memory where it then lies', async () => {
    const wasm = await startBinary(response());
    const before = wasm.HEAPU8.length;
    const at = wasm._malloc(before) >>> 0;
    expect(at).toBeGreaterThan(0);
    expect(wasm.HEAPU8.length).toBeGreaterThan(before + at - 65_536);
    wasm.HEAPU8[at + before - 1] = 7;
    expect(wasm.HEAPU8[at + before - 1]).toBe(7);
  });

  it('gives no address for more than there can be', async () => {
    const wasm = await startBinary(response());
    expect(wasm._malloc(0xffff_fff0)).toBe(0);
  });
});
