/**
 * Calls of a trainer worker. Types only. The role is opened twice: as `trainer`, which embeds and
 * trains, and as `tester`, which looks through the camera, so that live answers never wait.
 */
import type { BackendName } from '#lib/engine/backend.ts';
import type { Opened, OpenProgress } from '#lib/engine/protocol.ts';
import type { EngineMemory } from '#lib/engine/backend.ts';
import type { LiveCall } from '#lib/vision/protocol.ts';
import type { HeatMap, StageTimes } from '#lib/vision/prediction.ts';
import type { Failure } from '#lib/failure/failure.ts';
import type { Head, HeadMethod } from '../heads/head.ts';
import type { InstantMethod } from '../heads/instant.ts';
import type { HeadSettings, OptimiserName } from '../heads/settings.ts';
import type { Familiarity } from '../score/open-set.ts';
import type { Tail } from './tail.ts';

export type { InstantMethod, OptimiserName };

export type TrainMethod = HeadMethod | 'fine-tune' | 'cnn';

export interface Augmentation {
  readonly mirror: boolean;
  readonly crop: boolean;
  readonly colour: boolean;
  readonly rotate: boolean;
  /** Copies of each sample beside itself. */
  readonly copies: number;
}

/** Everything a run is made of besides its samples; the same settings and seed give the same weights. */
export interface TrainSettings extends Omit<HeadSettings, 'method'> {
  readonly method: TrainMethod;
  readonly augmentation: Augmentation;
  /** Fraction of the samples of each class that validate, by whole bursts. */
  readonly validation: number;
  /** Blocks of the trunk that fine-tuning unfreezes, from its end: 1 to 3. */
  readonly unfreeze: number;
}

export interface EpochPoint {
  readonly epoch: number;
  readonly loss: number;
  readonly accuracy: number;
  readonly validationLoss: number;
  readonly validationAccuracy: number;
}

export interface FollowedClass {
  readonly id: string;
  /** Samples of a `none` class teach what to reject; it is no answer. */
  readonly role: 'answer' | 'none';
}

/** One sample as the trainer needs it; the worker reads the picture by its id. */
export interface LabelledSample {
  readonly id: string;
  readonly classId: string;
  readonly burst: string;
  readonly part: 'auto' | 'test';
}

/** How one held-out sample was answered. */
export interface Judgement {
  readonly sampleId: string;
  readonly part: 'train' | 'validation' | 'test';
  /** Class ids. */
  readonly truth: string;
  readonly answer: string;
  readonly score: number;
}

export interface RunReport {
  readonly classes: readonly string[];
  readonly judgements: readonly Judgement[];
  /** Expected calibration error before and after temperature scaling, on validation. */
  readonly calibrationBefore: number;
  readonly calibrationAfter: number;
  readonly bestEpoch: number;
  readonly stopped: 'finished' | 'early' | 'cancelled' | 'not-a-number';
  /** Milliseconds, embedding apart. */
  readonly fitMs: number;
  readonly embedMs: number;
}

/** A head with what it needs to say "unknown". A fine-tuned tail or small network comes with it. */
export interface Answerer {
  readonly head: Head;
  readonly familiarity?: Familiarity;
  /** What was trained below the head, for `fine-tune` and `cnn`. */
  readonly tail?: Tail;
}

export interface ClassScore {
  readonly classId: string;
  /** 0..1 */
  readonly score: number;
}

export interface TestResult {
  /** Every answer class, best first; empty while there is no head. */
  readonly scores: readonly ClassScore[];
  /** Distance to the nearest class, comparable with the familiarity's curves; NaN without one. */
  readonly distance: number;
  /** The trunk's; empty for live frames that a tail of its own answers, see `look`. */
  readonly embedding: Float32Array<ArrayBuffer>;
  readonly times: StageTimes;
  readonly memory: EngineMemory;
  readonly dropped: number;
  readonly frames: number;
  readonly width: number;
  readonly height: number;
}

export interface Neighbour {
  readonly sampleId: string;
  /** Cosine similarity, −1..1. */
  readonly similarity: number;
}

export type TrainerCalls = {
  open: {
    request: { backend: BackendName; trunk: string; baseUrl: string };
    update: never;
    progress: OpenProgress;
    result: Opened;
  };
  /**
   * Follows a project until it is cancelled: embeds what is missing, keeps every embedding at hand
   * and tells the instant head after each change.
   */
  follow: {
    request: {
      projectId: string;
      classes: readonly FollowedClass[];
      samples: readonly LabelledSample[];
      instant: InstantMethod;
    };
    update:
      | { kind: 'samples'; put: readonly LabelledSample[]; removed: readonly string[] }
      | { kind: 'classes'; classes: readonly FollowedClass[] }
      | { kind: 'instant'; method: InstantMethod };
    progress:
      | {
          kind: 'embedded';
          done: number;
          total: number;
          unreadable: readonly string[];
          /** Why embeddings could not be kept; they serve for now and are made again next time. */
          unkept?: Failure;
        }
      /** `updateMs`: what the newest samples cost after their embedding. */
      | { kind: 'head'; answerer: Answerer; updateMs: number };
    result: never;
  };
  /** Trains on what `follow` holds; a checkpoint is stored as it goes, so that it can be resumed. */
  train: {
    request: { runId: string; settings: TrainSettings; resume?: boolean };
    update: never;
    progress:
      | { kind: 'embedding'; done: number; total: number }
      | { kind: 'epoch'; point: EpochPoint; epochs: number };
    result: { report: RunReport; answerer: Answerer; curve: readonly EpochPoint[] };
  };
  /** The head that `test` and `look` answer with from now on. */
  answerWith: { request: { answerer: Answerer }; update: never; progress: never; result: true };
  /** Looks at the newest frame, again and again. */
  test: LiveCall<TestResult>;
  look: { request: { image: ImageBitmap }; update: never; progress: never; result: TestResult };
  /** Where the picture speaks for the class: occlusion with the head in use. */
  explain: {
    request: { image: ImageBitmap; classId: string };
    update: never;
    progress: { fraction: number };
    result: HeatMap;
  };
  /** Samples that look most like an embedding, best first. */
  nearest: {
    request: { embedding: Float32Array<ArrayBuffer>; count: number };
    update: never;
    progress: never;
    result: readonly Neighbour[];
  };
  /** Samples that their look-alikes (each left out in turn) contradict, and pairs nearly the same. */
  audit: {
    request: Record<string, never>;
    update: never;
    progress: { fraction: number };
    result: {
      suspects: readonly { sampleId: string; suggested: string; confidence: number }[];
      duplicates: readonly (readonly [string, string])[];
    };
  };
  /** A place in the plane for each sample, both in 0..1. */
  map: {
    request: { method: 'pca' | 'umap'; seed: number };
    update: never;
    progress: { fraction: number };
    result: readonly { sampleId: string; x: number; y: number }[];
  };
};
