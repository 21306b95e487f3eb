/**
 * k nearest neighbours by cosine after centring, votes weighted by exp(similarity ÷ 0.1). Adding a
 * sample and the head that knows it cost O(dimensions) however many there are: rows stay as they came,
 * and what the centre does to them is worked out where they are compared. An answer is one pass over
 * all of them, O(samples · dimensions): the honest price of keeping them all.
 */
import { newId } from '#lib/storage/new-id.ts';
import { SILENT, type Head, type InstantLearner, type Matrix, type Neighbours } from './head.ts';
import { ClassMeans } from './class-means.ts';
import { createMatrix, dot32, rowOf } from './matrix.ts';
import { fitNormalisation, normaliseRows } from './normalise.ts';
import { temperatures } from './temperatures.ts';

const votingTemperature = 0.1;

export const defaultNeighbours = 5;

export class KnnLearner implements InstantLearner {
  readonly method = 'knn';
  readonly #k: number;
  readonly #means: ClassMeans;
  readonly #names: string[] = [];
  #rows: Matrix;
  /** Place in the names, for every row. */
  #labels = new Int32Array(16);
  #store = newId();

  constructor(dimensions: number, k = defaultNeighbours) {
    this.#k = k;
    this.#rows = createMatrix(16, dimensions);
    this.#means = new ClassMeans(dimensions);
  }

  get count(): number {
    return this.#means.count;
  }

  add(vector: Float32Array, classId: string): void {
    const { count } = this;
    if (count === this.#rows.rows) this.#grow();
    rowOf(this.#rows, count).set(vector);
    this.#labels[count] = this.#place(classId);
    this.#means.add(vector, classId);
  }

  addLater(vector: Float32Array, classId: string): void {
    this.add(vector, classId);
  }

  /** Rows of heads made before are not what they were any more. @throws RangeError where nothing like it was added. */
  remove(vector: Float32Array, classId: string): void {
    const place = this.#place(classId);
    const last = this.count - 1;
    let at = 0;
    while (at <= last && !(this.#labels[at] === place && this.#isRow(at, vector))) at++;
    if (at > last) throw new RangeError(`no such sample of ${classId}`);
    rowOf(this.#rows, at).set(rowOf(this.#rows, last));
    this.#labels[at] = this.#labels[last]!;
    this.#means.remove(vector, classId);
    this.#store = newId();
  }

  head(classes: readonly string[]): Head {
    const { columns, data } = this.#rows;
    const { count } = this;
    const answers = this.#names.map((id) => classes.indexOf(id));
    return {
      method: 'knn',
      classes,
      dimensions: columns,
      normalisation: { mean: Float32Array.from(this.#means.mean()), unitLength: true },
      temperature: temperatures.knn,
      layers: [],
      neighbours: {
        vectors: { rows: count, columns, data: data.subarray(0, count * columns) },
        labels: this.#labels.subarray(0, count).map((place) => answers[place]!),
        k: this.#k,
        plain: true,
        store: this.#store,
      },
    };
  }

  #place(classId: string): number {
    const found = this.#names.indexOf(classId);
    return found < 0 ? this.#names.push(classId) - 1 : found;
  }

  #isRow(at: number, vector: Float32Array): boolean {
    return rowOf(this.#rows, at).every((value, j) => value === vector[j]);
  }

  #grow(): void {
    const grown = createMatrix(2 * this.#rows.rows, this.#rows.columns);
    grown.data.set(this.#rows.data);
    this.#rows = grown;
    const labels = new Int32Array(grown.rows);
    labels.set(this.#labels);
    this.#labels = labels;
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

/** Compares with the rows of one head again and again, in the same working memory. */
export class NeighbourVotes {
  readonly #neighbours: Neighbours;
  readonly #mean: Float32Array;
  readonly #products: Float64Array<ArrayBuffer>;
  /**
   * 1 ÷ the length of each centred row, where rows are as they came: worked out in the pass of the first
   * answer, because a head that lives for one answer should read its rows once.
   */
  #scales: Float64Array<ArrayBuffer> | undefined;
  readonly #similarities: Float64Array<ArrayBuffer>;
  readonly #nearest: Int32Array<ArrayBuffer>;
  #votes = new Float64Array(0);
  #shown = new Uint8Array(0);

  constructor(neighbours: Neighbours, mean: Float32Array) {
    this.#neighbours = neighbours;
    this.#mean = mean;
    this.#products = new Float64Array(neighbours.vectors.rows);
    this.#similarities = new Float64Array(neighbours.k);
    this.#nearest = new Int32Array(neighbours.k);
  }

  /** Logits: the logarithm of each class's votes. @param x normalised. @param out [classes] */
  logits(x: Float32Array, out: Float32Array): void {
    const { vectors, labels, k, plain } = this.#neighbours;
    const products = this.#products;
    const similarities = this.#similarities.fill(-Infinity);
    const nearest = this.#nearest.fill(-1);
    if (this.#votes.length !== out.length) {
      this.#votes = new Float64Array(out.length);
      this.#shown = new Uint8Array(out.length);
    }
    const shown = this.#shown.fill(0);
    const votes = this.#votes.fill(0);
    if (plain && !this.#scales) {
      this.#scales = new Float64Array(vectors.rows);
      productsAndScales(vectors, x, this.#mean, products, this.#scales);
    } else productsWith(vectors, x, products);
    const scales = this.#scales;
    // x·(v − m) = x·v − x·m
    const offset = scales ? dot32(x, 0, this.#mean, 0, x.length) : 0;
    for (let i = 0; i < vectors.rows; i++) {
      const label = labels[i]!;
      if (label < 0) continue;
      shown[label] = 1;
      const similarity = scales ? (products[i]! - offset) * scales[i]! : products[i]!;
      if (similarity <= similarities[k - 1]!) continue;
      let at = k - 1;
      for (; at > 0 && similarities[at - 1]! < similarity; at--) {
        similarities[at] = similarities[at - 1]!;
        nearest[at] = nearest[at - 1]!;
      }
      similarities[at] = similarity;
      nearest[at] = label;
    }
    for (let at = 0; at < k && nearest[at]! >= 0; at++) {
      votes[nearest[at]!]! += Math.exp((similarities[at]! - similarities[0]!) / votingTemperature);
    }
    // A class without a vote among the nearest keeps a small one.
    for (let c = 0; c < out.length; c++) out[c] = shown[c] ? Math.log(votes[c]! + 1e-3) : SILENT;
  }
}

/**
 * Each row v times x, and 1 ÷ |v − m|, in one pass; a row at the centre points nowhere: 0.
 * Two rows at a time, so that each number of x and m is read once for both.
 */
function productsAndScales(
  { rows, columns, data }: Matrix,
  x: Float32Array,
  mean: Float32Array,
  products: Float64Array,
  scales: Float64Array,
): void {
  let i = 0;
  for (; i + 1 < rows; i += 2) {
    const p = i * columns;
    const q = p + columns;
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let j = 0; j < columns; j++) {
      const value = x[j]!;
      const centre = mean[j]!;
      const v = data[p + j]!;
      const w = data[q + j]!;
      a += value * v;
      b += value * w;
      c += (v - centre) * (v - centre);
      d += (w - centre) * (w - centre);
    }
    products[i] = a;
    products[i + 1] = b;
    scales[i] = scaleOf(c);
    scales[i + 1] = scaleOf(d);
  }
  for (; i < rows; i++) {
    let [a, c] = [0, 0];
    for (let j = 0; j < columns; j++) {
      const v = data[i * columns + j]!;
      a += x[j]! * v;
      c += (v - mean[j]!) ** 2;
    }
    products[i] = a;
    scales[i] = scaleOf(c);
  }
}

const scaleOf = (square: number) => (square > 1e-24 ? 1 / Math.sqrt(square) : 0);

/** Each row times x. Four rows at a time, so that each number of x is read once for all four. */
function productsWith({ rows, columns, data }: Matrix, x: Float32Array, out: Float64Array): void {
  let i = 0;
  for (; i + 3 < rows; i += 4) {
    const p = i * columns;
    const q = p + columns;
    const r = q + columns;
    const s = r + columns;
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let j = 0; j < columns; j++) {
      const value = x[j]!;
      a += value * data[p + j]!;
      b += value * data[q + j]!;
      c += value * data[r + j]!;
      d += value * data[s + j]!;
    }
    out[i] = a;
    out[i + 1] = b;
    out[i + 2] = c;
    out[i + 3] = d;
  }
  for (; i < rows; i++) out[i] = dot32(data, i * columns, x, 0, columns);
}
