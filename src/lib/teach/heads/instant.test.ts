import { describe, expect, it } from 'vitest';
import { fitLda, fitMeans, fitRidge } from './closed-form.ts';
import { DiscriminantLearner } from './discriminant.ts';
import type { Examples, Head } from './head.ts';
import { createInstantLearner, instantMethods, instantRidge } from './instant.ts';
import { matrixFrom, rowOf } from './matrix.ts';
import { logitsOf, Predictor, scoresOf } from './predict.ts';
import { Random } from '#lib/maths/random.ts';
import { ScatterInverse } from './scatter.ts';

const classes = ['a', 'b', 'c'];

/** Three noisy clouds on the unit sphere. */
function clouds(count: number, dimensions: number, seed = 1): Examples {
  const random = new Random(seed);
  const centres = classes.map(() => Array.from({ length: dimensions }, () => random.normal()));
  const labels = Int32Array.from({ length: count }, (_, i) => i % 3);
  const rows = Array.from(labels, (label) => {
    const row = centres[label]!.map((value) => value + 0.7 * random.normal());
    const length = Math.hypot(...row);
    return row.map((value) => value / length);
  });
  return { vectors: matrixFrom(rows, dimensions), labels, classCount: 3 };
}

function learn(method: (typeof instantMethods)[number], { vectors, labels }: Examples) {
  const learner = createInstantLearner(method, vectors.columns);
  labels.forEach((label, i) => learner.add(rowOf(vectors, i), classes[label]!));
  return learner;
}

function expectClose(a: ArrayLike<number>, b: ArrayLike<number>, within: number): void {
  expect(a.length).toBe(b.length);
  const size = Math.max(...Array.from(b, Math.abs), 1e-9);
  for (let i = 0; i < a.length; i++) expect(Math.abs(a[i]! - b[i]!) / size).toBeLessThan(within);
}

function weightsOf(head: Head): Float32Array {
  return head.layers[0]!.weights.data;
}

describe.each([...instantMethods])('instant %s', (method) => {
  it('tells clouds apart, also with more dimensions than samples', () => {
    for (const [count, dimensions] of [
      [90, 8],
      [12, 40],
    ] as const) {
      const examples = clouds(count, dimensions);
      const scores = scoresOf(learn(method, examples).head(classes), examples.vectors);
      const right = Array.from(examples.labels).filter(
        (label, i) => rowOf(scores, i).indexOf(Math.max(...rowOf(scores, i))) === label,
      );
      expect(right.length / count).toBeGreaterThan(0.9);
    }
  });

  it('forgets what is removed: as if it had never been added', () => {
    const examples = clouds(40, 12);
    const kept = learn(method, examples);
    const more = clouds(9, 12, 5);
    const learner = learn(method, examples);
    more.labels.forEach((label, i) => learner.add(rowOf(more.vectors, i), classes[label]!));
    more.labels.forEach((label, i) => learner.remove(rowOf(more.vectors, i), classes[label]!));
    expect(learner.count).toBe(40);
    const logits = (head: Head) => logitsOf(head, examples.vectors).data;
    expectClose(logits(learner.head(classes)), logits(kept.head(classes)), 1e-4);
  });

  it('never says NaN: no samples, one, all alike, zeros, a class without samples', () => {
    const dimensions = 6;
    const alike = [0.5, 0.5, 0.5, 0.5, 0, 0];
    const cases: [number[], string][][] = [
      [],
      [[alike, 'a']],
      [
        [alike, 'a'],
        [alike, 'a'],
        [alike, 'b'],
        [alike, 'b'],
      ],
      [
        [alike.map(() => 0), 'a'],
        [alike.map(() => 0), 'b'],
      ],
    ];
    for (const samples of cases) {
      const learner = createInstantLearner(method, dimensions);
      for (const [vector, id] of samples) learner.add(Float32Array.from(vector), id);
      const predictor = new Predictor(learner.head(classes));
      for (const vector of [alike, alike.map(() => 0), [1, 0, 0, 0, 0, 0]]) {
        const scores = predictor.scores(vector);
        expect(scores.reduce((sum, value) => sum + value)).toBeCloseTo(1, 5);
      }
    }
  });

  it('answers the one class that has samples', () => {
    const learner = createInstantLearner(method, 4);
    learner.add(Float32Array.of(1, 0, 0, 0), 'b');
    const scores = new Predictor(learner.head(classes)).scores([0, 1, 0, 0]);
    expect(scores[1]).toBeGreaterThan(0.99);
  });
});

describe('against all at once', () => {
  const examples = clouds(60, 20, 3);

  it('means', () => {
    const batch = weightsOf(fitMeans(examples, classes));
    expectClose(weightsOf(learn('means', examples).head(classes)), batch, 1e-6);
  });

  it('ridge, with more samples than dimensions and with fewer', () => {
    for (const one of [examples, clouds(10, 20, 4)]) {
      const head = learn('ridge', one).head(classes);
      const batch = fitRidge(one, classes, instantRidge.ridge);
      expectClose(weightsOf(head), weightsOf(batch), 1e-5);
      expectClose(head.layers[0]!.bias, batch.layers[0]!.bias, 1e-5);
    }
  });

  it('LDA points where shrinkage of the same strength does', () => {
    const variance = withinVariance(examples);
    const freedom = 57;
    const kappa = 7;
    const learner = new DiscriminantLearner('lda', 20, kappa);
    examples.labels.forEach((label, i) => learner.add(rowOf(examples.vectors, i), classes[label]!));
    // a·v·n ÷ (1 − a) = κ
    const shrinkage = kappa / (kappa + variance * freedom);
    const batch = weightsOf(fitLda(examples, classes, shrinkage));
    const head = weightsOf(learner.head(classes));
    const scale = batch[0]! / head[0]!;
    expectClose(
      head.map((value) => value * scale),
      batch,
      1e-5,
    );
  });
});

function withinVariance({ vectors, labels }: Examples): number {
  let sum = 0;
  for (let k = 0; k < 3; k++) {
    const rows = Array.from(labels).flatMap((label, i) => (label === k ? [rowOf(vectors, i)] : []));
    for (let j = 0; j < vectors.columns; j++) {
      const mean = rows.reduce((total, row) => total + row[j]!, 0) / rows.length;
      sum += rows.reduce((total, row) => total + (row[j]! - mean) ** 2, 0);
    }
  }
  return sum / (labels.length - 3) / vectors.columns;
}

describe('ScatterInverse', () => {
  it('stays the inverse through 3,000 changes to and fro', () => {
    const random = new Random(2);
    const size = 12;
    const kept = new ScatterInverse(size, 1e-3);
    const vectors = Array.from({ length: 30 }, () =>
      Float64Array.from({ length: size }, () => random.normal()),
    );
    for (const v of vectors) kept.change(v, 1);
    for (let i = 0; i < 1500; i++) {
      const v = vectors[random.below(vectors.length)]!;
      kept.change(v, 1);
      kept.change(v, -1);
    }
    const updated = kept.inverse.slice();
    kept.refresh();
    expectClose(updated, kept.inverse, 1e-6);
  });

  it.each([5, 12])(
    'takes many at once as one after the other, turned or not (%i numbers)',
    (size) => {
      const random = new Random(3);
      const vectors = Array.from({ length: 75 }, () =>
        Float64Array.from({ length: size }, () => random.normal()),
      );
      // I + u·uᵀ is symmetric.
      const u = Float64Array.from({ length: size }, () => random.normal());
      const turn = (v: Float64Array) => {
        const along = v.reduce((sum, value, j) => sum + value * u[j]!, 0);
        v.forEach((value, j) => (v[j] = value + along * u[j]!));
      };
      for (const turned of [undefined, turn]) {
        const single = new ScatterInverse(size, 0.1, turned);
        const together = new ScatterInverse(size, 0.1, turned);
        for (const v of vectors) {
          single.change(v.slice(), 0.5);
          together.changeLater(v, 0.5);
        }
        expectClose(together.inverse, single.inverse, 1e-6);
        expectClose(together.scatter, single.scatter, 1e-12);
      }
    },
  );

  it('refuses a ridge that is not positive', () => {
    expect(() => new ScatterInverse(3, 0)).toThrow(RangeError);
  });
});
