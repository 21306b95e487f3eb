/**
 * Calls of a trainer worker. Types only. A role is opened twice: as `trainer`, which embeds and
 * trains, and as `tester`, which answers what is live, so that answers never wait. Pictures and texts
 * have roles of their own (`role.ts`, `text/role.ts`); what both are asked is {@link SharedCalls}.
 */
import type { BackendName } from '#lib/engine/backend.ts';
import type { Opened, OpenProgress } from '#lib/engine/protocol.ts';
import type { EngineMemory } from '#lib/engine/backend.ts';
import type { LiveCall } from '#lib/vision/protocol.ts';
import type { TokenEffect } from '#lib/text/reading.ts';
import type { HeatMap, StageTimes } from '#lib/vision/prediction.ts';
import type { Failure } from '#lib/failure/failure.ts';
import type { Head, HeadMethod } from '../heads/head.ts';
import type { InstantMethod } from '../heads/instant.ts';
import type { HeadSettings, OptimiserName } from '../heads/settings.ts';
import type { Familiarity } from '../score/open-set.ts';
import type { Writing } from '../score/writing.ts';
import type { Tail } from './tail.ts';

export type { InstantMethod, OptimiserName };

/** `cnn` learns from pictures only, `bag-of-words` and `lstm` from texts only. */
export type TrainMethod = HeadMethod | 'fine-tune' | 'cnn' | 'bag-of-words' | 'lstm';

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
  /** Blocks of the trunk that fine-tuning unfreezes, from its end: 1 to 3. Of pictures only. */
  readonly unfreeze: number;
  /** Of texts only, here and below. Units of an LSTM that learns from scratch. */
  readonly units: number;
  /** Numbers for each token that an LSTM learns from scratch. */
  readonly embeddingSize: number;
  /** 0..1: the part of the weights from step to step that a step of training does not see. */
  readonly recurrentDropout: number;
  /** Tokens of a text that an LSTM learns from; the rest of a longer text is left out. */
  readonly window: number;
  /** Whether a bag of words also counts pairs of neighbouring words. */
  readonly pairs: boolean;
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

/** One sample as the trainer needs it; the worker reads the picture or the text by its id. */
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

/**
 * A head with what it needs to say "unknown", and the network that was trained with it, if one was.
 * Scores are `head` of the tail's embedding, or of the trunk's where there is no tail.
 */
export interface Answerer {
  readonly head: Head;
  /** Whose embeddings it was made of; absent in those of before one could choose: see `firstTrunk`. */
  readonly trunk?: string;
  /**
   * Measures the embedding that `head` takes. Of texts always the trunk's, whatever was trained: an
   * encoder that has read much tells a stranger better than a network that has read only the project.
   */
  readonly familiarity?: Familiarity;
  /** Of texts: what is written otherwise is farther off than its embedding says. */
  readonly writing?: Writing;
  /** What was trained below the head: for `fine-tune`, `cnn`, `bag-of-words` and `lstm`. */
  readonly tail?: Tail;
}

export interface ClassScore {
  readonly classId: string;
  /** 0..1 */
  readonly score: number;
}

/** What a head says of a picture or of a text. */
export interface Answer {
  /** Every answer class, best first; empty while there is no head. */
  readonly scores: readonly ClassScore[];
  /** Distance to the nearest class, comparable with the familiarity's curves; NaN without one. */
  readonly distance: number;
  /** The trunk's; empty for live frames that a tail of its own answers, see `look`. */
  readonly embedding: Float32Array<ArrayBuffer>;
  readonly memory: EngineMemory;
}

export interface TestResult extends Answer {
  readonly times: StageTimes;
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

export interface TextResult extends Answer {
  /** Tokens that were read; 0: there is nothing to answer, and no scores. */
  readonly tokens: number;
  /** Milliseconds in the worker. */
  readonly readMs: number;
}

/** What is asked of a trainer whatever its samples are. */
export type SharedCalls = {
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
  /** The head that answers from now on. */
  answerWith: { request: { answerer: Answerer }; update: never; progress: never; result: true };
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
  /** Samples to lock away for the test: about a share of each class, none without what is like it. */
  lockable: {
    request: { share: number; seed: number };
    update: never;
    progress: never;
    result: readonly string[];
  };
  /** A place in the plane for each sample, both in 0..1. */
  map: {
    request: { method: 'pca' | 'umap'; seed: number };
    update: never;
    progress: { fraction: number };
    result: readonly { sampleId: string; x: number; y: number }[];
  };
};

export type TrainerCalls = SharedCalls & {
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
};

export type TextTrainerCalls = SharedCalls & {
  /** Reads a text as it is typed, until it is cancelled: the newest wins, one at a time. */
  type: {
    request: Record<string, never>;
    update: { kind: 'text'; sequence: number; text: string };
    /** A change of head is told as well, with the sequence of the newest text. */
    progress: { kind: 'answer'; sequence: number; result: TextResult };
    result: never;
  };
  /** What each token does for a class, and what deleting it would do. */
  explain: {
    request: { text: string; classId: string };
    update: never;
    progress: { fraction: number };
    result: readonly TokenEffect[];
  };
};
