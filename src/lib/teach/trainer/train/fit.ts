/** What every method of learning is given, and what it gives back. Types only. */
import type { Examples, Head, Matrix } from '../../heads/head.ts';
import type { Resumption } from '../checkpoint.ts';
import type { Answerer, EpochPoint, RunReport, TrainSettings } from '../protocol.ts';
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
  readonly resume: Resumption | undefined;
  readonly keeper: Keeper;
  onEpoch(point: EpochPoint): void;
}

/** Keeps what a run has learnt while it goes on. */
export interface Keeper {
  /**
   * Told after each epoch; decides by itself how often to write.
   * @param answerer the weights after this epoch
   * @param state what going on needs
   */
  epoch(point: EpochPoint, answerer: () => Answerer, state: () => unknown): Promise<void>;
}

export interface Fitted {
  readonly head: Head;
  readonly tail?: Tail;
  /** Of every sample of the dataset, where a tail sees them otherwise than the trunk. */
  readonly vectors?: Matrix;
  /** Of every sample of the dataset, of the head without its temperature: where a tail reads texts. */
  readonly logits?: Matrix;
  readonly curve: readonly EpochPoint[];
  readonly bestEpoch: number;
  readonly stopped: RunReport['stopped'];
}
