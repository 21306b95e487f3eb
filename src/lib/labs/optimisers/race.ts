/** Optimisers side by side on one surface, from one place, with one noise. Pure but for its own state. */
import {
  constantsOf,
  createOptimiser,
  type Optimiser,
  type OptimiserConstants,
  type OptimiserName,
} from '#lib/maths/optimisers.ts';
import { Random } from '#lib/maths/random.ts';
import type { Place, Terrain } from './maths.ts';
import { variablesOf, type Variable } from './variables.ts';

export interface Entrant {
  readonly name: OptimiserName;
  readonly rate: number;
  readonly tuned: Partial<OptimiserConstants>;
}

/** How one of them stands. */
export interface Standing {
  readonly name: OptimiserName;
  readonly path: readonly Place[];
  /** The surface's height at each place of the path. */
  readonly heights: readonly number[];
  readonly variables: readonly Variable[];
  /** Since which step it has been down all but a hundredth of the height; undefined: it is not. */
  readonly arrived: number | undefined;
  /** Gone where no number follows. */
  readonly isLost: boolean;
}

interface Runner {
  readonly entrant: Entrant;
  readonly optimiser: Optimiser;
  readonly at: Float64Array<ArrayBuffer>;
  readonly path: Place[];
  readonly heights: number[];
  gradient: Place;
  moved: Place;
  arrived: number | undefined;
  isLost: boolean;
}

/** Far outside every surface. */
const farthest = 1e6;

export class Race {
  readonly #terrain: Terrain;
  readonly #random: Random;
  readonly #noise: number;
  readonly #runners: readonly Runner[];
  #steps = 0;

  /** @param noise standard deviation of what is added to both parts of every gradient, the same for all */
  constructor(
    terrain: Terrain,
    entrants: readonly Entrant[],
    { start, noise, seed }: { start: Place; noise: number; seed: number },
  ) {
    this.#terrain = terrain;
    this.#random = new Random(seed);
    this.#noise = noise;
    this.#runners = entrants.map((entrant) => ({
      entrant,
      optimiser: createOptimiser(entrant.name, entrant.rate, 2, undefined, entrant.tuned),
      at: Float64Array.from(start),
      path: [start],
      heights: [terrain.height(...start)],
      gradient: terrain.slope(...start),
      moved: [0, 0],
      arrived: undefined,
      isLost: false,
    }));
  }

  step(): void {
    this.#steps++;
    const jolt = [this.#noise * this.#random.normal(), this.#noise * this.#random.normal()];
    for (const runner of this.#runners) {
      if (runner.isLost) continue;
      const [x, y] = [runner.at[0]!, runner.at[1]!];
      const [dx, dy] = this.#terrain.slope(x, y);
      const gradient = Float64Array.of(dx + jolt[0]!, dy + jolt[1]!);
      runner.optimiser.step(runner.at, gradient);
      const [u, v] = [runner.at[0]!, runner.at[1]!];
      if (!(Math.hypot(u, v) < farthest)) {
        runner.isLost = true;
        continue;
      }
      runner.gradient = [gradient[0]!, gradient[1]!];
      runner.moved = [u - x, v - y];
      runner.path.push([u, v]);
      runner.heights.push(this.#terrain.height(u, v));
      if (runner.heights.at(-1)! < 0.01 * runner.heights[0]!) runner.arrived ??= this.#steps;
      else runner.arrived = undefined;
    }
  }

  get standings(): readonly Standing[] {
    return this.#runners.map(
      ({ entrant, optimiser, at, path, heights, gradient, moved, arrived, isLost }) => ({
        name: entrant.name,
        path,
        heights,
        arrived,
        isLost,
        variables: variablesOf(entrant.name, {
          at: [at[0]!, at[1]!],
          gradient,
          moved,
          rate: entrant.rate,
          constants: { ...constantsOf(entrant.name), ...entrant.tuned },
          state: optimiser.state,
        }),
      }),
    );
  }
}
