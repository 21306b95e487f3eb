/**
 * Keeps a trainer worker in step with the open project: what it shows, what came and what went. A
 * worker that was replaced is told everything again; what it had embedded is on disk.
 */
import type { EngineState } from '#lib/engine/engine-state.ts';
import type { CallOptions, RunningCall } from '#lib/engine/link.ts';
import type { Failure } from '#lib/failure/failure.ts';
import type { ProjectKind, ProjectRow, SampleRow } from '#lib/storage/project-rows.ts';
import { ReceivedRows } from '../heads/grown-rows.ts';
import { instantMethods, type InstantMethod } from '../heads/instant.ts';
import { setInstant } from '../project/commands.ts';
import type { OpenProject } from '../project/open-project.svelte.ts';
import type { Answerer, FollowedClass, LabelledSample, TrainerCalls } from '../trainer/protocol.ts';

type FollowCall = TrainerCalls['follow'];

/** As much of a trainer engine as following needs. */
export interface FollowEngine {
  call(
    name: 'follow',
    payload: FollowCall['request'],
    options: CallOptions<FollowCall>,
  ): RunningCall<FollowCall>;
  onReplaced(listener: () => void): () => void;
  subscribe(listener: (state: EngineState) => void): () => void;
}

/** The best by measure where samples are few and many (docs/decisions/0008 and 0013). */
const defaultInstant: Readonly<Record<ProjectKind, InstantMethod>> = {
  image: 'lda',
  text: 'means',
};

/** What a project keeps, read; a method that nobody knows any more is the default. */
const instantOf = ({ instant, kind }: Pick<ProjectRow, 'instant' | 'kind'>): InstantMethod =>
  instantMethods.find((method) => method === instant) ?? defaultInstant[kind];

const noneUnreadable: ReadonlySet<string> = new Set();

export class Follower {
  readonly #project: OpenProject;
  readonly #engine: FollowEngine;
  readonly #release: readonly (() => void)[];
  readonly #headListeners = new Set<() => void>();
  #stop: AbortController | undefined;
  #call: RunningCall<FollowCall> | undefined;

  #method = $state.raw<InstantMethod>(defaultInstant.image);
  #embedded = $state.raw({ done: 0, total: 0 });
  #unreadable = $state.raw(noneUnreadable);
  #unkept = $state.raw<Failure>();
  #answerer = $state.raw<Answerer>();
  #updateMs = $state.raw<number>();
  #failure = $state.raw<Failure>();
  #engineState = $state.raw<EngineState>({ status: 'starting', attempts: [] });

  constructor(project: OpenProject, engine: FollowEngine) {
    this.#project = project;
    this.#engine = engine;
    this.#release = [
      engine.onReplaced(() => this.#begin()),
      engine.subscribe((state) => (this.#engineState = state)),
      project.onChange(({ put, removed, classesChanged }) => {
        this.#takeMethod();
        // First the classes: a sample of a class that nobody knows teaches nothing.
        if (classesChanged) this.#call?.update({ kind: 'classes', classes: this.#classes() });
        if (put.length > 0 || removed.length > 0) {
          this.#call?.update({ kind: 'samples', put: put.map(labelled), removed });
        }
      }),
    ];
    this.#begin();
  }

  /** How the trainer worker is. */
  get engine(): EngineState {
    return this.#engineState;
  }

  get method(): InstantMethod {
    return this.#method;
  }

  /** Samples looked at, and all there are. */
  get embedded(): { readonly done: number; readonly total: number } {
    return this.#embedded;
  }

  /** Ids of samples whose picture cannot be opened. */
  get unreadable(): ReadonlySet<string> {
    return this.#unreadable;
  }

  /** Why embeddings are not kept for the next visit, while they are not. */
  get unkept(): Failure | undefined {
    return this.#unkept;
  }

  /** The instant head; undefined before the first. */
  get answerer(): Answerer | undefined {
    return this.#answerer;
  }

  /** What the newest samples cost after their embedding. */
  get updateMs(): number | undefined {
    return this.#updateMs;
  }

  /** Why nothing is followed any more. */
  get failure(): Failure | undefined {
    return this.#failure;
  }

  /** Tells of every new instant head. */
  onHead(listener: () => void): () => void {
    this.#headListeners.add(listener);
    return () => this.#headListeners.delete(listener);
  }

  /** Kept with the project, and undone as any other choice. */
  useInstant(method: InstantMethod): Promise<boolean> {
    return this.#project.perform(setInstant(method));
  }

  /** What a trainer is to follow, as the project is now. */
  request(): FollowCall['request'] {
    return {
      projectId: this.#project.id,
      classes: this.#classes(),
      samples: this.#project.classes.flatMap(({ id }) => this.#project.samplesOf(id).map(labelled)),
      instant: this.#method,
    };
  }

  /** Follows again after a failure. */
  retry(): void {
    if (this.#failure) this.#begin();
  }

  close(): void {
    this.#stop?.abort();
    this.#call = undefined;
    for (const release of this.#release) release();
    this.#headListeners.clear();
  }

  #takeMethod(): void {
    const method = instantOf(this.#project.project);
    if (method === this.#method) return;
    this.#method = method;
    this.#call?.update({ kind: 'instant', method });
  }

  #begin(): void {
    this.#stop?.abort();
    this.#method = instantOf(this.#project.project);
    const stop = new AbortController();
    this.#stop = stop;
    this.#failure = undefined;
    const rows = new ReceivedRows();
    const call = this.#engine.call('follow', this.request(), {
      signal: stop.signal,
      onProgress: (progress) => {
        if (this.#stop === stop) this.#take(progress, rows);
      },
    });
    this.#call = call;
    void this.#watch(call);
  }

  async #watch(call: RunningCall<FollowCall>): Promise<void> {
    const ending = await call.ending;
    if (this.#call !== call) return;
    this.#call = undefined;
    if (ending.kind === 'failure') this.#failure = ending.failure;
  }

  #take(progress: FollowCall['progress'], rows: ReceivedRows): void {
    if (progress.kind === 'head') {
      const { answerer } = progress;
      const head = rows.whole(answerer.head);
      this.#answerer = head === answerer.head ? answerer : { ...answerer, head };
      this.#updateMs = progress.updateMs;
      for (const listener of this.#headListeners) listener();
      return;
    }
    const { done, total, unreadable, unkept } = progress;
    this.#embedded = { done, total };
    this.#unkept = unkept;
    if (unreadable.length !== this.#unreadable.size) this.#unreadable = new Set(unreadable);
  }

  #classes(): FollowedClass[] {
    return this.#project.classes.map(({ id, role }) => ({ id, role }));
  }
}

function labelled({ id, classId, burst, part }: SampleRow): LabelledSample {
  return { id, classId, burst, part };
}
