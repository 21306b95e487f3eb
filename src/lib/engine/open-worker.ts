/** Starts one worker on one backend and waits until it is ready, with a limit on its silence. */
import type { Failure } from '#lib/failure/failure.ts';
import type { AdapterReport, BackendName, BackendReport } from './backend.ts';
import type { Glimpse } from './glimpse.ts';
import { openLimitsMs } from './ladder.ts';
import { Link, type LinkOptions, type WorkerLike } from './link.ts';
import type { EngineCalls, Opened, OpenProgress } from './protocol.ts';

export interface WorkerSource<C extends EngineCalls> {
  /** Throws where workers cannot be made. */
  spawn(backend: BackendName): WorkerLike;
  openRequest(backend: BackendName): C['open']['request'];
  /** Looks at the device before anything of the backend is downloaded. */
  readonly glimpse?:
    ((backend: BackendName, signal: AbortSignal) => Promise<Glimpse | undefined>) | undefined;
  readonly locks?: LinkOptions['locks'];
  /** Milliseconds of an inference of a worker that did not measure them when it opened; asked before another is judged by them. */
  readonly measure?: ((link: Link<C>) => Promise<number | undefined>) | undefined;
}

export interface OpenWatch<C extends EngineCalls> {
  readonly signal: AbortSignal;
  onProgress(progress: OpenProgress): void;
  /** Asked when the adapter is known: before the backend is downloaded where it can be, else before any model is read. */
  isWorthMeasuring(report: AdapterReport): boolean;
  /** The worker or its device was lost after it had opened. */
  onLost(link: Link<C>, failure: Failure): void;
}

export type OpenOutcome<C extends EngineCalls> =
  | { readonly kind: 'opened'; readonly link: Link<C>; readonly opened: Opened }
  | { readonly kind: 'left'; readonly report: AdapterReport }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly report?: BackendReport }
  | { readonly kind: 'cancelled' };

export async function openWorker<C extends EngineCalls>(
  source: WorkerSource<C>,
  backend: BackendName,
  watch: OpenWatch<C>,
): Promise<OpenOutcome<C>> {
  const seen = source.glimpse && (await source.glimpse(backend, watch.signal));
  if (watch.signal.aborted) return { kind: 'cancelled' };
  if (seen?.kind === 'failure') return { kind: 'failed', failure: seen.failure };
  if (seen && !watch.isWorthMeasuring(seen.report)) return { kind: 'left', report: seen.report };
  let worker: WorkerLike;
  try {
    worker = source.spawn(backend);
  } catch (error) {
    return { kind: 'failed', failure: { code: 'no-worker', detail: String(error) } };
  }
  let isOpen = false;
  const link = new Link<C>(worker, {
    locks: source.locks,
    onLost: (failure) => {
      if (isOpen) watch.onLost(link, failure);
    },
  });
  let report: BackendReport | undefined;
  let left = false;
  const silence = new SilenceLimit((stage) => {
    link.close({ code: 'backend-timeout', detail: `silent: ${stage}` });
  });
  silence.restart('backend');
  const stop = () => link.close();
  watch.signal.addEventListener('abort', stop, { once: true });
  try {
    const { ending } = link.call('open', source.openRequest(backend), {
      onProgress: (progress) => {
        if (progress.report && !report) {
          report = progress.report;
          left = !watch.isWorthMeasuring(report);
          if (left) return link.close();
        }
        silence.restart(progress.stage);
        watch.onProgress(progress);
      },
    });
    const end = await ending;
    if (watch.signal.aborted || end.kind === 'cancelled') {
      link.close();
      return { kind: 'cancelled' };
    }
    if (left && report) return { kind: 'left', report };
    if (end.kind === 'failure') {
      link.close();
      return { kind: 'failed', failure: end.failure, ...(report && { report }) };
    }
    isOpen = true;
    return { kind: 'opened', link, opened: end.value };
  } catch (error) {
    // A bug while opening one backend must be seen, and must not take the others down.
    link.close();
    reportError(error);
    return { kind: 'failed', failure: { code: 'worker-died', detail: String(error) } };
  } finally {
    silence.stop();
    watch.signal.removeEventListener('abort', stop);
  }
}

class SilenceLimit {
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #onExceeded: (stage: OpenProgress['stage']) => void;

  constructor(onExceeded: (stage: OpenProgress['stage']) => void) {
    this.#onExceeded = onExceeded;
  }

  restart(stage: OpenProgress['stage']): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#onExceeded(stage), openLimitsMs[stage]);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
