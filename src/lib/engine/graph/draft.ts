/**
 * The draft of a network's weights: a quarter of their bytes, for an answer while they are still on the line.
 *
 * Biases and short filters as float16, in the order of the graph's operations; then the step of every channel of every
 * other filter, as a power of two in quarters (a byte); then those filters, each number as so many steps (-127 to 127) of
 * its channel. `scripts/models/draft.ts` writes it.
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

/** A few numbers that every place of a map meets: a byte for each of them would show in the answer. */
export const isShort = ({ filter }: Convolution): boolean => lengthOf(filter.shape) <= 1024;

/** What stands whole in a draft. */
export const wholeOf = (convolutions: readonly Convolution[]): Weight[] =>
  convolutions.flatMap((one) => [
    ...(one.bias ? [one.bias] : []),
    ...(isShort(one) ? [one.filter] : []),
  ]);

export const stepOf = (quarters: number): number => 2 ** (quarters / 4);

/** @returns the numbers that the graph's weights point into. */
export function decodeDraft(graph: Graph, draft: ArrayBuffer): Float32Array {
  const convolutions = convolutionsOf(graph);
  const whole = wholeOf(convolutions);
  const counted = convolutions.filter((one) => !isShort(one));
  const sum = (lengths: number[]) => lengths.reduce((all, length) => all + length, 0);
  const halves = decodeHalves(draft, 0, sum(whole.map(({ shape }) => lengthOf(shape))));
  const quarters = new Int8Array(draft, 2 * halves.length, sum(counted.map(channelsOf)));
  const counts = new Int8Array(draft, 2 * halves.length + quarters.length);
  const numbers = new Float32Array(halves.length + counts.length);
  let [half, first, count] = [0, 0, 0];
  for (const { at, shape } of whole) {
    numbers.set(halves.subarray(half, (half += lengthOf(shape))), at);
  }
  for (const one of counted) {
    const channels = channelsOf(one);
    const steps = Float32Array.from(quarters.subarray(first, (first += channels)), stepOf);
    const { at, shape } = one.filter;
    const end = at + lengthOf(shape);
    for (let i = at, channel = 0; i < end; i++, channel++) {
      if (channel === channels) channel = 0;
      numbers[i] = counts[count++]! * steps[channel]!;
    }
  }
  return numbers;
}
