/**
 * Ridge regression and linear discriminant analysis, sample by sample. Both need the inverse of a
 * scatter plus a multiple of the identity, and both scatters change by one rank with a sample:
 * about the mean of all (ridge), or about the mean of the sample's class (LDA).
 *
 * Ridge (Hoerl and Kennard, 1970), to targets of 1 and 0, the bias unpunished:
 * W = (Xcᵀ·Xc + λ·I)⁻¹·Xcᵀ·Yc, whose column k is n_k·(m_k − m) before the inverse.
 *
 * LDA, as in `closed-form.ts`, but with
 * Σ = (S + κ·I) ÷ (n + κ/v), S the scatter within classes. κ is worth a fixed number of samples'
 * scatter, so few samples are shrunk strongly and many hardly, as with a prior on Σ.
 */
import { ClassMeans } from './class-means.ts';
import { middleOf, toUnitAlong } from './closed-form.ts';
import { SILENT, type Head, type InstantLearner } from './head.ts';
import { multiplySymmetricBy } from './matrix.ts';
import { ScatterInverse } from './scatter.ts';
import { temperatures } from './temperatures.ts';
import type { Turn } from './whitening.ts';

export class DiscriminantLearner implements InstantLearner {
  readonly method: 'ridge' | 'lda';
  readonly #means: ClassMeans;
  readonly #scatter: ScatterInverse;
  readonly #temperature: number;
  readonly #turn: Turn | undefined;

  /**
   * @param ridge λ or κ: what is added to the diagonal, in squared units of the embedding.
   * @param turn after which samples are compared; they are added without it.
   */
  constructor(
    method: 'ridge' | 'lda',
    dimensions: number,
    ridge: number,
    temperature: number = temperatures[method],
    turn?: Turn,
  ) {
    this.method = method;
    this.#temperature = temperature;
    this.#means = new ClassMeans(dimensions);
    this.#turn = turn;
    this.#scatter = new ScatterInverse(dimensions, ridge, turn);
  }

  get count(): number {
    return this.#means.count;
  }

  add(vector: Float32Array, classId: string): void {
    // With n samples before it, the scatter about the mean grows by n/(n + 1)·(x − mean)².
    const { count, offset } = this.#about(vector, classId);
    this.#scatter.change(offset, count / (count + 1));
    this.#means.add(vector, classId);
  }

  addLater(vector: Float32Array, classId: string): void {
    const { count, offset } = this.#about(vector, classId);
    this.#scatter.changeLater(offset, count / (count + 1));
    this.#means.add(vector, classId);
  }

  remove(vector: Float32Array, classId: string): void {
    const { count, offset } = this.#about(vector, classId);
    this.#means.remove(vector, classId);
    // With n samples still counting it, the scatter shrinks by n/(n − 1)·(x − mean)².
    if (count > 1) this.#scatter.change(offset, -count / (count - 1));
  }

  #about(vector: Float32Array, classId: string) {
    const lda = this.method === 'lda';
    const count = lda ? this.#means.countOf(classId) : this.#means.count;
    const offset = lda ? this.#means.meanOf(classId) : this.#means.mean();
    for (let j = 0; j < offset.length; j++) offset[j] = vector[j]! - offset[j]!;
    return { count, offset };
  }

  #turned(mean: Float64Array): Float64Array {
    this.#turn?.(mean);
    return mean;
  }

  /** For turned embeddings. */
  head(classes: readonly string[]): Head {
    const { size, inverse, ridge } = this.#scatter;
    const lda = this.method === 'lda';
    const present = classes.filter((id) => this.#means.countOf(id) > 0);
    const means = new Map(present.map((id) => [id, this.#turned(this.#means.meanOf(id))]));
    const centre = lda ? middleOf([...means.values()], size) : this.#turned(this.#means.mean());
    const weights = new Float32Array(size * classes.length);
    const bias = new Float32Array(classes.length).fill(SILENT);
    for (const mean of means.values()) for (let j = 0; j < size; j++) mean[j]! -= centre[j]!;
    const columns = multiplySymmetricBy(inverse, [...means.values()], size);
    present.forEach((id, at) => {
      const k = classes.indexOf(id);
      const mean = means.get(id)!;
      const column = columns[at]!;
      const count = this.#means.countOf(id);
      const factor = lda ? this.count + ridge / typicalVariance : count;
      for (let j = 0; j < size; j++) column[j]! *= factor;
      if (lda) toUnitAlong(column, mean);
      for (let j = 0; j < size; j++) weights[j * classes.length + k] = column[j]!;
      bias[k] = lda ? 0 : count / this.count;
    });
    return {
      method: this.method,
      classes,
      dimensions: size,
      normalisation: { mean: Float32Array.from(centre), unitLength: false },
      temperature: this.#temperature,
      layers: [
        {
          weights: { rows: size, columns: classes.length, data: weights },
          bias,
          activation: 'none',
        },
      ],
    };
  }
}

/** Variance within classes of one dimension of an embedding, as the default trunk has it on photos. */
const typicalVariance = 4e-4;
