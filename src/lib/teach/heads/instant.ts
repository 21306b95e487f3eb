/** Heads that follow the samples without a press on Train. */
import { DiscriminantLearner } from './discriminant.ts';
import type { Head, HeadMethod, InstantLearner } from './head.ts';
import { KnnLearner } from './knn.ts';
import { MeansLearner } from './means.ts';
import { whiteningFor } from './shipped-whitening.ts';
import { plainTemperatures, temperatures } from './temperatures.ts';
import { fromWhitened, whiten, type Whitening } from './whitening.ts';

export const instantMethods = ['means', 'ridge', 'knn', 'lda'] as const;
export type InstantMethod = (typeof instantMethods)[number];

/** Added to the diagonal of the scatter; measured (docs/decisions/0008). */
export const instantRidge = { ridge: 0.5, lda: 0.03 } as const;

/** k-NN compares embeddings themselves; the other heads are fitted on whitened ones. */
export function createInstantLearner(
  method: InstantMethod,
  dimensions: number,
  whitening: Whitening | null = whiteningFor(dimensions),
): InstantLearner {
  const learner = plainLearner(method, dimensions, whitening ? temperatures : plainTemperatures);
  return whitening && method !== 'knn' ? new WhitenedLearner(learner, whitening) : learner;
}

function plainLearner(
  method: InstantMethod,
  dimensions: number,
  usual: Readonly<Record<InstantMethod, number>>,
): InstantLearner {
  switch (method) {
    case 'means':
      return new MeansLearner(dimensions, usual.means);
    case 'knn':
      return new KnnLearner(dimensions);
    case 'ridge':
    case 'lda':
      return new DiscriminantLearner(method, dimensions, instantRidge[method], usual[method]);
  }
}

class WhitenedLearner implements InstantLearner {
  readonly #learner: InstantLearner;
  readonly #whitening: Whitening;
  readonly #white: Float32Array<ArrayBuffer>;

  constructor(learner: InstantLearner, whitening: Whitening) {
    this.#learner = learner;
    this.#whitening = whitening;
    this.#white = new Float32Array(whitening.dimensions);
  }

  get method(): HeadMethod {
    return this.#learner.method;
  }

  get count(): number {
    return this.#learner.count;
  }

  add(vector: Float32Array, classId: string): void {
    whiten(this.#whitening, vector, this.#white);
    this.#learner.add(this.#white, classId);
  }

  addLater(vector: Float32Array, classId: string): void {
    whiten(this.#whitening, vector, this.#white);
    this.#learner.addLater(this.#white, classId);
  }

  remove(vector: Float32Array, classId: string): void {
    whiten(this.#whitening, vector, this.#white);
    this.#learner.remove(this.#white, classId);
  }

  head(classes: readonly string[]): Head {
    return fromWhitened(this.#whitening, this.#learner.head(classes));
  }
}
