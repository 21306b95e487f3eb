/**
 * One hidden layer that comes near to a curve: f̂(x) = Σ vⱼ·g(wⱼ·x + bⱼ) + c, trained on the curve's
 * knots by Adam with steps that become smaller (Cybenko, 1989, and Hornik, 1991, say that it can).
 */
import type { Simulation } from '#lib/learn/simulation.ts';
import { createNetwork } from '#lib/maths/network.ts';
import { createOptimiser } from '#lib/maths/optimisers.ts';
import { Random } from '#lib/maths/random.ts';
import type { Bend } from './choices.ts';
import { knots, knotX } from './curves.ts';

export interface ApproximationSettings {
  readonly width: number;
  readonly activation: Bend;
  readonly seed: number;
  /** Heights at the knots. */
  readonly curve: readonly number[];
}

export interface ApproximationChange {
  readonly curve: readonly number[];
}

export interface ApproximationView {
  /** f̂ at `samples` places evenly on −1 … 1. */
  readonly sum: Float32Array;
  /** For each neuron what it adds, vⱼ·g(…), at the same places. */
  readonly parts: readonly Float32Array[];
  /** Root mean square error at the knots. */
  readonly error: number;
  readonly worst: number;
}

export const samples = 129;
const roundsOfStep = 10;
const firstRate = 0.03;
/** Rounds after which the steps are half as big. */
const halfAfter = 1500;
/** How steep the neurons are at first. */
const steepness: Readonly<Record<Bend, number>> = { tanh: 4, relu: 1 };

export function simulateApproximation({
  width,
  activation,
  seed,
  curve: first,
}: ApproximationSettings): Simulation<ApproximationView, ApproximationChange> {
  let curve = Float64Array.from(first);
  const network = createNetwork({
    inputs: 1,
    layers: [{ units: width, activation }, { units: 1 }],
    loss: 'squared',
    initialisation: 'xavier',
    seed,
  });
  const { parameters } = network;
  const [hidden, output] = network.layers;
  spreadBends();
  const x = Float64Array.from({ length: knots }, (_, knot) => knotX(knot));
  const grid = Float64Array.from({ length: samples }, (_, i) => (2 * i) / (samples - 1) - 1);
  let optimiser = createOptimiser('adam', firstRate, parameters.length);
  let rounds = 0;

  /** Every neuron bends somewhere on the curve, not all of them at 0. */
  function spreadBends() {
    const random = new Random(seed);
    for (let j = 0; j < width; j++) {
      const centre = ((j + random.next()) / width) * 2 - 1;
      const slope =
        (random.below(2) === 0 ? 1 : -1) * steepness[activation] * (0.6 + random.next());
      hidden!.weights[j] = slope;
      hidden!.bias[j] = -slope * centre;
      output!.weights[j] = (0.2 * random.normal()) / Math.sqrt(width);
    }
  }

  function errors() {
    const post = network.predict(x, knots);
    let sum = 0;
    let worst = 0;
    for (let i = 0; i < knots; i++) {
      const error = Math.abs(post[i]! - curve[i]!);
      sum += error ** 2;
      worst = Math.max(worst, error);
    }
    return { error: Math.sqrt(sum / knots), worst };
  }

  return {
    step() {
      for (let round = 0; round < roundsOfStep; round++) {
        optimiser.step(parameters, network.gradient(x, curve, knots).gradient);
      }
      rounds += roundsOfStep;
      const rate = firstRate / (1 + rounds / halfAfter);
      optimiser = createOptimiser('adam', rate, parameters.length, optimiser.state);
    },
    view() {
      const [inner, outer] = network.forward(grid, samples);
      const parts = Array.from({ length: width }, (_, j) =>
        Float32Array.from(
          { length: samples },
          (_, i) => output!.weights[j]! * inner!.post[i * width + j]!,
        ),
      );
      return { sum: Float32Array.from(outer!.post.subarray(0, samples)), parts, ...errors() };
    },
    change(change) {
      curve = Float64Array.from(change.curve);
      // A new curve is a new task: the steps are big again.
      rounds = 0;
    },
  };
}
