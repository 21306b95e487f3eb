/** The playground's training in the labs worker: a step is an epoch. */
import type { Simulation } from '#lib/learn/simulation.ts';
import type { DataChoice } from './data.ts';
import { createGrid } from './grid.ts';
import { Training, type Score, type Structure, type Tuning } from './training.ts';

export type Watched = readonly [layer: number, unit: number];

export interface PlaygroundSettings {
  readonly structure: Structure;
  readonly tuning: Tuning;
  readonly data: DataChoice;
  readonly watched: Watched | undefined;
}

/** Any part of the settings but the structure. */
export type PlaygroundChange = Partial<Omit<PlaygroundSettings, 'structure'>>;

/** One point of the curves. */
export interface Moment {
  readonly epoch: number;
  readonly train: Score;
  readonly test: Score;
}

export interface PlaygroundView {
  readonly layers: readonly number[];
  /** Of `Network`: layer by layer weights [inputs × units], then biases. */
  readonly parameters: Float64Array;
  readonly train: Score;
  readonly test: Score;
  readonly full: Float32Array;
  readonly small: readonly (readonly Float32Array[])[];
  readonly watched: Watched | undefined;
  readonly curves: readonly Moment[];
  /** The parameters have left the numbers. */
  readonly diverged: boolean;
}

const longestCurve = 64;

export function simulate(
  settings: PlaygroundSettings,
): Simulation<PlaygroundView, PlaygroundChange> {
  const training = new Training(settings.structure, settings.tuning, settings.data);
  const grid = createGrid();
  let { watched } = settings;
  let epoch = 0;
  let every = 1;
  let curves: Moment[] = [];
  const remember = () => {
    curves.push({ epoch, ...training.score() });
    if (curves.length <= longestCurve) return;
    // Twice as long a time in as many points.
    every *= 2;
    curves = curves.filter((moment) => moment.epoch % every === 0);
  };
  remember();
  return {
    step() {
      if (training.hasDiverged) return false;
      training.runEpoch();
      epoch++;
      if (epoch % every === 0) remember();
      return true;
    },
    view: () => ({
      layers: settings.structure.layers,
      parameters: training.network.parameters.slice(),
      ...training.score(),
      ...training.fields(grid, watched),
      watched,
      curves,
      diverged: training.hasDiverged,
    }),
    change(change) {
      if (change.tuning) training.tuning = change.tuning;
      if (change.data) training.data = change.data;
      if ('watched' in change) watched = change.watched;
    },
  };
}
