/** Draws what a head learns from and what it is asked about, from photos that were embedded once. */
import type { Examples, Matrix } from '#lib/teach/heads/head.ts';
import { takeRows } from '#lib/teach/heads/matrix.ts';
import type { Random } from '#lib/maths/random.ts';
import type { Embedded } from './embeddings.ts';

export interface Split {
  readonly train: Examples;
  readonly test: Examples;
  /** Photos of classes that were not drawn, as many as `test` has at most. */
  readonly strangers: Matrix;
}

export function drawSplit(
  data: Embedded,
  copies: Embedded | undefined,
  shots: number,
  { ways, test }: { ways: number; test: number },
  random: Random,
): Split {
  const order = random.shuffle(data.classes.map((_, k) => k));
  const drawn = order.slice(0, ways);
  const others = new Set(order.slice(ways));
  const parts = { train: [] as number[], test: [] as number[] };
  for (const k of drawn) {
    const rows = Array.from(data.labels.keys()).filter((row) => data.labels[row] === k);
    random.shuffle(rows);
    parts.train.push(...rows.slice(0, shots));
    parts.test.push(...rows.slice(shots, shots + test));
  }
  const take = (from: Embedded, rows: readonly number[]): Examples => ({
    vectors: takeRows(from.vectors, rows),
    labels: Int32Array.from(rows, (row) => drawn.indexOf(from.labels[row]!)),
    classCount: drawn.length,
  });
  const own = take(data, parts.train);
  const train = copies ? joined(own, take(copies, parts.train)) : own;
  const strange = Array.from(data.labels.keys()).filter((row) => others.has(data.labels[row]!));
  // Evenly spread rather than drawn, so that the splits are the same with and without them.
  const count = Math.min(strange.length, parts.test.length);
  const strangers = takeRows(
    data.vectors,
    Array.from({ length: count }, (_, i) => strange[Math.floor((i * strange.length) / count)]!),
  );
  return { train, test: take(data, parts.test), strangers };
}

function joined(a: Examples, b: Examples): Examples {
  const data = new Float32Array(a.vectors.data.length + b.vectors.data.length);
  data.set(a.vectors.data);
  data.set(b.vectors.data, a.vectors.data.length);
  return {
    vectors: { rows: a.vectors.rows + b.vectors.rows, columns: a.vectors.columns, data },
    labels: Int32Array.from([...a.labels, ...b.labels]),
    classCount: a.classCount,
  };
}
