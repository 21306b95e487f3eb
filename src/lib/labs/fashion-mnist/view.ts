/** What the worker tells the page of a run. Types only. */
import type { EpochPoint } from './trainer.ts';
import type { Scores } from './score.ts';

/** The moving mean of the batches, at `x` epochs. */
export interface TracePoint {
  readonly x: number;
  readonly loss: number;
  readonly accuracy: number;
}

/** A hundred test pictures and what the network says of them now. */
export interface Wall {
  /** [pictures, classes] */
  readonly scores: Float32Array;
  readonly answers: readonly number[];
}

export interface WallPicture {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly truth: number;
}

/** The weights of the first layer, each unit's a picture. */
export interface Filters {
  readonly units: number;
  readonly shown: number;
  /** [shown, 28 × 28], −127 to 127: each unit's greatest weight is 127 in size. */
  readonly values: Int8Array;
}

/** Parts that are absent are as they were. */
export interface View {
  /** The one that is trained, from 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** Of its pictures, 0 to 1. */
  readonly progress: number;
  readonly testing: boolean;
  readonly stepsToTest: number;
  readonly running: { readonly loss: number; readonly accuracy: number } | undefined;
  /** Pictures a second. */
  readonly speed: number | undefined;
  readonly kernels: 'wasm' | 'plain';
  readonly pictures: { readonly train: number; readonly test: number };
  readonly parameters: number;
  /** A part has changed that is not in this view: `change` brings it. */
  readonly behind: boolean;
  readonly trace?: readonly TracePoint[];
  readonly points?: readonly EpochPoint[];
  readonly scores?: Scores;
  readonly filters?: Filters;
  readonly wall?: Wall;
  readonly wallPictures?: readonly WallPicture[];
}
