import { expect, it } from 'vitest';
import { encodeDraft } from '../../../../scripts/models/draft.ts';
import { decodeDraft } from './draft.ts';
import type { Graph } from './format.ts';
import { decodeHalves, encodeHalves } from './half.ts';

const [inputs, outputs] = [300, 6];
const [filter, bias, short] = [{ at: 0 }, { at: 1800 }, { at: 1806 }];
const graph: Graph = {
  ...{ format: 'aprendiz-graph-1', id: 'two', input: 'image', scale: 1, offset: 0, multiple: 1 },
  outputs: {},
  ops: [
    {
      ...{ op: 'conv', in: 'image', out: 'a', stride: 1, pad: 'same', activation: 'linear' },
      filter: { ...filter, shape: [1, 1, inputs, outputs] },
      bias: { ...bias, shape: [outputs] },
    },
    {
      ...{ op: 'depthwise', in: 'a', out: 'b', stride: 1, pad: 'same', activation: 'linear' },
      filter: { ...short, shape: [3, 3, outputs, 1] },
    },
  ],
};
const length = 1860;

/** Of very different size from channel to channel, as folded networks are; the last channel is all zeros. */
const size = (i: number) => 10 ** ((i % outputs) - 3);
const numbers = encodeHalves(
  Float32Array.from({ length }, (_, i) => (i % outputs === 5 ? 0 : Math.sin(7 * i * i) * size(i))),
);
const exact = decodeHalves(numbers.buffer, 0, length);
const encode = (means: Map<string, number[]>) =>
  encodeDraft(graph, new Uint8Array(numbers.buffer), means);

it('is a byte for each number of a long filter, near it; biases and short filters are as they were', () => {
  const draft = encode(new Map());
  expect(draft.byteLength).toBe(2 * (6 + 54) + 6 + 1800);
  const near = decodeDraft(graph, draft.buffer as ArrayBuffer);
  expect(near.subarray(bias.at)).toEqual(exact.subarray(bias.at));
  for (let i = 0; i < bias.at; i++) {
    // Half a step of a twelfth of how large its channel is, or of an eighth of a power of two more.
    expect(Math.abs(near[i]! - exact[i]!)).toBeLessThanOrEqual(0.05 * size(i));
  }
  expect(near.subarray(0, bias.at)).not.toEqual(exact.subarray(0, bias.at));
});

it('takes out of a bias what rounding adds on average', () => {
  const mean = Array.from({ length: inputs }, (_, i) => 1 + (i % 7));
  const near = decodeDraft(graph, encode(new Map([['image', mean]])).buffer as ArrayBuffer);
  const answer = (of: Float32Array, channel: number) =>
    mean.reduce((sum, x, i) => sum + x * of[i * outputs + channel]!, of[bias.at + channel]!);
  for (let channel = 0; channel < outputs; channel++) {
    // What is left is the rounding of the bias to eleven bits.
    const least = Math.abs(near[bias.at + channel]!) * 2 ** -11 + 1e-5 * size(channel);
    expect(Math.abs(answer(near, channel) - answer(exact, channel))).toBeLessThanOrEqual(least);
  }
});
