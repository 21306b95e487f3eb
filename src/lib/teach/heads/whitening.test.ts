import { describe, expect, it } from 'vitest';
import { fitLda, fitMeans, fitRidge } from './closed-form.ts';
import type { Examples } from './head.ts';
import { createInstantLearner } from './instant.ts';
import { learnWhitening } from './learn-whitening.ts';
import { argMax, matrixFrom, rowOf } from './matrix.ts';
import { logitsOf } from './predict.ts';
import { Random } from '#lib/maths/random.ts';
import { whiteningFor } from './shipped-whitening.ts';
import { dimensions as shipped } from './whitening-data.ts';
import { unwhiten, whiten, whitenExamples } from './whitening.ts';

const dimensions = 12;
const classes = ['a', 'b', 'c', 'd'];

/** Classes apart in the last dimensions, with a large nuisance along (1, 1, 0, …) and a lesser along (1, −1, 0, …). */
function nuisance(count: number, seed: number): Examples {
  const random = new Random(seed);
  const labels = Int32Array.from({ length: count }, (_, i) => i % 4);
  const rows = Array.from(labels, (label) => {
    const row = Array.from({ length: dimensions }, () => 0.2 * random.normal());
    const [wide, narrow] = [3 * random.normal(), random.normal()];
    row[0]! += wide + narrow;
    row[1]! += wide - narrow;
    row[dimensions - 1 - label]! += 1;
    return row;
  });
  return { vectors: matrixFrom(rows, dimensions), labels, classCount: 4 };
}

const whitening = learnWhitening([nuisance(400, 1)], 2, 0.1);

function accuracy(head: ReturnType<typeof fitMeans>, { vectors, labels }: Examples): number {
  const logits = logitsOf(head, vectors);
  return labels.filter((label, i) => argMax(rowOf(logits, i)) === label).length / labels.length;
}

describe('whitening', () => {
  it('finds the directions that vary within classes, widest first', () => {
    const [wide, narrow] = [0, 1].map((k) =>
      rowOf({ rows: 2, columns: dimensions, data: Float32Array.from(whitening.directions) }, k),
    );
    expect(Math.abs(wide![0]! + wide![1]!) / Math.SQRT2).toBeCloseTo(1, 2);
    expect(Math.abs(narrow![0]! - narrow![1]!) / Math.SQRT2).toBeCloseTo(1, 2);
    expect(whitening.excess[0]).toBeGreaterThan(whitening.excess[1]!);
    expect(whitening.excess[1]).toBeGreaterThan(0);
  });

  it('can be taken back', () => {
    const x = rowOf(nuisance(1, 7).vectors, 0);
    const there = new Float32Array(dimensions);
    whiten(whitening, x, there);
    expect(Math.hypot(...there)).toBeLessThan(Math.hypot(...x));
    unwhiten(whitening, there, there);
    there.forEach((value, j) => expect(value).toBeCloseTo(x[j]!, 4));
  });

  it('helps a head that has seen little', () => {
    const few = nuisance(12, 3);
    const test = nuisance(200, 4);
    const plain = accuracy(fitMeans(few, classes, null), test);
    expect(accuracy(fitMeans(few, classes, whitening), test)).toBeGreaterThan(plain + 0.2);
  });

  it('gives a head for embeddings as they are that answers as the whitened one does', () => {
    const examples = nuisance(40, 5);
    const test = nuisance(50, 6);
    const white = {
      train: whitenExamples(whitening, examples),
      test: whitenExamples(whitening, test),
    };
    const pairs = [
      [fitLda(examples, classes, 0.5, whitening), fitLda(white.train, classes, 0.5, null)],
      [fitRidge(examples, classes, 0.5, whitening), fitRidge(white.train, classes, 0.5, null)],
    ] as const;
    for (const [head, inside] of pairs) {
      const expected = logitsOf(inside, white.test.vectors).data;
      logitsOf(head, test.vectors).data.forEach((value, i) =>
        expect(value).toBeCloseTo(expected[i]!, 3),
      );
    }
  });

  it('is part of instant heads, and leaves with the samples that go', () => {
    const examples = nuisance(40, 5);
    const learner = createInstantLearner('ridge', dimensions, whitening);
    examples.labels.forEach((label, i) => learner.add(rowOf(examples.vectors, i), classes[label]!));
    const more = rowOf(nuisance(1, 8).vectors, 0);
    learner.add(more, 'a');
    learner.remove(more, 'a');
    const batch = fitRidge(examples, classes, 0.5, whitening);
    const expected = logitsOf(batch, examples.vectors).data;
    logitsOf(learner.head(classes), examples.vectors).data.forEach((value, i) =>
      expect(value).toBeCloseTo(expected[i]!, 3),
    );
  });

  it('that is shipped has orthogonal directions of unit length', () => {
    const found = whiteningFor(shipped)!;
    const rows = Array.from(found.excess, (_, k) =>
      rowOf(
        { rows: found.excess.length, columns: shipped, data: Float32Array.from(found.directions) },
        k,
      ),
    );
    for (const [i, a] of rows.entries()) {
      for (const [j, b] of rows.entries()) {
        const product = a.reduce((sum, value, at) => sum + value * b[at]!, 0);
        expect(Math.abs(product - (i === j ? 1 : 0))).toBeLessThan(0.02);
      }
    }
    expect(found.excess.every((value) => value >= 0)).toBe(true);
    expect(whiteningFor(shipped + 1)).toBeNull();
  });
});
