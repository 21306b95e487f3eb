import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { startBinary } from '../../src/lib/engine/backends/wasm-single.ts';
import { graphKernels } from '../../src/lib/engine/graph/kernels.ts';
import { leanBinary, wholeBinary } from './lean-binary.ts';

const require = createRequire(import.meta.url);
const binaries = [require.resolve(wholeBinary), leanBinary()].map(
  (path) => new Uint8Array(readFileSync(path)),
);
const [whole, lean] = binaries.map((binary) => new WebAssembly.Module(binary)) as [
  WebAssembly.Module,
  WebAssembly.Module,
];
const given = new Set(WebAssembly.Module.exports(lean).map(({ name }) => name));

it.each(graphKernels)('gives what %s calls', (kernel) => {
  const file = `@tensorflow/tfjs-backend-wasm/dist/kernels/${kernel}.js`;
  const source = readFileSync(require.resolve(file), 'utf8');
  // The others are JavaScript throughout.
  const calls = /\.wasm\.cwrap\(|\bcreate(Unary|Binary)KernelConfig\(/.test(source);
  expect(given.has(kernel)).toBe(calls);
});

it('asks its host for no more than the whole one, and is smaller by a third', () => {
  const imports = (module: WebAssembly.Module) =>
    WebAssembly.Module.imports(module).map(({ name }) => name);
  expect(imports(whole)).toEqual(expect.arrayContaining(imports(lean)));
  const [wholeBytes = 0, leanBytes = 0] = binaries.map(({ length }) => length);
  expect(leanBytes).toBeLessThan(0.67 * wholeBytes);
});

it('answers a convolution to the bit as the whole one does', async () => {
  const side = 8;
  const channels = 16;
  const answers = await Promise.all(
    binaries.map(async (binary) => {
      const wasm = await startBinary(
        new Response(binary, { headers: { 'content-type': 'application/wasm' } }),
      );
      wasm.tfjs.initWithThreadsCount(1);
      const place = (id: number, length: number) => {
        const at = wasm._malloc(length * 4) >>> 0;
        const numbers = new Float32Array(wasm.HEAPU8.buffer, at, length);
        for (let i = 0; i < length; i++) numbers[i] = Math.sin(id + i);
        wasm.tfjs.registerTensor(id, length, at);
        return numbers;
      };
      const [x, filter, bias, out] = [1, 2, 3, 4];
      place(x, side * side * channels);
      place(filter, channels * channels);
      place(bias, channels);
      const answer = place(out, side * side * channels);
      const before = [...answer];
      // Image, filter and bias; no padding, strides and steps of one; ReLU.
      wasm.cwrap(
        'FusedConv2D',
        null,
        [],
      )(
        ...[x, 1, side, side, filter, 1, 1, bias, 0, 0, 0, 0, 1, 1, 1, 1, 1],
        ...[channels, channels, 1, 0, 0, out],
      );
      expect([...answer]).not.toEqual(before);
      return [...answer];
    }),
  );
  expect(answers[1]).toEqual(answers[0]);
});
