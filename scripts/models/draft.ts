/** Makes the draft of a network: see `src/lib/engine/graph/draft.ts`, which reads it. */
import {
  channelsOf,
  convolutionsOf,
  isShort,
  lengthOf,
  stepOf,
  wholeOf,
  type Convolution,
} from '#lib/engine/graph/draft.ts';
import type { Graph, Weight } from '#lib/engine/graph/format.ts';
import { decodeHalves, encodeHalves } from '#lib/engine/graph/half.ts';

/** The mean of every channel of what a convolution is fed, by the name of that. */
export type MeanInputs = ReadonlyMap<string, ArrayLike<number>>;

const mostSteps = 127;
const leastStep = 2 ** -31;

/**
 * A step as a part of how large a channel's numbers are (root of the mean square), in a filter of 20,000 numbers: the
 * longer, the fewer bytes when compressed, and the further off. Gates, which say how much of a channel passes, bear the
 * most. Measured: see the card of coco-centernet.
 */
const stepParts = { gate: 0.8, conv: 0.15, depthwise: 0.08 };

/** Many numbers bear a longer step than few do: their errors are many, and even out. */
const partFor = (kind: keyof typeof stepParts, numbers: number): number =>
  stepParts[kind] * (numbers / 20_000) ** 0.25;

/**
 * @param weights float16, as they are served
 * @param means what rounding adds to a channel on average is taken out of its bias again
 */
export function encodeDraft(
  graph: Graph,
  weights: Uint8Array<ArrayBuffer>,
  means: MeanInputs,
): Uint8Array<ArrayBuffer> {
  const convolutions = convolutionsOf(graph);
  const gates = gatesOf(graph);
  const numbers = decodeHalves(weights.buffer, 0, weights.byteLength / 2);
  const steps: Buffer[] = [];
  const counts: Buffer[] = [];
  for (const one of convolutions.filter((each) => !isShort(each))) {
    const filter = slice(numbers, one.filter);
    const kind = gates.has(one) ? 'gate' : one.op;
    const own = stepsOf(filter, channelsOf(one), partFor(kind, filter.length));
    const counted = countSteps(filter, own);
    const mean = means.get(one.in);
    if (one.bias && mean) takeOut(filter, own, counted, one, mean, slice(numbers, one.bias));
    steps.push(Buffer.from(Int8Array.from(own).buffer));
    counts.push(Buffer.from(Int8Array.from(counted).buffer));
  }
  const whole = wholeOf(convolutions).flatMap((weight) => [...slice(numbers, weight)]);
  return new Uint8Array(
    Buffer.concat([
      Buffer.from(encodeHalves(Float32Array.from(whole)).buffer),
      ...steps,
      ...counts,
    ]),
  );
}

const slice = (numbers: Float32Array, { at, shape }: Weight) =>
  numbers.subarray(at, at + lengthOf(shape));

/** Convolutions of one place: what they are fed is the mean of a map, or came from one. */
function gatesOf({ ops }: Graph): ReadonlySet<Convolution> {
  const single = new Set<string>();
  const gates = new Set<Convolution>();
  for (const op of ops) {
    if (op.op === 'mean') single.add(op.out);
    if (op.op !== 'conv' || !single.has(op.in)) continue;
    single.add(op.out);
    gates.add(op);
  }
  return gates;
}

/** @returns quarters of a power of two for each channel. */
function stepsOf(filter: Float32Array, channels: number, part: number): number[] {
  const squares = new Float64Array(channels);
  const most = new Float64Array(channels);
  filter.forEach((number, i) => {
    const channel = i % channels;
    squares[channel]! += number * number;
    most[channel] = Math.max(most[channel]!, Math.abs(number));
  });
  return Array.from(squares, (sum, channel) => {
    const wanted = part * Math.sqrt((sum * channels) / filter.length);
    const least = Math.max(most[channel]! / mostSteps, leastStep);
    return Math.max(
      Math.round(4 * Math.log2(Math.max(wanted, leastStep))),
      Math.ceil(4 * Math.log2(least)),
    );
  });
}

const countSteps = (filter: Float32Array, quarters: readonly number[]): number[] =>
  Array.from(filter, (number, i) => Math.round(number / stepOf(quarters[i % quarters.length]!)));

/** Changes the bias so that the channel's mean stays what it was. */
function takeOut(
  filter: Float32Array,
  quarters: readonly number[],
  counts: readonly number[],
  { op, filter: { shape } }: Convolution,
  mean: ArrayLike<number>,
  bias: Float32Array,
): void {
  const inputs = shape[2]!;
  filter.forEach((number, i) => {
    const channel = i % quarters.length;
    const input = op === 'conv' ? Math.floor(i / quarters.length) % inputs : channel;
    bias[channel]! += (number - counts[i]! * stepOf(quarters[channel]!)) * mean[input]!;
  });
}
