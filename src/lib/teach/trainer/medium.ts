/**
 * What the samples of a project are made of, as far as following and training need to know: pictures
 * (`picture-medium.ts`) or texts (`text/text-medium.ts`). Types only.
 */
import type { Failure } from '#lib/failure/failure.ts';
import type { Vectors } from './cache.ts';
import type { DeepFitJob } from './deep/deep-fit-job.ts';
import type { InstantMethod, LabelledSample, TrainSettings } from './protocol.ts';
import type { UsualTemperature } from '../score/instant-temperature.ts';
import type { Writing } from '../score/writing.ts';
import type { Dataset } from './train/dataset.ts';
import type { Fitted } from './train/fit.ts';

/** What was made of one kept sample: rows after each other, or why there are none. */
export type Made =
  | { readonly kind: 'rows'; readonly rows: Float32Array }
  | { readonly kind: 'unreadable'; readonly failure: Failure };

/** From the kept samples of a project to embeddings. */
export interface SampleSource<Kept = unknown> {
  /** What is kept of these samples, by id; those of which nothing is kept are left out. */
  read(ids: readonly string[]): Promise<Map<string, Kept>>;
  /** It is likely to be embedded soon: what can be done beside the embedding of others may begin. */
  ahead?(kept: Kept, id: string): void;
  /** @throws the signal's reason, FailureError of the backend */
  embed(kept: Kept, id: string, signal: AbortSignal): Promise<Made>;
}

export interface Watch {
  readonly signal: AbortSignal;
  onProgress(done: number, total: number): void;
}

export interface Medium {
  readonly trunk: { readonly id: string; readonly dimensions: number };
  /** While more wait, samples are embedded for so long before the head is told of them; 0: of each. */
  readonly togetherMs: number;
  /** Usual ones of instant heads, which calibrate themselves then; absent: `heads/temperatures.ts`. */
  readonly temperatures?: Readonly<Record<InstantMethod, UsualTemperature>>;
  source(projectId: string): SampleSource;
  /** How these samples are written; absent: they are not. */
  writingOf?(samples: readonly LabelledSample[], projectId: string): Promise<Writing>;
  /** The same samples, with one burst for those so alike that no split may divide them. */
  grouped(
    samples: readonly LabelledSample[],
    projectId: string,
  ): Promise<readonly LabelledSample[]>;
  /** Rows of the altered copies of each sample that trains, after each other; empty for none. */
  copies(
    dataset: Dataset,
    settings: TrainSettings,
    projectId: string,
    watch: Watch,
  ): Promise<ReadonlyMap<string, Vectors>>;
  /** Cancelled, it gives the best so far; before the first epoch it throws the signal's reason. */
  fit(job: DeepFitJob, projectId: string): Promise<Fitted>;
}
