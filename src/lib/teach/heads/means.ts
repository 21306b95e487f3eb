/**
 * Nearest class mean by cosine, after centring: Wang et al., SimpleShot (2019), arXiv 1911.04623,
 * with the mean of the project's own samples. Adding a sample costs O(D), a head O(classes · D).
 */
import { ClassMeans } from './class-means.ts';
import { SILENT, type Head, type InstantLearner } from './head.ts';
import { dot } from './matrix.ts';
import { temperatures } from './temperatures.ts';
import type { Turn } from './whitening.ts';

export class MeansLearner implements InstantLearner {
  readonly method = 'means';
  readonly #means: ClassMeans;
  readonly #temperature: number;
  readonly #turn: Turn | undefined;

  /** @param turn after which samples are compared; they are added without it. */
  constructor(dimensions: number, temperature: number = temperatures.means, turn?: Turn) {
    this.#temperature = temperature;
    this.#turn = turn;
    this.#means = new ClassMeans(dimensions);
  }

  get count(): number {
    return this.#means.count;
  }

  add(vector: Float32Array, classId: string): void {
    this.#means.add(vector, classId);
  }

  addLater(vector: Float32Array, classId: string): void {
    this.add(vector, classId);
  }

  remove(vector: Float32Array, classId: string): void {
    this.#means.remove(vector, classId);
  }

  /** For turned embeddings. */
  head(classes: readonly string[]): Head {
    const { dimensions } = this.#means;
    const centre = this.#means.mean();
    this.#turn?.(centre);
    const weights = new Float32Array(dimensions * classes.length);
    const bias = new Float32Array(classes.length);
    classes.forEach((id, k) => {
      if (this.#means.countOf(id) === 0) {
        bias[k] = SILENT;
        return;
      }
      const mean = this.#means.meanOf(id);
      this.#turn?.(mean);
      for (let j = 0; j < dimensions; j++) mean[j]! -= centre[j]!;
      const length = Math.sqrt(dot(mean, 0, mean, 0, dimensions));
      if (length < 1e-9) return;
      for (let j = 0; j < dimensions; j++) weights[j * classes.length + k] = mean[j]! / length;
    });
    return {
      method: 'means',
      classes,
      dimensions,
      normalisation: { mean: Float32Array.from(centre), unitLength: true },
      temperature: this.#temperature,
      layers: [
        {
          weights: { rows: dimensions, columns: classes.length, data: weights },
          bias,
          activation: 'none',
        },
      ],
    };
  }
}
