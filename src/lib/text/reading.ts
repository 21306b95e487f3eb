/** What a text model says of a text. Types only. */
import type { EngineMemory } from '#lib/engine/backend.ts';

export interface TextScore {
  /** Stable id: a BCP 47 code, an emotion, … or a class id. */
  readonly label: string;
  /** 0..1 */
  readonly score: number;
}

/** A token as it stands in what was typed: offsets in UTF-16 units, end exclusive. */
export interface Token {
  readonly start: number;
  readonly end: number;
}

export interface Reading {
  /** Every label, best first; empty for a text without tokens. */
  readonly scores: readonly TextScore[];
  readonly tokens: number;
  /** Steps that were computed for this answer; the others were known from the text before it. */
  readonly steps: number;
  /** Windows it was read in; 1 for all but long texts. */
  readonly windows: number;
  /** Milliseconds in the worker. */
  readonly readMs: number;
  readonly memory: EngineMemory;
}

export type AttributionMethod = 'gradient' | 'occlusion';

export interface TokenEffect extends Token {
  /** How much it speaks for (+) or against (−) the label, in logits. */
  readonly contribution: number;
  /** Score of the label without this token, 0..1; NaN where it was not asked for. */
  readonly without: number;
}

/** One recurrent layer over time, as typed arrays of [steps, units]. */
export interface Strip {
  readonly tokens: readonly Token[];
  readonly units: number;
  readonly hidden: Float32Array<ArrayBuffer>;
  /** Cell state, of an LSTM. */
  readonly carry?: Float32Array<ArrayBuffer>;
  /** Mean over the units of each gate, [steps] for each, by its name: input, forget, candidate, output; update, reset. */
  readonly gates: Readonly<Record<string, Float32Array<ArrayBuffer>>>;
}
