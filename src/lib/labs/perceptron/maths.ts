/** y = w·x, and how far it is from the points. Pure. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export const points: readonly Point[] = [
  { x: -2, y: -1 },
  { x: 1, y: 0.5 },
  { x: 2, y: 1 },
];

/** Mean squared error of the line y = w·x. */
export const meanSquaredError = (w: number, of: readonly Point[] = points): number =>
  of.reduce((sum, { x, y }) => sum + (w * x - y) ** 2, 0) / of.length;

/** One step of gradient descent: ∂E/∂w = 2·mean((w·x − y)·x). */
export const descend = (w: number, rate: number, of: readonly Point[] = points): number =>
  w - rate * of.reduce((sum, { x, y }) => sum + (2 * (w * x - y) * x) / of.length, 0);
