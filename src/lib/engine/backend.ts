/** Words shared by the ladder, the workers and the runtime strip. No TensorFlow.js here: the page imports it. */
import type { Failure } from '#lib/failure/failure.ts';

export const backendNames = ['webgpu', 'webgl', 'wasm', 'cpu'] as const;
export type BackendName = (typeof backendNames)[number];

/** What a backend computes on, as the platform names it. */
export interface AdapterReport {
  readonly backend: BackendName;
  /** e.g. "swiftshader", "nvidia ampere"; empty when the platform does not say. */
  readonly adapter: string;
  /** A GPU drawn by the CPU (SwiftShader, llvmpipe): fine for parity, never the winner by rank. */
  readonly software: boolean;
}

/** What one worker found out about its backend; made once, when the worker opens. */
export interface BackendReport extends AdapterReport {
  readonly threads: number;
  readonly initMs: number;
  /** Largest absolute difference from the stored numbers of the correctness probe. */
  readonly probeError: number;
}

/** Why a rung of the ladder was taken or left. */
export type ChoiceReason =
  | 'pinned'
  /** Pinned, but there is nothing here that runs on it. */
  | 'unsuitable'
  | 'first-label-soonest'
  | 'quicker-here'
  | 'slower-here'
  | 'software-adapter'
  | 'failed'
  | 'replaced-after-loss';

export interface Attempt {
  readonly backend: BackendName;
  readonly chosen: boolean;
  readonly reason: ChoiceReason;
  readonly report?: AdapterReport;
  /** Median milliseconds of one inference in the calibration, where it ran. */
  readonly medianMs?: number;
  readonly failure?: Failure;
}

/** Memory of one worker's TensorFlow.js engine. */
export interface EngineMemory {
  readonly tensors: number;
  readonly bytes: number;
}
