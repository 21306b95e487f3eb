/** Points of two classes that no line parts, drawn from a seed. Pure. */
import { Random } from '#lib/maths/random.ts';

export interface LabelledPoint {
  readonly x: number;
  readonly y: number;
  /** 1: class A, 0: class B. */
  readonly label: 0 | 1;
}

export const pointSets = ['rings', 'xor', 'parabola', 'spiral'] as const;
export type PointSet = (typeof pointSets)[number];

/** The plane goes from −limit to limit both ways. */
export const limit = 3;
/** How far an arm of the spiral turns from the middle to its end, radians for each unit of radius. */
export const spiralTwist = 2.5;

const draws: Readonly<Record<PointSet, (label: 0 | 1, random: Random) => [number, number]>> = {
  /** A disc in the middle of a ring. */
  rings: (label, random) =>
    polar(
      label === 1 ? 1.15 * Math.sqrt(random.next()) : 1.9 + 0.8 * random.next(),
      turn(random) * 2,
    ),
  /** Class A where the signs of the two numbers differ. */
  xor: (label, random) => {
    const side = random.below(2) === 0 ? 1 : -1;
    const spread = () => 1.4 + 0.4 * clamped(random.normal(), 2.4);
    return [side * spread(), (label === 1 ? -side : side) * spread()];
  },
  /** Class A in the bowl of x₂ = 0.9·x₁² − 2, class B under it. */
  parabola: (label, random) => {
    const x = 2.2 * (2 * random.next() - 1);
    const curve = 0.9 * x ** 2 - 2;
    const away = 0.25 + 0.8 * random.next();
    return [x, label === 1 ? curve + away : curve - away];
  },
  /** Two arms, each half a turn from the other. */
  spiral: (label, random) => {
    const radius = 0.35 + 2.4 * Math.sqrt(random.next());
    const astray = 0.16 * clamped(random.normal(), 2);
    return polar(radius, spiralTwist * radius + label * Math.PI + astray);
  },
};

const turn = (random: Random) => Math.PI * random.next();
const polar = (radius: number, angle: number): [number, number] => [
  radius * Math.cos(angle),
  radius * Math.sin(angle),
];
const clamped = (value: number, most: number) => Math.min(most, Math.max(-most, value));

export const inPlane = (value: number): number => clamped(value, limit);

/** @returns as many of one class as of the other, in turns */
export function drawPoints(set: PointSet, seed: number, count = 64): readonly LabelledPoint[] {
  const random = new Random(seed);
  return Array.from({ length: count }, (_, i) => {
    const label = i % 2 === 0 ? 1 : 0;
    const [x, y] = draws[set](label, random);
    return { x: inPlane(x), y: inPlane(y), label };
  });
}

/** As one list of numbers, three a point: what stands in an address. */
export const toNumbers = (points: readonly LabelledPoint[]): readonly number[] =>
  points.flatMap(({ x, y, label }) => [x, y, label]);

export const fromNumbers = (numbers: readonly number[]): readonly LabelledPoint[] =>
  Array.from({ length: Math.floor(numbers.length / 3) }, (_, i) => ({
    x: numbers[3 * i]!,
    y: numbers[3 * i + 1]!,
    label: numbers[3 * i + 2]! >= 0.5 ? 1 : 0,
  }));
