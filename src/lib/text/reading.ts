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
  /** Every label, best first; empty for a text in which nothing is to be seen. */
  readonly scores: readonly TextScore[];
  /** That were read. */
  readonly tokens: number;
  /** Steps that were computed for this answer; the others were known from the text before it. */
  readonly steps: number;
  /** Windows it was read in; 1 for all but long texts, 0 for one without tokens. */
  readonly windows: number;
  /** Part of the text that was read, 0..1: below 1, only places of a very long text, evenly spaced. */
  readonly covered: number;
  /** Milliseconds in the worker. */
  readonly readMs: number;
  readonly memory: EngineMemory;
}

export type AttributionMethod = 'gradient' | 'occlusion';

export interface TokenEffect extends Token {
  /** How much it speaks for (+) or against (−) the label, in logits of its score: ln(p / (1 − p)). */
  readonly contribution: number;
  /** Score of the label without this token, 0..1; NaN far into a long text, where it would cost too much. */
  readonly without: number;
}

/** The last recurrent layer over time, as typed arrays of [steps, units]; of a long text its last window. */
export interface Strip {
  readonly tokens: readonly Token[];
  readonly units: number;
  readonly hidden: Float32Array<ArrayBuffer>;
  /** Cell state, of an LSTM. */
  readonly carry?: Float32Array<ArrayBuffer>;
  /** Mean over the units of each gate, [steps] for each, by its name: input, forget, candidate, output; update, reset. */
  readonly gates: Readonly<Record<string, Float32Array<ArrayBuffer>>>;
}
