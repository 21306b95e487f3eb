/** The words of See. Pure types: imported by the page and by the worker. */
import type { EngineMemory } from '#lib/engine/backend.ts';

/** Stable, untranslated: COCO and Open Images names in lower case with hyphens ("coffee-cup"). */
export type LabelId = string;

/** Fractions of the whole frame as the camera gave it (not mirrored), origin top left. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Prediction {
  readonly label: LabelId;
  /** 0..1 */
  readonly score: number;
}

/** One thing found in the frame. */
export interface Detection extends Prediction {
  readonly box: Box;
}

/** Milliseconds that one frame spent in each stage. */
export interface StageTimes {
  /** From the camera's timestamp to the worker taking the frame. */
  readonly transfer: number;
  readonly preprocess: number;
  readonly infer: number;
  readonly post: number;
}

/** What the worker says of one frame: every label it knows, best first; nothing is suppressed. */
export interface FrameResult {
  readonly predictions: readonly Prediction[];
  readonly detections: readonly Detection[];
  readonly times: StageTimes;
  readonly memory: EngineMemory;
  /** Frames replaced by a newer one before they were looked at, since the call began. */
  readonly dropped: number;
  /** Frames looked at since the call began. */
  readonly frames: number;
  readonly width: number;
  readonly height: number;
  /** Which models looked at this frame. */
  readonly models: readonly string[];
}

/** A grid of how much each place of the frame speaks for a label; row by row, 0..1. */
export interface HeatMap {
  readonly label: LabelId;
  readonly method: 'activation' | 'occlusion';
  readonly columns: number;
  readonly rows: number;
  readonly values: Float32Array;
}
