/** A deep network from its first weights on: what goes up through its layers, and what comes back. */
import { binValues } from '#lib/charts/histogram.ts';
import type { Simulation } from '#lib/learn/simulation.ts';
import { createNetwork, type LayerShape, type NetworkGradient } from '#lib/maths/network.ts';
import { clipByNorm, normOf } from '#lib/maths/network/penalty.ts';
import { createOptimiser } from '#lib/maths/optimisers.ts';
import { makePoints } from '#lib/maths/points.ts';
import { Random } from '#lib/maths/random.ts';
import { Thinned } from '#lib/maths/thinned.ts';
import { activationLimits, bins, gradientLimits, width } from './setup.ts';
import type { LayerView, Settings, View } from './setup.ts';

const points = 96;
const batch = 32;

export function simulate(settings: Settings): Simulation<View> {
  const { depth, activation, initialisation, gain, seed, normalisation } = settings;
  const { x, labels } = makePoints(settings.set, { count: points, noise: 0.04, seed: 7 });
  const layers = Array.from({ length: depth }, (_, l): LayerShape => ({
    units: width,
    activation,
    normalisation,
    // The first has two inputs, so nothing can be added to it unchanged.
    residual: settings.residual && l > 0,
  }));
  const network = createNetwork({
    inputs: 2,
    layers: [...layers, { units: 1 }],
    loss: 'logistic',
    initialisation,
    gain,
    seed,
  });
  const { parameters } = network;
  const optimiser = createOptimiser('sgd', settings.rate, parameters.length);
  const random = new Random(seed * 8 + 5);
  const order = Int32Array.from({ length: points }, (_, i) => i);
  const history = new Thinned();
  /** The last hundred losses, the newest last. */
  const recent: number[] = [];
  let at = points;
  let steps = 0;
  let broken = false;
  let loss = Number.NaN;
  let accuracy = 0;
  const batchX = new Float64Array(batch * 2);
  const batchY = new Float64Array(batch);

  const take = () => {
    if (at + batch > points) {
      random.shuffle(order);
      at = 0;
    }
    for (let i = 0; i < batch; i++) {
      const row = order[at + i]!;
      batchX[2 * i] = x[2 * row]!;
      batchX[2 * i + 1] = x[2 * row + 1]!;
      batchY[i] = labels[row]!;
    }
    at += batch;
  };

  /** The network stands where the gradient was taken; `moved`: where it stands after. */
  const look = (made: NetworkGradient, moved: Float64Array): LayerView[] => {
    const limits = activationLimits(activation);
    return network.layers.map((layer, l) => {
      const { post, pre } = made.activations[l]!;
      // The last gives probabilities; its sums say more.
      const shown = l < depth ? post : pre;
      const gradient = made.gradient.subarray(layer.weightsAt, layer.biasAt);
      const next = moved.subarray(layer.weightsAt, layer.biasAt);
      const mean = shown.reduce((sum, value) => sum + value, 0) / shown.length;
      const moving = gradient.filter((g) => g !== 0);
      const edge = l < depth ? limits : ([-3, 3] as const);
      return {
        mean,
        deviation: Math.sqrt(
          shown.reduce((sum, value) => sum + (value - mean) ** 2, 0) / shown.length,
        ),
        activations: binValues(clamped(shown, edge), edge, bins).counts,
        gradients: binValues(
          clamped(
            moving.map((g) => Math.log10(Math.abs(g))),
            gradientLimits,
          ),
          gradientLimits,
          bins,
        ).counts,
        still: 1 - moving.length / gradient.length,
        norm: normOf(gradient),
        change: normOf(layer.weights.map((w, i) => next[i]! - w)) / (normOf(layer.weights) || 1),
        largestWeight: next.reduce((most, w) => Math.max(most, Math.abs(w)), 0),
      };
    });
  };

  /** What the last batch found: its gradient is worked out again for a view, from these. */
  let before = parameters.slice();
  let statistics = network.statistics.slice();

  const note = (batchLoss: number) => {
    const score = network.evaluate(x, labels, points);
    loss = score.loss;
    accuracy = score.accuracy!;
    broken = !Number.isFinite(loss) || parameters.some((value) => !Number.isFinite(value));
    history.add(steps, broken ? Number.NaN : loss);
    recent.push(batchLoss);
    if (recent.length > 101) recent.shift();
  };
  take();
  note(network.gradient(batchX, batchY, batch, random).loss);

  return {
    step() {
      if (broken) return false;
      if (steps > 0) take();
      before = parameters.slice();
      statistics = network.statistics.slice();
      const { gradient, loss: batchLoss } = network.gradient(batchX, batchY, batch, random);
      if (settings.clip) clipByNorm(gradient, 1);
      optimiser.step(parameters, gradient);
      steps++;
      note(batchLoss);
      return true;
    },
    view() {
      const after = { parameters: parameters.slice(), statistics: network.statistics.slice() };
      parameters.set(before);
      network.statistics.set(statistics);
      const layerViews = look(network.gradient(batchX, batchY, batch, random), after.parameters);
      parameters.set(after.parameters);
      network.statistics.set(after.statistics);
      const late = recent.slice(-21);
      const moves = late.slice(1).map((one, i) => Math.abs(one - late[i]!));
      const weights = network.layers.flatMap((layer) => [...layer.weights]);
      return {
        losses: history.shown(),
        loss,
        accuracy,
        layers: layerViews,
        nearZero: weights.filter((w) => Math.abs(w) < 1e-3).length / weights.length,
        unrest: moves.length > 0 ? moves.reduce((sum, one) => sum + one, 0) / moves.length : 0,
        fell: recent.length > 100 ? recent[0]! - recent.at(-1)! : undefined,
        broken,
      };
    },
  };
}

const clamped = (values: Float64Array, [least, most]: readonly [number, number]): Float64Array =>
  values.map((value) => Math.min(most, Math.max(least, value)));
