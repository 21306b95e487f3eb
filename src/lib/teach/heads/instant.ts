/** Heads that follow the samples without a press on Train. */
import { DiscriminantLearner } from './discriminant.ts';
import type { Head, HeadMethod, InstantLearner } from './head.ts';
import { KnnLearner } from './knn.ts';
import { MeansLearner } from './means.ts';
import { whiteningFor } from './shipped-whitening.ts';
import { instantTemperatures, plainTemperatures } from './temperatures.ts';
import { fromWhitened, whitenExactly, type Turn, type Whitening } from './whitening.ts';

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
  if (!whitening || method === 'knn') {
    return plainLearner(method, dimensions, whitening ? instantTemperatures : plainTemperatures);
  }
  const turn: Turn = (v) => whitenExactly(whitening, v);
  return new TurnedBack(plainLearner(method, dimensions, instantTemperatures, turn), whitening);
}

function plainLearner(
  method: InstantMethod,
  dimensions: number,
  usual: Readonly<Record<InstantMethod, number>>,
  turn?: Turn,
): InstantLearner {
  switch (method) {
    case 'means':
      return new MeansLearner(dimensions, usual.means, turn);
    case 'knn':
      return new KnnLearner(dimensions);
    case 'ridge':
    case 'lda':
      return new DiscriminantLearner(method, dimensions, instantRidge[method], usual[method], turn);
  }
}

/** Its heads take embeddings as they are, though the learner's take whitened ones. */
class TurnedBack implements InstantLearner {
  readonly #learner: InstantLearner;
  readonly #whitening: Whitening;

  constructor(learner: InstantLearner, whitening: Whitening) {
    this.#learner = learner;
    this.#whitening = whitening;
  }

  get method(): HeadMethod {
    return this.#learner.method;
  }

  get count(): number {
    return this.#learner.count;
  }

  add(vector: Float32Array, classId: string): void {
    this.#learner.add(vector, classId);
  }

  addLater(vector: Float32Array, classId: string): void {
    this.#learner.addLater(vector, classId);
  }

  remove(vector: Float32Array, classId: string): void {
    this.#learner.remove(vector, classId);
  }

  head(classes: readonly string[]): Head {
    return fromWhitened(this.#whitening, this.#learner.head(classes));
  }
}
