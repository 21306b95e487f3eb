/** How well the distance behind "unknown" keeps strangers from what a project knows. */
import type { Examples, Matrix } from '#lib/teach/heads/head.ts';
import { createMatrix, rowOf } from '#lib/teach/heads/matrix.ts';
import { whiten, type Whitening } from '#lib/teach/heads/whitening.ts';
import { distanceTo, fitFamiliarity } from '#lib/teach/score/open-set.ts';
import type { Split } from './draw-split.ts';

/**
 * Percent of pairs (photo of a class that was shown, photo of one that was not) in which the stranger
 * lies further off: 50 is guessing. Each photo is a burst of its own.
 */
export function areaUnderCurve(
  { train, test, strangers }: Split,
  whitening: Whitening | null,
): number {
  // Whitened here, so that another whitening than the shipped one can be asked about.
  const space = (vectors: Matrix) => inSpaceOf(whitening, vectors);
  const examples: Examples = { ...train, vectors: space(train.vectors) };
  const classes = Array.from({ length: train.classCount }, (_, k) => `${k}`);
  const bursts = Array.from(train.labels, (_, i) => `${i}`);
  const familiarity = fitFamiliarity(examples, bursts, classes, undefined, null);
  const distances = (vectors: Matrix) =>
    Array.from({ length: vectors.rows }, (_, i) => distanceTo(familiarity, rowOf(vectors, i)));
  const known = distances(space(test.vectors));
  const strange = distances(space(strangers));
  let won = 0;
  for (const a of known) for (const b of strange) won += b > a ? 1 : b === a ? 0.5 : 0;
  return (100 * won) / (known.length * strange.length);
}

function inSpaceOf(whitening: Whitening | null, { rows, columns, data }: Matrix): Matrix {
  const out = createMatrix(rows, columns);
  for (let i = 0; i < rows; i++) {
    const row = rowOf(out, i);
    for (let j = 0; j < columns; j++) {
      row[j] = data[i * columns + j]! - (whitening?.centre[j] ?? 0);
    }
    if (whitening) whiten(whitening, row, row);
  }
  return out;
}
