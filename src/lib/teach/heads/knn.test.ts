import { describe, expect, it } from 'vitest';
import { Random } from '#lib/maths/random.ts';
import { ReceivedRows, SentRows } from './grown-rows.ts';
import { KnnLearner, knnHead } from './knn.ts';
import { matrixFrom } from './matrix.ts';
import { Predictor } from './predict.ts';

const classes = ['a', 'b', 'c'];
const dimensions = 9;

function rows(count: number, seed: number): Float32Array<ArrayBuffer>[] {
  const random = new Random(seed);
  return Array.from({ length: count }, (_, i) =>
    Float32Array.from({ length: dimensions }, (__, j) => Number(j % 3 === i % 3) + random.normal()),
  );
}

function learnt(some: readonly Float32Array<ArrayBuffer>[]): KnnLearner {
  const learner = new KnnLearner(dimensions);
  some.forEach((row, i) => learner.add(row, classes[i % 3]!));
  return learner;
}

describe('KnnLearner', () => {
  it.each([1, 3, 4, 50, 203])('answers among %i as rows that were normalised do', (count) => {
    const some = rows(count, 1);
    const labels = Int32Array.from(some, (_, i) => i % 3);
    const plain = new Predictor(learnt(some).head(classes));
    const whole = new Predictor(knnHead(matrixFrom(some, dimensions), labels, classes, 5));
    for (const query of rows(20, 2)) {
      const answer = plain.scores(query);
      whole.scores(query).forEach((score, k) => expect(answer[k]).toBeCloseTo(score, 4));
    }
  });

  it('lets no row vote whose class is not asked for', () => {
    const head = learnt(rows(12, 1)).head(['c', 'x']);
    expect([...head.neighbours!.labels].filter((label) => label < 0)).toHaveLength(8);
    expect(new Predictor(head).scores(rows(1, 3)[0]!)[0]).toBeGreaterThan(0.99);
  });
});

describe('rows on their way', () => {
  it('are sent once: one more sample among 400 sends one row', () => {
    const some = rows(401, 1);
    const learner = learnt(some.slice(0, 400));
    const sent = new SentRows();
    const received = new ReceivedRows();
    const first = sent.trim(learner.head(classes));
    expect(first.neighbours!.vectors.rows).toBe(400);
    received.whole(structuredClone(first));
    learner.add(some[400]!, classes[400 % 3]!);
    const second = sent.trim(learner.head(classes));
    expect(second.neighbours!.vectors.data.buffer.byteLength).toBe(4 * dimensions);
    const whole = received.whole(structuredClone(second));
    expect(whole).toEqual(learner.head(classes));
  });

  it('all come again after a sample was taken away, and to a receiver that is new', () => {
    const some = rows(8, 1);
    const learner = learnt(some);
    const sent = new SentRows();
    sent.trim(learner.head(classes));
    const more = sent.trim(learner.head(classes));
    expect(more.neighbours!.vectors.rows).toBe(0);
    expect(() => new ReceivedRows().whole(more)).toThrow(RangeError);
    sent.forget();
    expect(sent.trim(learner.head(classes)).neighbours!.vectors.rows).toBe(8);
    learner.remove(some[2]!, 'c');
    const again = sent.trim(learner.head(classes));
    expect(again.neighbours!.vectors.rows).toBe(7);
    expect(new ReceivedRows().whole(again)).toEqual(learner.head(classes));
  });

  it('leaves other heads as they are', () => {
    const head = knnHead(matrixFrom(rows(4, 1), dimensions), Int32Array.of(0, 1, 2, 0), classes, 3);
    expect(new ReceivedRows().whole(new SentRows().trim(head))).toBe(head);
  });
});
