/**
 * The one language spoken between the page and an engine worker. Types only.
 *
 * A domain (vision, text, trainer) declares its calls as a {@link Calls} map; the envelope is the
 * same for all. Each request has an id and exactly one ending: `result`, `failure`, `cancelled`,
 * or `bug`. Progress is a kind of its own. `update` changes a call that is still running.
 */
import type { Failure } from '#lib/failure/failure.ts';

export interface Call {
  request: unknown;
  /** Messages from the page to a running call. */
  update: unknown;
  progress: unknown;
  result: unknown;
}

export type Calls = Record<string, Call>;

export type ToWorker<C extends Calls> =
  | {
      [K in keyof C & string]: { kind: 'request'; id: number; call: K; payload: C[K]['request'] };
    }[keyof C & string]
  | { kind: 'update'; id: number; payload: C[keyof C & string]['update'] }
  | { kind: 'cancel'; id: number };

export type FromWorker<C extends Calls> =
  | { kind: 'progress'; id: number; payload: C[keyof C & string]['progress'] }
  | { kind: 'result'; id: number; payload: C[keyof C & string]['result'] }
  | { kind: 'failure'; id: number; failure: Failure }
  | { kind: 'cancelled'; id: number }
  | { kind: 'bug'; id: number | null; name: string; message: string; stack?: string }
  /** The device or context is gone: every call of this worker has ended or will end now. */
  | { kind: 'lost'; failure: Failure };

/** How a call ended, as the page sees it. Bugs reject the promise instead. */
export type Ending<R> =
  { kind: 'result'; value: R } | { kind: 'failure'; failure: Failure } | { kind: 'cancelled' };
