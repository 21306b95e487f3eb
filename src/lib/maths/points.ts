/** Points on a plane in two classes, drawn from a seed: what small networks are tried on. Pure. */
import { Random } from './random.ts';

export const pointSets = ['line', 'gaussians', 'xor', 'circles', 'moons', 'spiral'] as const;
export type PointSet = (typeof pointSets)[number];

export interface Points {
  /** [count × 2], about −1..1 in both; noise may go beyond. */
  readonly x: Float64Array<ArrayBuffer>;
  /** 0 or 1, in turns, so that every beginning of the list has as many of both. */
  readonly labels: Int32Array<ArrayBuffer>;
}

export interface PointChoice {
  readonly count: number;
  /** Standard deviation of what is added to both coordinates. */
  readonly noise: number;
  readonly seed: number;
}

type Draw = (label: number, random: Random) => readonly [x: number, y: number];

const between = (least: number, most: number, random: Random) =>
  least + (most - least) * random.next();
const polar = (radius: number, angle: number) =>
  [radius * Math.cos(angle), radius * Math.sin(angle)] as const;

const draws: Readonly<Record<PointSet, Draw>> = {
  /** On either side of x + y = 0, with a gap. */
  line(label, random) {
    const side = label === 1 ? 1 : -1;
    const along = between(-0.9, 0.9, random);
    const away = side * between(0.08, 0.6, random);
    return [(along + away) / Math.SQRT2, (away - along) / Math.SQRT2];
  },
  gaussians(label, random) {
    const side = label === 1 ? 0.5 : -0.5;
    return [side + 0.18 * random.normal(), side + 0.18 * random.normal()];
  },
  /** 1 where the signs of x and y differ. */
  xor(label, random) {
    const a = between(0.08, 0.95, random);
    const b = between(0.08, 0.95, random);
    const sign = random.below(2) === 0 ? 1 : -1;
    return [sign * a, (label === 1 ? -sign : sign) * b];
  },
  /** 1 inside, 0 on the ring around. */
  circles(label, random) {
    const radius = label === 1 ? 0.45 * Math.sqrt(random.next()) : between(0.68, 0.95, random);
    return polar(radius, between(0, 2 * Math.PI, random));
  },
  /** Two half circles that reach into each other. */
  moons(label, random) {
    const [x, y] = polar(0.62, between(0, Math.PI, random));
    return label === 1 ? [x - 0.31, y - 0.16] : [0.31 - x, 0.16 - y];
  },
  /** Two arms of one turn and a half. */
  spiral(label, random) {
    const far = Math.sqrt(between(0.01, 1, random));
    return polar(0.95 * far, 3 * Math.PI * far + label * Math.PI);
  },
};

export function makePoints(set: PointSet, { count, noise, seed }: PointChoice): Points {
  const random = new Random(seed);
  const x = new Float64Array(2 * count);
  const labels = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    labels[i] = i % 2;
    const at = draws[set](i % 2, random);
    x[2 * i] = at[0] + noise * random.normal();
    x[2 * i + 1] = at[1] + noise * random.normal();
  }
  return { x, labels };
}

/** The points from `from` to before `to`. */
export const somePoints = ({ x, labels }: Points, from: number, to: number): Points => ({
  x: x.slice(2 * from, 2 * to),
  labels: labels.slice(from, to),
});
