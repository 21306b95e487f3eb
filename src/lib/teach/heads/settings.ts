/** What training a head can be told; the trainer's settings have these and more. */
import type { OptimiserName } from '#lib/maths/optimisers.ts';
import type { HeadMethod } from './head.ts';

export { optimiserNames, type OptimiserName } from '#lib/maths/optimisers.ts';

export interface HeadSettings {
  readonly method: HeadMethod;
  readonly optimiser: OptimiserName;
  readonly learningRate: number;
  readonly batchSize: number;
  readonly epochs: number;
  /** λ₁·Σ|w| */
  readonly l1: number;
  /** λ₂·Σw²/2; with both, elastic net. */
  readonly l2: number;
  /** 0..1: the part of a layer's inputs that a step does not see. */
  readonly dropout: number;
  /** Hidden units of the MLP. */
  readonly hidden: number;
  /** Neighbours of k-NN. */
  readonly neighbours: number;
  /** 0..1 of the covariance of LDA that is replaced by a scaled identity. */
  readonly shrinkage: number;
  readonly earlyStopping: boolean;
  /** Epochs without a better validation loss before it stops. */
  readonly patience: number;
  /** Rare classes count as much as common ones. */
  readonly classWeights: boolean;
  readonly seed: number;
}
