/**
 * The draft of a network's weights: a third of their bytes, for an answer while they are still on the line.
 *
 * Biases as float16; then the step of every channel of every filter, as float16; then the filters, each number as so
 * many steps (-127 to 127) of its channel. All in the order of the graph's operations. `scripts/models/draft.ts` writes it.
 */
import type { Graph, Op, Weight } from './format.ts';
import { decodeHalves } from './half.ts';

export type Convolution = Extract<Op, { filter: Weight }>;

export const convolutionsOf = ({ ops }: Graph): Convolution[] => ops.filter((op) => 'filter' in op);

/** Numbers of a filter lie channel by channel: one of these after another, again and again. */
export const channelsOf = ({ op, filter: { shape } }: Convolution): number =>
  shape[op === 'depthwise' ? 2 : 3]!;

export const lengthOf = (shape: readonly number[]): number =>
  shape.reduce((product, side) => product * side, 1);

/** @returns the numbers that the graph's weights point into. */
export function decodeDraft(graph: Graph, draft: ArrayBuffer): Float32Array {
  const convolutions = convolutionsOf(graph);
  const sum = (of: (one: Convolution) => number) =>
    convolutions.reduce((all, one) => all + of(one), 0);
  const biases = sum(({ bias }) => (bias ? lengthOf(bias.shape) : 0));
  const halves = decodeHalves(draft, 0, biases + sum(channelsOf));
  const steps = new Int8Array(draft, 2 * halves.length);
  const numbers = new Float32Array(biases + steps.length);
  let [bias, scale, step] = [0, biases, 0];
  for (const one of convolutions) {
    if (one.bias) {
      const length = lengthOf(one.bias.shape);
      numbers.set(halves.subarray(bias, (bias += length)), one.bias.at);
    }
    const channels = channelsOf(one);
    const { at, shape } = one.filter;
    const end = at + lengthOf(shape);
    for (let i = at, channel = 0; i < end; i++, channel++) {
      if (channel === channels) channel = 0;
      numbers[i] = steps[step++]! * halves[scale + channel]!;
    }
    scale += channels;
  }
  return numbers;
}
