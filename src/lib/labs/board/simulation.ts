/** A small network that learns two moons, batch by batch: something to put on the Board. */
import { createNetwork } from '#lib/maths/network.ts';
import { createOptimiser } from '#lib/maths/optimisers.ts';
import { makePoints, somePoints } from '#lib/maths/points.ts';
import { Random } from '#lib/maths/random.ts';
import type { Simulation } from '#lib/learn/simulation.ts';

export const optimisers = ['sgd', 'momentum', 'adam'] as const;

export interface TrainSettings {
  readonly optimiser: (typeof optimisers)[number];
  readonly rate: number;
  readonly batch: number;
  /** Units of each of the two hidden layers. */
  readonly hidden: number;
  readonly seed: number;
}

/** What is recorded after one batch. */
export interface Noted {
  readonly step: number;
  /** Of this batch alone: why it is noisy. */
  readonly loss: number;
  /** Every {@link validateEvery} steps. */
  readonly validation?: { readonly loss: number; readonly accuracy: number } | undefined;
  /** Every {@link lookEvery} steps: by layer. */
  readonly weights?: readonly Float64Array[] | undefined;
  readonly gradients?: readonly Float64Array[] | undefined;
}

export interface TrainView {
  /** Everything since the last view. */
  readonly noted: readonly Noted[];
  /** At the end: what the last hidden layer makes of each validation point. */
  readonly hidden?: HiddenPoints | undefined;
}

export interface HiddenPoints {
  readonly dimensions: number;
  readonly vectors: Float32Array<ArrayBuffer>;
  readonly labels: readonly number[];
  /** [count × 2]: where each point lies. */
  readonly places: readonly number[];
}

export const steps = 400;
export const validateEvery = 5;
export const lookEvery = 10;
const training = 160;
const validating = 120;
/** Spread enough that no network tells the last ones apart. */
const noise = 0.08;

export function simulate({
  optimiser: name,
  rate,
  batch,
  hidden,
  seed,
}: TrainSettings): Simulation<TrainView> {
  // One set of points for all runs: what differs between them is what was set otherwise.
  const points = makePoints('moons', { count: training + validating, noise, seed: 7 });
  // To about unit variance, as any input should be.
  for (let i = 0; i < points.x.length; i++) points.x[i]! *= 2;
  const learnt = somePoints(points, 0, training);
  const held = somePoints(points, training, training + validating);
  const network = createNetwork({
    inputs: 2,
    layers: [
      { units: hidden, activation: 'tanh' },
      { units: hidden, activation: 'tanh' },
      { units: 1 },
    ],
    loss: 'logistic',
    initialisation: 'xavier',
    seed,
  });
  const optimiser = createOptimiser(name, rate, network.parameters.length);
  const random = new Random(seed + 1);
  const x = new Float64Array(2 * batch);
  const y = new Float64Array(batch);
  let noted: Noted[] = [];
  let step = 0;
  let last: HiddenPoints | undefined;

  const draw = () => {
    for (let row = 0; row < batch; row++) {
      const i = random.below(training);
      x.set(learnt.x.subarray(2 * i, 2 * i + 2), 2 * row);
      y[row] = learnt.labels[i]!;
    }
  };

  return {
    step() {
      if (step >= steps) return false;
      draw();
      step++;
      const { loss, gradient } = network.gradient(x, y, batch);
      const looks = step === 1 || step % lookEvery === 0;
      const gradients = looks
        ? network.layers.map(({ weightsAt, biasAt }) => gradient.slice(weightsAt, biasAt))
        : undefined;
      optimiser.step(network.parameters, gradient);
      noted.push({
        step,
        loss,
        gradients,
        weights: looks ? network.layers.map(({ weights }) => weights.slice()) : undefined,
        validation: step === 1 || step % validateEvery === 0 ? validate() : undefined,
      });
      if (step === steps) last = look();
      return undefined;
    },
    view() {
      const view = { noted, hidden: last };
      noted = [];
      return view;
    },
  };

  function validate() {
    const { loss, accuracy } = network.evaluate(held.x, held.labels, validating);
    return { loss, accuracy: accuracy ?? 0 };
  }

  function look(): HiddenPoints {
    const made = network.forward(held.x, validating)[1]!.post.subarray(0, validating * hidden);
    return {
      dimensions: hidden,
      vectors: Float32Array.from(made),
      labels: Array.from(held.labels),
      places: Array.from(held.x),
    };
  }
}
