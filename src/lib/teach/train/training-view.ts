/** What the training panel needs of whatever trains. Types only; `training.svelte.ts` is the real one. */
import type { Failure } from '#lib/failure/failure.ts';
import type { InstantMethod } from '../heads/instant.ts';
import type { EpochPoint, TrainSettings } from '../trainer/protocol.ts';

export type TrainingState = 'idle' | 'embedding' | 'training' | 'done' | 'cancelled' | 'failed';

export interface TrainingView {
  readonly state: TrainingState;
  /** 0..1 of the embedding or of the epochs. */
  readonly progress: number;
  /** The run that trains, or trained last on this page. */
  readonly runId: string | undefined;
  readonly epoch: number;
  readonly epochs: number;
  readonly curve: readonly EpochPoint[];
  readonly failure: Failure | undefined;
  /** The head that follows the samples. */
  readonly instant: {
    readonly method: InstantMethod;
    readonly embedded: number;
    readonly total: number;
    /** What the newest sample cost after its embedding; undefined before the first. */
    readonly updateMs: number | undefined;
  };
  useInstant(method: InstantMethod): void;
  train(settings: TrainSettings): Promise<void>;
  cancel(): void;
  resume(runId: string): Promise<void>;
}
