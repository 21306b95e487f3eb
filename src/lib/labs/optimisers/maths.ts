/** Surfaces to race on: their height, their slope, and where the race begins. Pure. */

export const surfaces = ['bowl', 'ravine', 'saddle', 'rosenbrock', 'plateau'] as const;
export type SurfaceName = (typeof surfaces)[number];

export type Place = readonly [x: number, y: number];
type Limits = readonly [number, number];

export interface Terrain {
  readonly height: (x: number, y: number) => number;
  /** (∂f/∂x, ∂f/∂y) */
  readonly slope: (x: number, y: number) => Place;
  readonly xLimits: Limits;
  readonly yLimits: Limits;
  readonly start: Place;
  /** Its lowest places; the height there is 0 in all of these surfaces. */
  readonly lowest: readonly Place[];
  /** How its level lines are spread: see the charts' `levelsOf`. */
  readonly bend: number;
}

const square = [-4, 4] as const;
const logistic = (z: number): number => 1 / (1 + Math.exp(-z));

/** The well and the cliff of the plateau. */
const well = { x: -2.4, width: 1 };
const cliff = { x: 2.4, steep: 3, high: 0.5 };
/** What the far foot of the cliff still adds at the bottom of the well is taken off, so that 0 is the least. */
const foot = cliff.high * logistic(cliff.steep * (well.x - cliff.x));

export const terrains: Readonly<Record<SurfaceName, Terrain>> = {
  /** ½·(x² + y²) */
  bowl: {
    height: (x, y) => (x * x + y * y) / 2,
    slope: (x, y) => [x, y],
    xLimits: square,
    yLimits: square,
    start: [-3, 2.5],
    lowest: [[0, 0]],
    bend: 2,
  },
  /** x²/20 + 2·y²: forty times as steep across as along. */
  ravine: {
    height: (x, y) => x ** 2 / 20 + 2 * y ** 2,
    slope: (x, y) => [x / 10, 4 * y],
    xLimits: square,
    yLimits: square,
    start: [-3.6, 1.2],
    lowest: [[0, 0]],
    bend: 2.6,
  },
  /** x² + 1 + cos(1.2·y): up on both sides of x, down on both sides of y. */
  saddle: {
    height: (x, y) => x ** 2 + 1 + Math.cos(1.2 * y),
    slope: (x, y) => [2 * x, -1.2 * Math.sin(1.2 * y)],
    xLimits: square,
    yLimits: square,
    // As good as on the ridge: exactly on it there is no way to fall.
    start: [-3.2, 0.0001],
    lowest: [
      [0, Math.PI / 1.2],
      [0, -Math.PI / 1.2],
    ],
    bend: 2,
  },
  /** (1 − x)²/10 + (y − x²)²: Rosenbrock's valley (1960) with a = 1 and b = 10, over 10. */
  rosenbrock: {
    height: (x, y) => (1 - x) ** 2 / 10 + (y - x * x) ** 2,
    slope: (x, y) => [-(1 - x) / 5 - 4 * x * (y - x * x), 2 * (y - x * x)],
    xLimits: [-2.2, 2.2],
    yLimits: [-1.2, 3.2],
    start: [-1.5, 2.4],
    lowest: [[1, 1]],
    bend: 3,
  },
  /** A cliff, a long level stretch, and a round well at its end. */
  plateau: {
    height: (x, y) =>
      1 -
      Math.exp(-(((x - well.x) ** 2 + y * y) / (2 * well.width ** 2))) +
      cliff.high * logistic(cliff.steep * (x - cliff.x)) -
      foot,
    slope: (x, y) => {
      const pull =
        Math.exp(-(((x - well.x) ** 2 + y * y) / (2 * well.width ** 2))) / well.width ** 2;
      const rise = logistic(cliff.steep * (x - cliff.x));
      return [(x - well.x) * pull + cliff.high * cliff.steep * rise * (1 - rise), y * pull];
    },
    xLimits: square,
    yLimits: square,
    start: [3, 0.4],
    lowest: [[well.x, 0]],
    bend: 1,
  },
};
