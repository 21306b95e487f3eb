/** What a model that somebody brings may ask for. Measured against what a phone can give. */
import { lastReaders, inputsOf, multiplyAddsOf } from '#lib/engine/graph/plan.ts';
import { shapeAfter, type MapShape } from '#lib/engine/graph/shapes.ts';
import { FailureError } from '#lib/failure/failure.ts';
import type { Network } from './network.ts';

export const limits = {
  /** Of model.json. */
  jsonBytes: 8 * 2 ** 20,
  /** Of the weights, as they came. */
  weightBytes: 256 * 2 ** 20,
  /** Numbers among them, however few bytes each has. */
  weights: 64 * 2 ** 20,
  nodes: 20_000,
  /** Of all activations together: a number for each channel can be made of one that is given. */
  channels: 2 ** 24,
  shards: 1000,
  /** Side of the picture in pixels. */
  side: { from: 16, to: 1024 },
  /** Numbers in one activation. */
  activation: 32 * 2 ** 20,
  /** Bytes of activations that are there at once. */
  activationBytes: 512 * 2 ** 20,
  multiplyAdds: 40e9,
  /** Labels that one model tells apart. */
  classes: 100_000,
} as const;

export interface Needs {
  /** Bytes of activations that are there at once, at most. */
  readonly activationBytes: number;
  readonly multiplyAdds: number;
}

/** What one picture costs. @throws FailureError `model-too-large` */
export function needsOf(network: Network, input: MapShape): Needs {
  const shapes = new Map([[network.input, input]]);
  const sizeOf = (name: string) => (shapes.get(name) ?? [0, 0, 0]).reduce((a, b) => a * b, 1);
  const spent = lastReaders(network.layers, [network.input, ...Object.values(network.outputs)]);
  let now = sizeOf(network.input);
  let most = now;
  let multiplyAdds = 0;
  network.layers.forEach((layer, i) => {
    const inputs = inputsOf(layer).map((name) => shapes.get(name) ?? ([0, 0, 0] as const));
    const after = shapeAfter(layer, inputs);
    shapes.set(layer.out, after);
    multiplyAdds += multiplyAddsOf(layer, after);
    now += sizeOf(layer.out);
    most = Math.max(most, now);
    for (const name of spent[i] ?? []) now -= sizeOf(name);
  });
  const needs = { activationBytes: 4 * most, multiplyAdds };
  for (const what of ['activationBytes', 'multiplyAdds'] as const) {
    if (needs[what] > limits[what])
      throw new FailureError('model-too-large', `${needs[what]} ${what}`);
  }
  return needs;
}
