/**
 * Three ways to spend one budget of epochs on settings: a grid, random draws (Bergstra and Bengio,
 * 2012), and successive halving (Jamieson and Talwalkar, 2016), which begins with many and lets the
 * better half go on. Pure.
 */
import { Random } from '#lib/maths/random.ts';

export const strategies = ['grid', 'random', 'halving'] as const;
export type Strategy = (typeof strategies)[number];

/** What is searched. */
export interface Config {
  readonly rate: number;
  /** Neurons of each of two hidden layers. */
  readonly width: number;
  readonly l2: number;
  readonly batch: number;
}

export interface Range {
  readonly key: keyof Config;
  readonly least: number;
  readonly most: number;
  readonly whole: boolean;
}

/** Each is searched by ratio, not by difference. */
export const space: readonly Range[] = [
  { key: 'rate', least: 1e-4, most: 1, whole: false },
  { key: 'width', least: 2, most: 32, whole: true },
  { key: 'l2', least: 1e-5, most: 1, whole: false },
  { key: 'batch', least: 8, most: 128, whole: true },
];

/** Epochs of a trial that is taken to its end. */
export const fullEpochs = 32;
/** Epochs after which successive halving lets half of the trials go: the last is the end. */
export const rungs = [4, 8, 16, 32] as const;

export interface Trial {
  readonly id: number;
  readonly config: Config;
  readonly epochs: number;
  /** On the validation set, after its last epoch; not finite: it left the numbers. Undefined before the first. */
  readonly loss: number | undefined;
  /** It goes no further. */
  readonly over: boolean;
}

/** By ratio: 0 gives the least, 1 the most. */
export const at = ({ least, most, whole }: Range, share: number): number => {
  const value = least * (most / least) ** share;
  return whole ? Math.round(value) : value;
};

const configOf = (shareOf: (range: Range, place: number) => number): Config =>
  Object.fromEntries(
    space.map((range, place) => [range.key, at(range, shareOf(range, place))]),
  ) as unknown as Config;

/**
 * How many levels each of the four gets, so that their product is `trials` at most: one more in
 * turns, the learning rate first.
 */
export function gridLevels(trials: number): readonly number[] {
  const levels = space.map(() => 1);
  const size = () => levels.reduce((product, level) => product * level, 1);
  for (let grown = true; grown;) {
    grown = false;
    for (let place = 0; place < levels.length; place++) {
      levels[place]!++;
      if (size() <= trials) grown = true;
      else levels[place]!--;
    }
  }
  return levels;
}

/** The settings that a strategy begins with, for a budget of epochs. */
export function drawConfigs(strategy: Strategy, budget: number, seed: number): Config[] {
  const random = new Random(seed * 8 + strategies.indexOf(strategy));
  if (strategy === 'grid') {
    const levels = gridLevels(Math.floor(budget / fullEpochs));
    const count = levels.reduce((product, level) => product * level, 1);
    return Array.from({ length: count }, (_, i) => {
      let rest = i;
      return configOf((_range, place) => {
        const level = rest % levels[place]!;
        rest = Math.floor(rest / levels[place]!);
        // In the middles, so that a single level is not an edge.
        return (level + 0.5) / levels[place]!;
      });
    });
  }
  const count = strategy === 'random' ? Math.floor(budget / fullEpochs) : halvingTrials(budget);
  return Array.from({ length: count }, () => configOf(() => random.next()));
}

/** How many go on at each rung, and what that costs in all. */
function halvingCost(trials: number): number {
  let cost = 0;
  let alive = trials;
  rungs.forEach((epochs, rung) => {
    cost += alive * (epochs - (rung > 0 ? rungs[rung - 1]! : 0));
    alive = Math.ceil(alive / 2);
  });
  return cost;
}

/** As many as the budget lets begin. */
export function halvingTrials(budget: number): number {
  let trials = 1;
  while (halvingCost(trials + 1) <= budget) trials++;
  return trials;
}

/** Which trial is next, told the loss of each epoch that was trained. */
export class Search {
  readonly #strategy: Strategy;
  #trials: Trial[];
  #rung = 0;
  #spent = 0;

  constructor(strategy: Strategy, budget: number, seed: number) {
    this.#strategy = strategy;
    this.#trials = drawConfigs(strategy, budget, seed).map((config, id) => ({
      id,
      config,
      epochs: 0,
      loss: undefined,
      over: false,
    }));
  }

  get trials(): readonly Trial[] {
    return this.#trials;
  }

  /** Epochs so far, of all trials together. */
  get spent(): number {
    return this.#spent;
  }

  /** Undefined: the search is over. */
  next(): Trial | undefined {
    const goal = this.#strategy === 'halving' ? rungs[this.#rung]! : fullEpochs;
    const found = this.#trials.find(({ over, epochs }) => !over && epochs < goal);
    if (found || this.#strategy !== 'halving' || this.#rung === rungs.length - 1) return found;
    this.#halve();
    this.#rung++;
    return this.next();
  }

  /** One more epoch of a trial was trained. */
  report(id: number, loss: number): void {
    this.#spent++;
    this.#trials = this.#trials.map((trial) => {
      if (trial.id !== id) return trial;
      const epochs = trial.epochs + 1;
      return { ...trial, epochs, loss, over: epochs >= fullEpochs };
    });
  }

  /** The better half goes on; what has left the numbers is behind everything. */
  #halve(): void {
    const alive = this.#trials.filter(({ over }) => !over).sort(byLoss);
    const out = new Set(alive.slice(Math.ceil(alive.length / 2)).map(({ id }) => id));
    this.#trials = this.#trials.map((trial) =>
      out.has(trial.id) ? { ...trial, over: true } : trial,
    );
  }
}

const rank = ({ loss }: Trial) => (loss !== undefined && Number.isFinite(loss) ? loss : Infinity);
/** The least loss first; among equals, whichever began first. */
export const byLoss = (a: Trial, b: Trial): number =>
  rank(a) === rank(b) ? a.id - b.id : rank(a) - rank(b);
