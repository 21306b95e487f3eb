/** One network from one beginning, once for each optimiser, on the same batches of points. */
import type { Simulation } from '#lib/learn/simulation.ts';
import { createNetwork } from '#lib/maths/network.ts';
import { createOptimiser } from '#lib/maths/optimisers.ts';
import { Random } from '#lib/maths/random.ts';
import { Thinned } from '#lib/maths/thinned.ts';
import { batch, mostSteps, pointCount, racePoints, reach, side } from './network-race.ts';
import type { NetworkRaceSettings, NetworkRaceView } from './network-race.ts';

/** The loss over all points costs as much as some steps: it is taken at every so many. */
const lookEvery = 5;

export function simulate(settings: NetworkRaceSettings): Simulation<NetworkRaceView> {
  const { seed, entrants } = settings;
  const { x: points, labels } = racePoints(settings);
  const grid = squares();
  const hidden = { units: 16, activation: 'tanh' } as const;
  const runners = entrants.map(({ name, rate, tuned }) => {
    const network = createNetwork({
      inputs: 2,
      layers: [hidden, hidden, { units: 1 }],
      loss: 'logistic',
      initialisation: 'xavier',
      // Inputs are small; without it all of them stand on a level stretch for hundreds of steps.
      gain: 2.5,
      seed,
    });
    const size = network.parameters.length;
    return { name, network, optimiser: createOptimiser(name, rate, size, undefined, tuned) };
  });
  const random = new Random(seed + 2 ** 33);
  const order = Int32Array.from({ length: pointCount }, (_, i) => i);
  const x = new Float64Array(2 * batch);
  const y = new Float64Array(batch);
  const losses = new Thinned();
  let place = pointCount;
  let steps = 0;
  let scores: readonly { loss: number; accuracy: number }[] = [];

  const look = () => {
    scores = runners.map(({ network }) => {
      const { loss, accuracy } = network.evaluate(points, labels, pointCount);
      return { loss, accuracy: accuracy! };
    });
    losses.add(steps / lookEvery, ...scores.map(({ loss }) => loss));
  };
  look();

  return {
    step() {
      if (steps >= mostSteps || runners.length === 0) return false;
      if (place >= pointCount) {
        random.shuffle(order);
        place = 0;
      }
      for (let i = 0; i < batch; i++) {
        const row = order[place + i]!;
        x[2 * i] = points[2 * row]!;
        x[2 * i + 1] = points[2 * row + 1]!;
        y[i] = labels[row]!;
      }
      place += batch;
      for (const { network, optimiser } of runners) {
        optimiser.step(network.parameters, network.gradient(x, y, batch).gradient);
      }
      steps++;
      if (steps % lookEvery === 0) look();
      return true;
    },
    view() {
      const { steps: looks, series } = losses.shown();
      return {
        losses: { steps: looks.map((at) => at * lookEvery), series },
        standings: runners.map(({ name, network }, i) => ({
          name,
          ...scores[i]!,
          field: Float32Array.from(network.predict(grid, side * side), (p) => 2 * p - 1),
        })),
      };
    },
  };
}

/** The middles of a field's squares. */
function squares(): Float64Array<ArrayBuffer> {
  const grid = new Float64Array(2 * side * side);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const at = 2 * (row * side + column);
      grid[at] = reach * ((2 * column + 1) / side - 1);
      grid[at + 1] = reach * (1 - (2 * row + 1) / side);
    }
  }
  return grid;
}
