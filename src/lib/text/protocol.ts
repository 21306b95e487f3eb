/** Calls of a text worker. Types only. */
import type { BackendName } from '#lib/engine/backend.ts';
import type { Opened, OpenProgress } from '#lib/engine/protocol.ts';
import type { AttributionMethod, Reading, Strip, TextScore, TokenEffect } from './reading.ts';

// A type alias, so that it is assignable to the engine's `Calls`.
export type TextCalls = {
  /** First call of every worker: one backend. `models` are fetched meanwhile, others with their first reading. */
  open: {
    request: { backend: BackendName; models: readonly string[]; baseUrl: string };
    update: never;
    progress: OpenProgress;
    result: Opened;
  };
  /**
   * Reads texts as they are typed, until it is cancelled: the newest wins, one at a time. What was
   * read before and is still the beginning is not read again.
   */
  type: {
    request: { model: string };
    update: { kind: 'text'; sequence: number; text: string };
    progress: { kind: 'reading'; sequence: number; reading: Reading };
    result: never;
  };
  /** One text, once. */
  read: {
    request: { model: string; text: string };
    update: never;
    progress: never;
    result: Reading;
  };
  /** What each token does for a label, and what deleting it would do. */
  explain: {
    request: { model: string; text: string; label: string; method: AttributionMethod };
    update: never;
    progress: { fraction: number };
    result: readonly TokenEffect[];
  };
  /** Hidden state and gates over time, of one recurrent layer. */
  strip: {
    request: { model: string; text: string };
    update: never;
    progress: never;
    result: Strip;
  };
  /** Many texts; answers come in the order of the rows. Of a blank one the label is '' and the score 0. */
  batch: {
    request: { model: string; texts: readonly string[] };
    update: never;
    progress: { done: number; readings: readonly TextScore[] };
    result: { done: number };
  };
};
