import { backend, memory } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe, expect, it } from 'vitest';
import { startWasm } from '../../../../scripts/models/node.ts';
import type { Glue } from '#lib/engine/backends/wasm-module.ts';
import type { Graph } from './format.ts';
import { encodeHalves } from './half.ts';
import { buildGraph } from './load.ts';
import { disposeGraph } from './run.ts';

const [inputs, outputs, layers] = [256, 512, 8];
const each = inputs * outputs;

/** Enough for a copy to show among everything else: a million numbers. */
const graph: Graph = {
  ...{ format: 'aprendiz-graph-1', id: 'large', input: 'image', scale: 1, offset: 0, multiple: 1 },
  outputs: { last: `layer-${layers - 1}` },
  ops: Array.from({ length: layers }, (_, n) => ({
    ...({ op: 'conv', in: 'image', stride: 1, pad: 'same', activation: 'linear' } as const),
    out: `layer-${n}`,
    filter: { shape: [1, 1, inputs, outputs], at: n * each },
  })),
};

const wasmBytes = (): number => ((backend() as BackendWasm).wasm as unknown as Glue).HEAPU8.length;
const arrayBytes = (): number => process.memoryUsage().arrayBuffers;

beforeAll(startWasm);

describe('weights on WebAssembly', () => {
  it('are there once, and nowhere on the way', () => {
    const halves = new Uint16Array(layers * each);
    const some = encodeHalves(Float32Array.from({ length: 64 }, (_, n) => n));
    for (let at = 0; at < halves.length; at += some.length) halves.set(some, at);
    const floatBytes = 4 * layers * each;
    const before = { wasm: wasmBytes(), arrays: arrayBytes(), tensors: memory().numTensors };
    const loaded = buildGraph(graph, halves.buffer);
    // A fifth is what the memory grows by at least.
    expect(wasmBytes() - before.wasm).toBeLessThan(1.25 * floatBytes);
    // What has been collected already is not seen, so that a copy may be missed but never be imagined.
    expect(arrayBytes() - before.arrays).toBeLessThan(0.1 * floatBytes);
    const values = loaded.weights.get(each)!.dataSync();
    expect([...values.subarray(0, 3)]).toEqual([0, 1, 2]);
    disposeGraph(loaded);
    expect(memory().numTensors).toBe(before.tensors);
  });
});
