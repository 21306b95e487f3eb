/** One network three times from the same weights: as it is, with batch and with layer normalisation. */
import { binValues } from '#lib/charts/histogram.ts';
import type { Simulation } from '#lib/learn/simulation.ts';
import { createNetwork } from '#lib/maths/network.ts';
import { createOptimiser } from '#lib/maths/optimisers.ts';
import { makePoints } from '#lib/maths/points.ts';
import { Random } from '#lib/maths/random.ts';
import { Thinned } from '#lib/maths/thinned.ts';
import { bins, methods, preLimits, width } from './setup.ts';
import type { Method, NetworkView, Settings, View } from './setup.ts';

const points = 128;

export function simulate(settings: Settings): Simulation<View> {
  const { depth, activation, gain, batch, seed } = settings;
  const { x, labels } = makePoints(settings.set, { count: points, noise: 0.04, seed: 7 });
  const order = Int32Array.from({ length: points }, (_, i) => i);
  const random = new Random(seed * 8 + 5);
  const batchX = new Float64Array(batch * 2);
  const batchY = new Float64Array(batch);
  const history = new Thinned();
  let at = points;
  let steps = 0;

  const three = methods.map((method) => {
    const network = createNetwork({
      inputs: 2,
      layers: [
        ...Array.from({ length: depth }, () => ({
          units: width,
          activation,
          normalisation: method === 'none' ? undefined : method,
        })),
        { units: 1 },
      ],
      loss: 'logistic',
      initialisation: 'xavier',
      gain,
      seed,
    });
    const optimiser = createOptimiser('sgd', settings.rate, network.parameters.length);
    return { network, optimiser, loss: Number.NaN, accuracy: 0, broken: false };
  });
  type One = (typeof three)[number];

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
  const note = () => {
    for (const one of three) {
      if (one.broken) continue;
      const { loss, accuracy } = one.network.evaluate(x, labels, points);
      one.broken = !Number.isFinite(loss);
      one.loss = loss;
      one.accuracy = accuracy!;
    }
    history.add(steps, ...three.map(({ loss }) => loss));
  };
  // So that the running statistics of the batch normalisation are those of its first weights.
  for (const { network } of three) {
    for (let i = 0; i < 40; i++) network.forward(x, points, random);
  }
  note();

  const show = ({ network, loss, accuracy, broken }: One): NetworkView => {
    const made = network.forward(x, points);
    return {
      loss,
      accuracy,
      broken,
      layers: made.slice(0, depth).map(({ pre }) => {
        const mean = pre.reduce((sum, z) => sum + z, 0) / pre.length;
        const variance = pre.reduce((sum, z) => sum + (z - mean) ** 2, 0) / pre.length;
        const [least, most] = preLimits;
        const inside = pre.map((z) => Math.min(most, Math.max(least, z)));
        return {
          counts: binValues(inside, preLimits, bins).counts,
          mean,
          deviation: Math.sqrt(variance),
        };
      }),
    };
  };

  return {
    step() {
      take();
      for (const { network, optimiser, broken } of three) {
        if (broken) continue;
        optimiser.step(
          network.parameters,
          network.gradient(batchX, batchY, batch, random).gradient,
        );
      }
      steps++;
      note();
      return three.some(({ broken }) => !broken);
    },
    view: () => ({
      networks: Object.fromEntries(methods.map((method, i) => [method, show(three[i]!)])) as Record<
        Method,
        NetworkView
      >,
      losses: history.shown(),
    }),
  };
}
