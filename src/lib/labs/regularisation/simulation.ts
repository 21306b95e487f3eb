/** A network that learns few points, with everything that keeps it from learning them by heart. */
import type { Simulation } from '#lib/learn/simulation.ts';
import { createNetwork } from '#lib/maths/network.ts';
import { addPenalty, shrinkWeights } from '#lib/maths/network/penalty.ts';
import { createOptimiser } from '#lib/maths/optimisers.ts';
import { Random } from '#lib/maths/random.ts';
import { Thinned } from '#lib/maths/thinned.ts';
import { mostEpochs, patience, pointsOf, reach, side } from './setup.ts';
import type { Change, Score, Settings, View } from './setup.ts';

const batch = 10;
const rate = 0.01;

export function simulate(settings: Settings): Simulation<View, Change> {
  const { count, seed, dropout, jitter } = settings;
  const train = pointsOf(settings, 0);
  const validation = pointsOf(settings, 1);
  const hidden = { units: 32, activation: 'tanh', dropout } as const;
  const network = createNetwork({
    inputs: 2,
    layers: [hidden, hidden, { units: 1 }],
    loss: 'logistic',
    initialisation: 'xavier',
    gain: 1.5,
    seed,
  });
  const { parameters } = network;
  const optimiser = createOptimiser('adam', rate, parameters.length);
  const random = new Random(seed * 8 + 5);
  const order = Int32Array.from({ length: count }, (_, i) => i);
  const penalty = { l1: 0, l2: settings.l2 / count };
  const history = new Thinned();
  let epoch = 0;
  let best = { epoch: 0, loss: Infinity, parameters: parameters.slice() };
  let kept = false;
  let opened = false;
  const scoreOf = ({ x, labels }: typeof train): Score => {
    const { loss, accuracy } = network.evaluate(x, labels, labels.length);
    return { loss, accuracy: accuracy! };
  };
  let scores = { train: scoreOf(train), validation: scoreOf(validation) };
  const note = () => {
    scores = { train: scoreOf(train), validation: scoreOf(validation) };
    history.add(epoch, scores.train.loss, scores.validation.loss);
    if (scores.validation.loss < best.loss) {
      best = { epoch, loss: scores.validation.loss, parameters: parameters.slice() };
    }
  };
  note();

  const learn = (rows: Int32Array) => {
    const x = new Float64Array(rows.length * 2);
    const y = new Float64Array(rows.length);
    rows.forEach((row, i) => {
      x[2 * i] = train.x[2 * row]! + jitter * random.normal();
      x[2 * i + 1] = train.x[2 * row + 1]! + jitter * random.normal();
      y[i] = train.labels[row]!;
    });
    const { gradient } = network.gradient(x, y, rows.length, random);
    addPenalty(network, penalty, gradient);
    optimiser.step(parameters, gradient);
    if (settings.l1 > 0) shrinkWeights(network, (rate * settings.l1) / count);
  };

  return {
    step() {
      if (epoch >= mostEpochs || kept) return false;
      random.shuffle(order);
      for (let at = 0; at < count; at += batch) learn(order.subarray(at, at + batch));
      epoch++;
      opened = false;
      note();
      if (settings.early && epoch - best.epoch >= patience) {
        parameters.set(best.parameters);
        scores = { train: scoreOf(train), validation: scoreOf(validation) };
        kept = true;
      }
      return true;
    },
    change(change) {
      opened = change === 'open';
    },
    view() {
      const weights = network.layers.flatMap((layer) => [...layer.weights]);
      return {
        field: fieldOf((x) => network.predict(x, side * side)),
        losses: history.shown(),
        ...scores,
        best: { epoch: best.epoch, loss: best.loss },
        kept,
        weights: Float32Array.from(weights),
        zeros: weights.filter((w) => w === 0).length,
        test: opened ? scoreOf(pointsOf(settings, 2)) : undefined,
      };
    },
  };
}

const grid = Float64Array.from({ length: side * side * 2 }, (_, i) => {
  const cell = i >> 1;
  const place = i % 2 === 0 ? cell % side : side - 1 - Math.floor(cell / side);
  return reach * ((2 * place + 1) / side - 1);
});

/** What is said of each place of the plane, from −1 to 1. */
const fieldOf = (predict: (x: Float64Array) => Float64Array): Float32Array =>
  Float32Array.from(predict(grid), (probability) => 2 * probability - 1);
