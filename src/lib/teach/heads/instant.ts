/** Heads that follow the samples without a press on Train. */
import { DiscriminantLearner } from './discriminant.ts';
import type { InstantLearner } from './head.ts';
import { KnnLearner } from './knn.ts';
import { MeansLearner } from './means.ts';

export const instantMethods = ['means', 'ridge', 'knn', 'lda'] as const;
export type InstantMethod = (typeof instantMethods)[number];

/** Added to the diagonal of the scatter; measured (docs/decisions/0006). */
export const instantRidge = { ridge: 0.5, lda: 0.5 } as const;

export function createInstantLearner(method: InstantMethod, dimensions: number): InstantLearner {
  switch (method) {
    case 'means':
      return new MeansLearner(dimensions);
    case 'knn':
      return new KnnLearner(dimensions);
    case 'ridge':
    case 'lda':
      return new DiscriminantLearner(method, dimensions, instantRidge[method]);
  }
}
