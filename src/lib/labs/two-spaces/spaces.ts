/** A plane before and after a transformation, and a line in the new one. Pure. */

export type Place = readonly [u: number, v: number];
export type Transformation = (x1: number, x2: number) => Place;

/** ŷ = σ(w₁·u + w₂·v + b) */
export interface Line {
  readonly w1: number;
  readonly w2: number;
  readonly b: number;
}

export const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

/** z = w₁·u + w₂·v + b: positive on the side of class A. */
export const sideOf = ({ w1, w2, b }: Line, [u, v]: Place): number => w1 * u + w2 * v + b;

/** "0.5·u − 2·v + 1 = 0" */
export const lineWords = (
  { w1, w2, b }: Line,
  [u, v]: readonly [string, string],
  format: (value: number) => string,
): string => `${format(w1)}·${u} ${signed(w2, format)}·${v} ${signed(b, format)} = 0`;

const signed = (value: number, format: (value: number) => string): string =>
  `${value < 0 ? '−' : '+'} ${format(Math.abs(value))}`;
