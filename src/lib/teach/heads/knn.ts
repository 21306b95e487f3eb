/**
 * k nearest neighbours by cosine after centring, votes weighted by exp(similarity ÷ 0.1). Adding a
 * sample is O(D); a head and every answer are O(samples · D): the honest price of keeping them all.
 */
import { SILENT, type Head, type InstantLearner, type Matrix } from './head.ts';
import { createMatrix, dot32, rowOf } from './matrix.ts';
import { fitNormalisation, normaliseRows } from './normalise.ts';
import { temperatures } from './temperatures.ts';

const votingTemperature = 0.1;

export const defaultNeighbours = 5;

export class KnnLearner implements InstantLearner {
  readonly method = 'knn';
  readonly #k: number;
  #rows: Matrix;
  readonly #labels: string[] = [];

  constructor(dimensions: number, k = defaultNeighbours) {
    this.#k = k;
    this.#rows = createMatrix(16, dimensions);
  }

  get count(): number {
    return this.#labels.length;
  }

  add(vector: Float32Array, classId: string): void {
    if (this.count === this.#rows.rows) {
      const grown = createMatrix(2 * this.#rows.rows, this.#rows.columns);
      grown.data.set(this.#rows.data);
      this.#rows = grown;
    }
    rowOf(this.#rows, this.count).set(vector);
    this.#labels.push(classId);
  }

  addLater(vector: Float32Array, classId: string): void {
    this.add(vector, classId);
  }

  /** @throws RangeError where nothing like it was added. */
  remove(vector: Float32Array, classId: string): void {
    const at = this.#labels.findIndex(
      (id, i) => id === classId && rowOf(this.#rows, i).every((value, j) => value === vector[j]),
    );
    if (at < 0) throw new RangeError(`no such sample of ${classId}`);
    const last = this.count - 1;
    rowOf(this.#rows, at).set(rowOf(this.#rows, last));
    this.#labels[at] = this.#labels[last]!;
    this.#labels.pop();
  }

  head(classes: readonly string[]): Head {
    const { columns } = this.#rows;
    const rows: Matrix = {
      rows: this.count,
      columns,
      data: this.#rows.data.subarray(0, this.count * columns),
    };
    const labels = Int32Array.from(this.#labels, (id) => classes.indexOf(id));
    return knnHead(rows, labels, classes, this.#k);
  }
}

/** @param labels indices into the classes; −1 for rows that do not vote. */
export function knnHead(
  vectors: Matrix,
  labels: Int32Array<ArrayBuffer>,
  classes: readonly string[],
  k: number,
): Head {
  const normalisation = fitNormalisation(vectors);
  return {
    method: 'knn',
    classes,
    dimensions: vectors.columns,
    normalisation,
    temperature: temperatures.knn,
    layers: [],
    neighbours: { vectors: normaliseRows(vectors, normalisation), labels, k },
  };
}

/** Logits: the logarithm of each class's votes. @param x normalised. @param out [classes] */
export function knnLogits(
  { vectors, labels, k }: NonNullable<Head['neighbours']>,
  x: Float32Array,
  out: Float32Array,
): void {
  const best: { similarity: number; label: number }[] = [];
  const shown = new Uint8Array(out.length);
  for (let i = 0; i < vectors.rows; i++) {
    const label = labels[i]!;
    if (label < 0) continue;
    shown[label] = 1;
    const similarity = dot32(vectors.data, i * vectors.columns, x, 0, vectors.columns);
    if (best.length === k && similarity <= best[k - 1]!.similarity) continue;
    let at = best.length;
    while (at > 0 && best[at - 1]!.similarity < similarity) at--;
    best.splice(at, 0, { similarity, label });
    if (best.length > k) best.pop();
  }
  const votes = new Float64Array(out.length);
  for (const { similarity, label } of best) {
    votes[label]! += Math.exp((similarity - best[0]!.similarity) / votingTemperature);
  }
  // A class without a vote among the nearest keeps a small one.
  for (let c = 0; c < out.length; c++) out[c] = shown[c] ? Math.log(votes[c]! + 1e-3) : SILENT;
}
