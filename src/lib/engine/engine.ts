/**
 * Runs a domain's calls on the quickest backend that this device has. A worker is one backend and
 * one set of models for its whole life: it is replaced, never changed. The page imports this file,
 * so no TensorFlow.js here.
 */
import type { Failure } from '#lib/failure/failure.ts';
import type { Attempt, BackendName } from './backend.ts';
import type { EngineState } from './engine-state.ts';
import {
  backoffMs,
  isBackendFailure,
  isWorthMeasuring,
  judge,
  nextRung,
  recorded,
  type Running,
} from './ladder.ts';
import type { CallOptions, Link, RunningCall } from './link.ts';
import { openWorker, type WorkerSource } from './open-worker.ts';
import { pause } from './pause.ts';
import type { EngineCalls, Opened } from './protocol.ts';
import { QueuedCall } from './queued-call.ts';

export type { EngineState } from './engine-state.ts';
export type { CallOptions, RunningCall } from './link.ts';

export interface EngineOptions<C extends EngineCalls> extends WorkerSource<C> {
  /** The only backend to try, by the visitor's wish. */
  readonly pinned?: BackendName | undefined;
  /** The only backends to choose among, where the domain has its reasons; what is pinned beside them is left. */
  readonly suitable?: readonly BackendName[] | undefined;
  /** Leaves the first seconds to what the visitor waits for before a candidate competes with it. */
  readonly candidateDelayMs?: number;
}

/** The old worker may finish what it was asked before a swap, but not for ever. */
const drainLimitMs = 15_000;

/** A worker that lived this long before it was lost is not blamed for earlier losses. */
const forgivenAfterMs = 60_000;

interface Current<C extends EngineCalls> extends Running {
  readonly link: Link<C>;
  readonly sinceMs: number;
}

export class Engine<C extends EngineCalls> {
  readonly #options: EngineOptions<C>;
  readonly #listeners = new Set<(state: EngineState) => void>();
  readonly #replacedListeners = new Set<() => void>();
  readonly #losses = new Map<BackendName, number>();
  #state: EngineState = { status: 'starting', attempts: [] };
  #current: Current<C> | undefined;
  #climbing = new AbortController();
  #queue: QueuedCall<C>[] = [];
  /** Calls may have ended for want of a worker, so whoever is live must be told of the next one. */
  #replacing = false;
  #closed = false;

  constructor(options: EngineOptions<C>) {
    const { pinned, suitable } = options;
    const isSuitable = !pinned || (suitable?.includes(pinned) ?? true);
    this.#options = isSuitable ? options : { ...options, pinned: undefined };
    if (!isSuitable) this.#record({ backend: pinned, chosen: false, reason: 'unsuitable' });
    void this.#climb(0);
  }

  get state(): EngineState {
    return this.#state;
  }

  /** Tells the state now and at every change. */
  subscribe(listener: (state: EngineState) => void): () => void {
    this.#listeners.add(listener);
    listener(this.#state);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Tells that another worker has taken over. A live call is not moved: what was transferred to
   * the old worker is gone, so its owner cancels it and calls again with a fresh source.
   */
  onReplaced(listener: () => void): () => void {
    this.#replacedListeners.add(listener);
    return () => this.#replacedListeners.delete(listener);
  }

  /** Waits for the first worker where there is none yet. */
  call<K extends keyof C & string>(
    name: K,
    payload: C[K]['request'],
    options: CallOptions<C[K]> = {},
  ): RunningCall<C[K]> {
    if (this.#current) return this.#current.link.call(name, payload, options);
    const queued = new QueuedCall<C>(name, payload, options);
    if (this.#state.status === 'failed' && this.#state.failure) queued.fail(this.#state.failure);
    else this.#queue.push(queued);
    return queued as RunningCall<C[K]>;
  }

  /** Starts again from the first rung after a failure, with every earlier loss forgiven. */
  retry(): void {
    if (this.#closed || this.#state.status !== 'failed') return;
    this.#losses.clear();
    void this.#climb(0);
  }

  /** Stops everything; calls end with a failure. */
  close(): void {
    this.#stop();
    this.#current?.link.close();
  }

  /** As {@link close}, but calls that were begun may come to their end first. */
  retire(): void {
    this.#stop();
    void this.#current?.link.drain(drainLimitMs);
  }

  #stop(): void {
    this.#closed = true;
    this.#climbing.abort();
    this.#failQueue({ code: 'worker-died', detail: 'closed' });
  }

  async #climb(waitMs: number): Promise<void> {
    this.#climbing.abort();
    this.#climbing = new AbortController();
    const { signal } = this.#climbing;
    const tried = new Set<BackendName>();
    if (!this.#current) this.#change({ status: 'starting', current: undefined });
    await pause(waitMs, signal);
    let delayed = false;
    let firstFailure: Failure | undefined;
    while (!signal.aborted) {
      const rung = nextRung({ ...this.#choice(), tried, losses: this.#losses });
      if (!rung) break;
      if (this.#current && !delayed) {
        await pause(this.#options.candidateDelayMs ?? 1_500, signal);
        delayed = true;
        continue;
      }
      tried.add(rung);
      const failure = await this.#try(rung, signal);
      firstFailure ??= failure;
      if (failure && !isBackendFailure(failure)) break;
    }
    if (signal.aborted) return;
    this.#change({ trying: undefined, progress: undefined });
    if (!this.#current) this.#fail(firstFailure ?? this.#state.failure);
  }

  /** Returns why the backend did not open. */
  async #try(backend: BackendName, signal: AbortSignal): Promise<Failure | undefined> {
    this.#change({ trying: backend });
    const outcome = await openWorker<C>(this.#options, backend, {
      signal,
      onProgress: (progress) => {
        if (!this.#current && !signal.aborted) this.#change({ progress });
      },
      isWorthMeasuring: (report) => isWorthMeasuring(report, this.#choice()),
      onLost: (link, failure) => this.#lost(link, failure),
    });
    switch (outcome.kind) {
      case 'cancelled':
        return undefined;
      case 'left':
        this.#record({
          backend,
          chosen: false,
          reason: 'software-adapter',
          report: outcome.report,
        });
        return undefined;
      case 'failed': {
        const { failure, report } = outcome;
        this.#record({
          backend,
          chosen: false,
          reason: 'failed',
          failure,
          ...(report && { report }),
        });
        return failure;
      }
      case 'opened':
        await this.#measureCurrent();
        if (signal.aborted) outcome.link.close();
        else this.#decide(outcome.link, outcome.opened);
        return undefined;
    }
  }

  async #measureCurrent(): Promise<void> {
    const measured = this.#current;
    if (!measured || measured.medianMs !== undefined) return;
    const medianMs = await this.#options.measure?.(measured.link);
    if (medianMs === undefined || this.#current !== measured) return;
    this.#current = { ...measured, medianMs };
    const { current } = this.#state;
    if (current) this.#change({ current: { ...current, medianMs } });
  }

  #decide(link: Link<C>, { report, medianMs }: Opened): void {
    const { backend, software } = report;
    const candidate: Running = { backend, software, medianMs };
    const verdict = judge(candidate, this.#choice(), this.#losses.size > 0);
    this.#record({ backend, report, medianMs, ...verdict });
    if (!verdict.chosen) return link.close();
    const old = this.#current;
    this.#current = { ...candidate, link, sinceMs: performance.now() };
    this.#change({
      status: 'ready',
      current: { ...report, medianMs },
      progress: undefined,
      failure: undefined,
    });
    for (const queued of this.#queue.splice(0)) queued.start(link);
    if (old || this.#replacing) for (const listener of this.#replacedListeners) listener();
    this.#replacing = false;
    void old?.link.drain(drainLimitMs);
  }

  #lost(link: Link<C>, failure: Failure): void {
    const lost = this.#current;
    // A worker that is being drained after a swap is nobody's loss.
    if (this.#closed || lost?.link !== link) return;
    const { backend, sinceMs } = lost;
    if (performance.now() - sinceMs > forgivenAfterMs) this.#losses.delete(backend);
    this.#losses.set(backend, (this.#losses.get(backend) ?? 0) + 1);
    this.#current = undefined;
    this.#replacing = true;
    this.#record({ backend, chosen: false, reason: 'failed', failure });
    this.#change({ failure });
    let losses = 0;
    for (const count of this.#losses.values()) losses += count;
    void this.#climb(backoffMs(losses));
  }

  #choice() {
    const { pinned, suitable } = this.#options;
    return { pinned, suitable, current: this.#current };
  }

  #fail(failure: Failure = { code: 'worker-died' }): void {
    this.#replacing = true;
    this.#change({ status: 'failed', failure });
    this.#failQueue(failure);
  }

  #failQueue(failure: Failure): void {
    for (const queued of this.#queue.splice(0)) queued.fail(failure);
  }

  #record(attempt: Attempt): void {
    this.#change({ attempts: recorded(this.#state.attempts, attempt) });
  }

  #change(change: Partial<EngineState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener(this.#state);
  }
}
