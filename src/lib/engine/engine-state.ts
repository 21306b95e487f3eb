/** What the page may know of an engine: one immutable value per change. */
import type { Failure } from '#lib/failure/failure.ts';
import type { Attempt, BackendName, BackendReport } from './backend.ts';
import type { Opened, OpenProgress } from './protocol.ts';

export interface EngineState {
  readonly status: 'starting' | 'ready' | 'failed';
  /** The backend that answers now. */
  readonly current?: BackendReport & Pick<Opened, 'medianMs'>;
  /** The backend that is opening: the first one, a replacement, or a candidate in the background. */
  readonly trying?: BackendName;
  /** Every decision with its reason, oldest first. */
  readonly attempts: readonly Attempt[];
  /** Of the opening that somebody waits for; absent while a candidate opens in the background. */
  readonly progress?: OpenProgress;
  /** Why the status is `failed`, or why the last worker was lost while a new one starts. */
  readonly failure?: Failure;
}
