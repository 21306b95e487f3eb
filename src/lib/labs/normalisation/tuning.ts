/** A search that trains: each step is one epoch of one trial. */
import type { Simulation } from '#lib/learn/simulation.ts';
import { createNetwork } from '#lib/maths/network.ts';
import { addPenalty } from '#lib/maths/network/penalty.ts';
import { createOptimiser } from '#lib/maths/optimisers.ts';
import { makePoints, type PointSet } from '#lib/maths/points.ts';
import { Random } from '#lib/maths/random.ts';
import { Search, type Strategy, type Trial } from './search.ts';

export interface TuningSettings {
  readonly strategy: Strategy;
  readonly set: PointSet;
  /** Epochs, of all trials together. */
  readonly budget: number;
  readonly seed: number;
}

export interface TuningView {
  /** What these trials are of: a page that has just asked for others can tell. */
  readonly of: TuningSettings;
  readonly trials: readonly Trial[];
  readonly spent: number;
  /** The trial that is being trained. */
  readonly now: number | undefined;
}

const count = 160;
const noise = 0.06;

export function simulate(of: TuningSettings): Simulation<TuningView> {
  const { strategy, set, budget, seed } = of;
  const search = new Search(strategy, budget, seed);
  // The three searches have the same points, and every trial the same first draw.
  const train = makePoints(set, { count, noise, seed: 11 });
  const validation = makePoints(set, { count, noise, seed: 12 });
  const begin = ({ config }: Trial) => {
    const hidden = { units: config.width, activation: 'tanh' } as const;
    const network = createNetwork({
      inputs: 2,
      layers: [hidden, hidden, { units: 1 }],
      loss: 'logistic',
      initialisation: 'xavier',
      seed,
    });
    return {
      network,
      optimiser: createOptimiser('adam', config.rate, network.parameters.length),
      order: Int32Array.from({ length: count }, (_, i) => i),
      random: new Random(seed * 8 + 5),
    };
  };
  const begun = new Map<number, ReturnType<typeof begin>>();

  const trainEpoch = (trial: Trial): number => {
    const one = begun.get(trial.id) ?? begin(trial);
    begun.set(trial.id, one);
    const { network, optimiser, order, random } = one;
    const { batch, l2 } = trial.config;
    random.shuffle(order);
    for (let at = 0; at < count; at += batch) {
      const rows = order.subarray(at, at + batch);
      const x = new Float64Array(rows.length * 2);
      const y = new Float64Array(rows.length);
      rows.forEach((row, i) => {
        x[2 * i] = train.x[2 * row]!;
        x[2 * i + 1] = train.x[2 * row + 1]!;
        y[i] = train.labels[row]!;
      });
      const { gradient } = network.gradient(x, y, rows.length);
      addPenalty(network, { l1: 0, l2 }, gradient);
      optimiser.step(network.parameters, gradient);
    }
    return network.evaluate(validation.x, validation.labels, count).loss;
  };

  return {
    step() {
      const trial = search.next();
      if (!trial) return false;
      search.report(trial.id, trainEpoch(trial));
      return search.next() !== undefined;
    },
    view: () => ({ of, trials: search.trials, spent: search.spent, now: search.next()?.id }),
  };
}
