/**
 * Trains runs and keeps them: the row while it trains, so that a killed tab loses no more than the
 * epochs since the last checkpoint, and the finished run as one step that can be undone.
 */
import type { CallOptions, RunningCall } from '#lib/engine/link.ts';
import type { Failure, FailureCode } from '#lib/failure/failure.ts';
import { newId } from '#lib/storage/new-id.ts';
import type { RunRow } from '#lib/storage/project-rows.ts';
import type { InstantMethod } from '../heads/instant.ts';
import type { OpenProject } from '../project/open-project.svelte.ts';
import type { EpochPoint, TrainerCalls, TrainSettings } from '../trainer/protocol.ts';
import type { Follower } from './follower.svelte.ts';
import { readSettings } from './settings.ts';
import type { TrainingState, TrainingView } from './training-view.ts';

type TrainCall = TrainerCalls['train'];

export interface TrainEngine {
  call(
    name: 'train',
    payload: TrainCall['request'],
    options: CallOptions<TrainCall>,
  ): RunningCall<TrainCall>;
}

/** The curve goes to disk this often while it grows. */
const rowEveryMs = 1_000;

/** A worker that died is replaced; the run goes on there, but not for ever. */
const resumptions = 2;

const workerLosses: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'worker-died',
  'device-lost',
  'out-of-memory',
]);

export interface TrainingOptions {
  readonly project: OpenProject;
  readonly engine: TrainEngine;
  readonly follower: Follower;
  /** Whose embeddings the engine gives now; that of the project by default. */
  readonly trunk?: () => string;
  /** Words for the nth run of a project. */
  readonly nameRun?: (number: number) => string;
}

export class Training implements TrainingView {
  readonly #project: OpenProject;
  readonly #engine: TrainEngine;
  readonly #follower: Follower;
  readonly #trunk: () => string;
  readonly #nameRun: (number: number) => string;
  #ended: (() => void)[] = [];
  #stop: AbortController | undefined;
  #rowMs = 0;

  #state = $state.raw<TrainingState>('idle');
  #progress = $state.raw(0);
  #run = $state.raw<RunRow>();
  #epochs = $state.raw(0);
  #curve = $state.raw<readonly EpochPoint[]>([]);
  #failure = $state.raw<Failure>();

  constructor({
    project,
    engine,
    follower,
    trunk = () => project.project.trunk,
    nameRun = (number) => `#${number}`,
  }: TrainingOptions) {
    this.#project = project;
    this.#trunk = trunk;
    this.#engine = engine;
    this.#follower = follower;
    this.#nameRun = nameRun;
  }

  get state(): TrainingState {
    return this.#state;
  }

  get progress(): number {
    return this.#progress;
  }

  get runId(): string | undefined {
    return this.#run?.id;
  }

  get epoch(): number {
    return this.#curve.at(-1)?.epoch ?? 0;
  }

  get epochs(): number {
    return this.#epochs;
  }

  get curve(): readonly EpochPoint[] {
    return this.#curve;
  }

  get failure(): Failure | undefined {
    return this.#failure;
  }

  get instant(): TrainingView['instant'] {
    const { method, embedded, updateMs } = this.#follower;
    return { method, embedded: embedded.done, total: embedded.total, updateMs };
  }

  useInstant(method: InstantMethod): void {
    void this.#follower.useInstant(method);
  }

  async train(settings: TrainSettings): Promise<void> {
    if (this.#stop) return;
    await this.#begin(
      {
        id: newId(),
        projectId: this.#project.id,
        name: this.#nameRun(this.#project.runs.length + 1),
        startedAt: Date.now(),
        state: 'running',
        trunk: this.#trunk(),
        settings: { ...settings },
        curve: [],
      },
      false,
    );
  }

  /** Goes on with an interrupted run from its last checkpoint, to the same weights. */
  async resume(runId: string): Promise<void> {
    const run = this.#project.runs.find(({ id }) => id === runId);
    if (this.#stop || !run) return;
    await this.#begin({ ...run, state: 'running', trunk: this.#trunk() }, true);
  }

  /** Resolves when no run trains; at once when none does. */
  ended(): Promise<void> {
    if (!this.#stop) return Promise.resolve();
    return new Promise((resolve) => this.#ended.push(resolve));
  }

  /** Stops; the best epoch so far answers. */
  cancel(): void {
    this.#stop?.abort();
  }

  close(): void {
    this.#stop?.abort();
  }

  async #begin(run: RunRow, resume: boolean): Promise<void> {
    const stop = new AbortController();
    this.#stop = stop;
    this.#failure = undefined;
    this.#state = 'embedding';
    this.#progress = 0;
    this.#curve = resume ? (run.curve as unknown as EpochPoint[]) : [];
    this.#epochs = readSettings(run.settings, this.#project.project.kind).epochs;
    this.#run = run;
    try {
      if (await this.#project.startRun(run)) await this.#train(run, resume, stop.signal);
      else this.#end('failed', this.#project.failure);
    } finally {
      if (this.#stop === stop) this.#stop = undefined;
      for (const tell of this.#ended.splice(0)) tell();
    }
  }

  async #train(run: RunRow, resume: boolean, signal: AbortSignal): Promise<void> {
    const settings = readSettings(run.settings, this.#project.project.kind);
    for (let attempt = 0; ; attempt++) {
      const { ending } = this.#engine.call(
        'train',
        { runId: run.id, settings, resume: resume || attempt > 0 },
        { signal, onProgress: (progress) => this.#take(progress, run) },
      );
      const end = await ending;
      if (end.kind === 'result') return this.#finish(run, end.value);
      if (end.kind === 'cancelled') return this.#stopped(run, 'cancelled');
      const lost = workerLosses.has(end.failure.code) && attempt < resumptions;
      if (!lost || signal.aborted) return this.#stopped(run, 'failed', end.failure);
    }
  }

  #take(progress: TrainCall['progress'], run: RunRow): void {
    if (progress.kind === 'embedding') {
      this.#state = 'embedding';
      this.#progress = progress.total > 0 ? progress.done / progress.total : 1;
      return;
    }
    const { point, epochs } = progress;
    this.#state = 'training';
    this.#epochs = epochs;
    this.#progress = Math.min(1, point.epoch / epochs);
    // A run that goes on may tell again what the page had heard before the worker died.
    this.#curve = [...this.#curve.filter(({ epoch }) => epoch < point.epoch), point];
    if (performance.now() < this.#rowMs) return;
    this.#rowMs = performance.now() + rowEveryMs;
    void this.#project.updateRun({ ...run, curve: kept(this.#curve) });
  }

  async #finish(run: RunRow, { report, curve }: TrainCall['result']): Promise<void> {
    const diverged = report.stopped === 'not-a-number';
    const state = diverged ? 'failed' : report.stopped === 'cancelled' ? 'cancelled' : 'done';
    this.#curve = curve;
    const written = await this.#project.finishRun({
      ...run,
      state,
      endedAt: Date.now(),
      curve: kept(curve),
      report: { ...report },
      ...(report.bestEpoch > 0 && { epoch: report.bestEpoch }),
    });
    if (!written) return this.#end('failed', this.#project.failure);
    if (state === 'done') this.#progress = 1;
    this.#end(state, diverged ? { code: 'loss-not-a-number' } : undefined);
  }

  async #stopped(run: RunRow, state: 'cancelled' | 'failed', failure?: Failure): Promise<void> {
    await this.#project.finishRun({
      ...run,
      state,
      endedAt: Date.now(),
      curve: kept(this.#curve),
    });
    this.#end(state, failure);
  }

  #end(state: TrainingState, failure?: Failure): void {
    this.#state = state;
    this.#failure = failure;
  }
}

const kept = (curve: readonly EpochPoint[]): RunRow['curve'] =>
  curve.map((point) => ({ ...point }));
