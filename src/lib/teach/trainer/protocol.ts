/**
 * Calls of a trainer worker. Types only. The role is opened twice: as `trainer`, which embeds and
 * trains, and as `tester`, which looks through the camera, so that live answers never wait.
 */
import type { BackendName } from '#lib/engine/backend.ts';
import type { Opened, OpenProgress } from '#lib/engine/protocol.ts';
import type { EngineMemory } from '#lib/engine/backend.ts';
import type { FrameInput } from '#lib/vision/protocol.ts';
import type { HeatMap, StageTimes } from '#lib/vision/prediction.ts';
import type { Head, HeadMethod } from '../heads/head.ts';
import type { Familiarity } from '../score/open-set.ts';

export type OptimiserName =
  'sgd' | 'momentum' | 'nesterov' | 'adagrad' | 'rmsprop' | 'adadelta' | 'adam';

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
export interface TrainSettings {
  readonly method: TrainMethod;
  readonly optimiser: OptimiserName;
  readonly learningRate: number;
  readonly batchSize: number;
  readonly epochs: number;
  readonly l1: number;
  readonly l2: number;
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
  readonly classWeights: boolean;
  readonly augmentation: Augmentation;
  /** Fraction of the bursts of each class that validate. */
  readonly validation: number;
  /** Blocks of the trunk that fine-tuning unfreezes, from its end. */
  readonly unfreeze: number;
  readonly seed: number;
}

export interface EpochPoint {
  readonly epoch: number;
  readonly loss: number;
  readonly accuracy: number;
  readonly validationLoss: number;
  readonly validationAccuracy: number;
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
  /** Layers trained on top of the frozen part, for `fine-tune` and `cnn`; see trainer/tail.ts. */
  readonly tail?: unknown;
}

export interface ClassScore {
  readonly classId: string;
  /** 0..1 */
  readonly score: number;
}

export interface TestResult {
  /** Every answer class, best first. */
  readonly scores: readonly ClassScore[];
  /** Distance to the nearest class, comparable with the familiarity's curves; NaN without one. */
  readonly distance: number;
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
      classes: readonly { id: string; role: 'answer' | 'none' }[];
      samples: readonly LabelledSample[];
      instant: 'means' | 'ridge' | 'knn' | 'lda';
    };
    update:
      | { kind: 'samples'; put: readonly LabelledSample[]; removed: readonly string[] }
      | { kind: 'classes'; classes: readonly { id: string; role: 'answer' | 'none' }[] }
      | { kind: 'instant'; method: 'means' | 'ridge' | 'knn' | 'lda' };
    progress:
      | { kind: 'embedded'; done: number; total: number; unreadable: readonly string[] }
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
  test: {
    request: { input: FrameInput; maxFps?: number };
    update: { kind: 'frame'; frame: VideoFrame | ImageBitmap } | { kind: 'pause'; paused: boolean };
    progress: { kind: 'want' } | { kind: 'frame'; result: TestResult };
    result: { reason: 'source-ended' };
  };
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
