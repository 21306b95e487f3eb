/** Makes the draft of a network: see `src/lib/engine/graph/draft.ts`, which reads it. */
import { channelsOf, convolutionsOf, lengthOf } from '#lib/engine/graph/draft.ts';
import type { Graph, Weight } from '#lib/engine/graph/format.ts';
import { decodeHalves, encodeHalves } from '#lib/engine/graph/half.ts';

const mostSteps = 127;
const leastStep = 2 ** -24;

/**
 * A step as a part of how large a channel's numbers are (root of the mean square): the longer, the fewer bytes when
 * compressed, and the further off. Few numbers, which every place of a map meets, are kept closer.
 */
const stepParts = { conv: 0.1, depthwise: 0.02 };

/** @param weights float16, as they are served */
export function encodeDraft(
  graph: Graph,
  weights: Uint8Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer> {
  const numbersOf = ({ at, shape }: Weight) => decodeHalves(weights.buffer, at, lengthOf(shape));
  const biases: number[] = [];
  const steps: number[] = [];
  const counts: number[] = [];
  for (const one of convolutionsOf(graph)) {
    if (one.bias) biases.push(...numbersOf(one.bias));
    const numbers = numbersOf(one.filter);
    const channels = channelsOf(one);
    const own = stepsOf(numbers, channels, stepParts[one.op]);
    const rounded = decodeHalves(encodeHalves(own).buffer, 0, channels);
    steps.push(...rounded);
    for (const [i, number] of numbers.entries()) {
      const count = Math.round(number / rounded[i % channels]!);
      counts.push(Math.max(-mostSteps, Math.min(mostSteps, count)));
    }
  }
  const halves = encodeHalves(Float32Array.from([...biases, ...steps]));
  return new Uint8Array(
    Buffer.concat([Buffer.from(halves.buffer), Buffer.from(Int8Array.from(counts).buffer)]),
  );
}

function stepsOf(numbers: Float32Array, channels: number, part: number): Float32Array<ArrayBuffer> {
  const squares = new Float64Array(channels);
  const most = new Float64Array(channels);
  numbers.forEach((number, i) => {
    const channel = i % channels;
    squares[channel]! += number * number;
    most[channel] = Math.max(most[channel]!, Math.abs(number));
  });
  return Float32Array.from(squares, (sum, channel) =>
    Math.max(
      part * Math.sqrt((sum * channels) / numbers.length),
      most[channel]! / mostSteps,
      leastStep,
    ),
  );
}
