import { expect, it } from 'vitest';
import { encodeDraft } from '../../../../scripts/models/draft.ts';
import { decodeDraft } from './draft.ts';
import type { Graph } from './format.ts';
import { decodeHalves, encodeHalves } from './half.ts';

const graph: Graph = {
  ...{ format: 'aprendiz-graph-1', id: 'two', input: 'image', scale: 1, offset: 0, multiple: 1 },
  outputs: {},
  ops: [
    {
      ...{ op: 'conv', in: 'image', out: 'a', stride: 1, pad: 'same', activation: 'linear' },
      filter: { shape: [1, 1, 40, 6], at: 0 },
      bias: { shape: [6], at: 240 },
    },
    {
      ...{ op: 'depthwise', in: 'a', out: 'b', stride: 1, pad: 'same', activation: 'linear' },
      filter: { shape: [3, 3, 6, 1], at: 246 },
    },
  ],
};
const length = 300;

/** Of very different size from channel to channel, as folded networks are; the last channel is all zeros. */
const numbers = encodeHalves(
  Float32Array.from({ length }, (_, i) =>
    i % 6 === 5 ? 0 : Math.sin(7 * i) * 10 ** ((i % 6) - 3),
  ),
);

it('is a byte for each number, near it; biases are as they were', () => {
  const draft = encodeDraft(graph, new Uint8Array(numbers.buffer));
  expect(draft.byteLength).toBe(294 + 2 * (6 + 12));
  const near = decodeDraft(graph, draft.buffer);
  const exact = decodeHalves(numbers.buffer, 0, length);
  expect(near.subarray(240, 246)).toEqual(exact.subarray(240, 246));
  for (const [i, number] of exact.entries()) {
    // Half a step of a tenth of how large its channel is.
    expect(Math.abs(near[i]! - number)).toBeLessThanOrEqual(0.051 * 10 ** ((i % 6) - 3));
  }
});
