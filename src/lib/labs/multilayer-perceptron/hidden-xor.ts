/** XOR and two hidden neurons: the smallest network that can, and the space in which it does. Pure. */
import { createNetwork } from '#lib/maths/network.ts';
import { createOptimiser } from '#lib/maths/optimisers.ts';
import { Random } from '#lib/maths/random.ts';
import { sigmoid, type Line, type Transformation } from '../two-spaces/spaces.ts';
import type { HiddenActivation } from './choices.ts';
import { toRows, type DataPoint } from './data.ts';

/** The input space is seen from −limit to limit. */
export const xorLimit = 1.6;
const pointsOfCorner = 10;

const rate = 0.05;

/** x₁, x₂, x₁ XOR x₂; −1 stands for 0. */
export const xorCorners = [
  [-1, -1, 0],
  [-1, 1, 1],
  [1, -1, 1],
  [1, 1, 0],
] as const;

/** Four clouds at the corners; class A where the signs differ. */
export const xorPoints: readonly DataPoint[] = (() => {
  const random = new Random(1);
  return xorCorners.flatMap(([x, y, label]) =>
    Array.from({ length: pointsOfCorner }, () => ({
      x: x + 0.13 * random.normal(),
      y: y + 0.13 * random.normal(),
      label,
    })),
  );
})();

export interface HiddenState {
  /** The hidden layer as a transformation: (x₁, x₂) → (a₁, a₂). */
  readonly phi: Transformation;
  /** The output neuron. */
  readonly line: Line;
  readonly loss: number;
  readonly accuracy: number;
}

/** Where activations of a kind can be. */
export const windowOf = (activation: HiddenActivation) => {
  const [least, most] = { tanh: [-1.15, 1.15], sigmoid: [-0.1, 1.1], relu: [-0.4, 4] }[activation];
  const range = [least!, most!] as const;
  return { u: range, v: range };
};

export function createHiddenXor(activation: HiddenActivation, seed: number) {
  const network = createNetwork({
    inputs: 2,
    layers: [{ units: 2, activation }, { units: 1 }],
    loss: 'logistic',
    initialisation: 'large',
    seed,
  });
  const begin = () => createOptimiser('adam', rate, network.parameters.length);
  let optimiser = begin();
  const { x, y, count } = toRows(xorPoints);
  return {
    /** As it was made. */
    begin() {
      network.initialise(seed);
      optimiser = begin();
    },
    /** One epoch, all points at once. */
    step() {
      optimiser.step(network.parameters, network.gradient(x, y, count).gradient);
    },
    /** A copy of what the network is now. */
    state(): HiddenState {
      const [hidden, output] = network.layers;
      const w = hidden!.weights.slice();
      const b = hidden!.bias.slice();
      const bend = { tanh: Math.tanh, sigmoid, relu: (z: number) => Math.max(0, z) }[activation];
      const { loss, accuracy = Number.NaN } = network.evaluate(x, y, count);
      return {
        // Weights lie input by input: from input i to unit j at 2·i + j.
        phi: (x1, x2) => [
          bend(w[0]! * x1 + w[2]! * x2 + b[0]!),
          bend(w[1]! * x1 + w[3]! * x2 + b[1]!),
        ],
        line: { w1: output!.weights[0]!, w2: output!.weights[1]!, b: output!.bias[0]! },
        loss,
        accuracy,
      };
    },
  };
}
