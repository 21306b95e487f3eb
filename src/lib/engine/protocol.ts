/**
 * The one language spoken between the page and an engine worker. Types only.
 *
 * A domain (vision, text, trainer) declares its calls as a {@link Calls} map; the envelope is the
 * same for all. Each request has an id and exactly one ending: `result`, `failure`, `cancelled`,
 * or `bug`. Progress is a kind of its own. `update` changes a call that is still running.
 */
import type { Failure } from '#lib/failure/failure.ts';
import type { BackendName, BackendReport } from './backend.ts';

export interface Call {
  request: unknown;
  /** Messages from the page to a running call. */
  update: unknown;
  progress: unknown;
  result: unknown;
}

export type Calls = Record<string, Call>;

export type OpenStage = 'backend' | 'download' | 'verify' | 'warm-up' | 'calibrate';

export interface OpenProgress {
  readonly stage: OpenStage;
  readonly loaded: number;
  readonly total: number;
  /** Sent once, as soon as the backend runs: time enough to leave it before its models are read. */
  readonly report?: BackendReport;
}

export interface Opened {
  readonly report: BackendReport;
  /** Median milliseconds of one whole inference in the calibration; absent: not measured before it was asked for. */
  readonly medianMs?: number | undefined;
}

/** The first call of every engine worker: one backend and one set of models for its whole life. */
export interface OpenCall extends Call {
  request: { backend: BackendName };
  update: never;
  progress: OpenProgress;
  result: Opened;
}

/** What every domain served by an engine has in common. */
export type EngineCalls = Calls & { open: OpenCall };

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
  | { kind: 'lost'; failure: Failure }
  /** The worker holds this Web Lock for life; whoever is granted it next knows that it died. */
  | { kind: 'alive'; lock: string };

/** How a call ended, as the page sees it. Bugs reject the promise instead. */
export type Ending<R> =
  { kind: 'result'; value: R } | { kind: 'failure'; failure: Failure } | { kind: 'cancelled' };
