/** How each method learns. One way in, whatever happens behind it. */
import { fitKnn, fitLda, fitMeans, fitRidge } from '../../heads/closed-form.ts';
import type { Examples, Head, Matrix } from '../../heads/head.ts';
import type { Checkpoint } from '../checkpoint.ts';
import type { EpochPoint, RunReport, TrainMethod, TrainSettings } from '../protocol.ts';
import type { Tail } from '../tail.ts';
import type { Dataset } from './dataset.ts';

export interface FitJob {
  readonly dataset: Dataset;
  readonly settings: TrainSettings;
  /** What to learn from: samples of the part `train`, with their copies. */
  readonly examples: Examples;
  /** What early stopping listens to; no rows where everything trains. */
  readonly validation: Examples;
  readonly signal: AbortSignal;
  /** Where an interrupted run stands. */
  readonly resume: { readonly epoch: number; readonly checkpoint: Checkpoint } | undefined;
  onEpoch(point: EpochPoint): void;
  /** Keeps weights; those of epochs that `keep` was not called for are gone. */
  keep(epoch: number, checkpoint: Checkpoint): Promise<void>;
}

export interface Fitted {
  readonly head: Head;
  readonly tail?: Tail;
  /** Of every sample of the dataset, where a tail sees them otherwise than the trunk. */
  readonly vectors?: Matrix;
  readonly curve: readonly EpochPoint[];
  readonly bestEpoch: number;
  readonly stopped: RunReport['stopped'];
}

export type ClosedForm = Extract<TrainMethod, 'means' | 'ridge' | 'knn' | 'lda'>;

/** Ridge that a run without l2 still needs, or a project with few samples could not be solved. */
const leastRidge = 0.01;

/** One pass, no epochs. */
export function fitClosedForm(
  method: ClosedForm,
  { dataset: { classes }, examples, settings }: Pick<FitJob, 'dataset' | 'examples' | 'settings'>,
): Head {
  switch (method) {
    case 'means':
      return fitMeans(examples, classes);
    case 'knn':
      return fitKnn(examples, classes, settings.neighbours);
    case 'ridge':
      return fitRidge(examples, classes, Math.max(leastRidge, settings.l2));
    case 'lda':
      return fitLda(examples, classes, settings.shrinkage);
  }
}
