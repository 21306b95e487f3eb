/**
 * Follows the project's choice of trunk. With another one, every sample is looked at again beside the
 * present trainer, which goes on learning and answering; when all are known the other takes over.
 */
import type { Switchable } from '#lib/engine/switchable-engine.ts';
import type { Failure } from '#lib/failure/failure.ts';
import { setTrunk } from '../project/commands.ts';
import type { OpenProject } from '../project/open-project.svelte.ts';
import type { TrainerCalls } from '../trainer/protocol.ts';
import type { Follower } from '../train/follower.svelte.ts';
import type { Training } from '../train/training.svelte.ts';
import type { TrunkEngine } from './trunk-engine.ts';

export interface TrunkChangeOptions {
  readonly project: Pick<OpenProject, 'project' | 'onChange' | 'perform'>;
  readonly trainer: Pick<
    TrunkEngine,
    'trunk' | 'openBeside' | 'toTrunk' | 'subscribe' | 'stay' | 'retry'
  >;
  /** What is to be known of the samples, as the follower tells it. */
  readonly follower: Pick<Follower, 'request'>;
  readonly training: Pick<Training, 'ended'>;
}

/** A trunk that is on its way. */
export interface ComingTrunk {
  readonly trunk: string;
  /** `opening`: its networks; `looking`: at the samples; `waiting`: for a run that trains. */
  readonly stage: 'opening' | 'looking' | 'waiting';
  /** 0..1 of the stage; undefined where nobody knows. */
  readonly fraction: number | undefined;
}

export class TrunkChange {
  readonly #options: TrunkChangeOptions;
  readonly #release: readonly (() => void)[];
  #stop: AbortController | undefined;
  #inUse = $state('');
  #coming = $state.raw<ComingTrunk>();
  #refused = $state.raw<{ readonly trunk: string; readonly failure: Failure }>();
  #missing = $state.raw<Failure>();

  constructor(options: TrunkChangeOptions) {
    this.#options = options;
    const { project, trainer } = options;
    this.#inUse = trainer.trunk;
    this.#release = [
      project.onChange(() => this.#take()),
      trainer.subscribe(({ status, failure }) => {
        this.#missing =
          status === 'failed' && failure?.code.startsWith('model-') ? failure : undefined;
      }),
    ];
    this.#take();
  }

  /** Whose embeddings the head that learns along is made of. */
  get inUse(): string {
    return this.#inUse;
  }

  /** What the project asks for. */
  get wanted(): string {
    return this.#options.project.project.trunk;
  }

  get coming(): ComingTrunk | undefined {
    return this.#coming;
  }

  /** What was wanted and could not be opened, while {@link inUse} goes on. */
  get refused(): { readonly trunk: string; readonly failure: Failure } | undefined {
    return this.#refused;
  }

  /** Why {@link inUse} itself is not there; nothing learns then. */
  get missing(): Failure | undefined {
    return this.#missing;
  }

  /** One step that can be undone. */
  choose(trunk: string): Promise<boolean> {
    return this.#options.project.perform(setTrunk(trunk));
  }

  /** Tries again what could not be opened. */
  retry(): void {
    if (this.#missing) this.#options.trainer.retry();
    if (!this.#refused) return;
    this.#refused = undefined;
    this.#take();
  }

  close(): void {
    this.#stop?.abort();
    for (const release of this.#release) release();
  }

  #take(): void {
    const { wanted } = this;
    if (wanted === (this.#coming?.trunk ?? this.#refused?.trunk ?? this.#inUse)) return;
    this.#stop?.abort();
    this.#coming = undefined;
    this.#refused = undefined;
    if (wanted !== this.#inUse) void this.#bring(wanted);
  }

  async #bring(trunk: string): Promise<void> {
    const { trainer, training } = this.#options;
    const stop = new AbortController();
    this.#stop = stop;
    const tell = (stage: ComingTrunk['stage'], fraction?: number) => {
      if (!stop.signal.aborted) this.#coming = { trunk, stage, fraction };
    };
    tell('opening');
    const engine = trainer.openBeside(trunk);
    const unsubscribe = engine.subscribe(({ progress }) => {
      if (progress?.stage === 'download' && this.#coming?.stage === 'opening')
        tell('opening', progress.loaded / Math.max(1, progress.total));
    });
    const failure = await this.#look(engine, stop.signal, (fraction) => tell('looking', fraction));
    unsubscribe();
    if (!failure && !stop.signal.aborted) {
      tell('waiting');
      await training.ended();
    }
    if (stop.signal.aborted) return engine.close();
    if (failure) {
      engine.close();
      this.#coming = undefined;
      this.#refused = { trunk, failure };
      return;
    }
    await trainer.toTrunk(trunk, {}, engine);
    this.#inUse = trainer.trunk;
    if (!stop.signal.aborted) this.#coming = undefined;
    // Something else may have been wanted at the last moment.
    this.#take();
  }

  /** Until every sample that there is now has been looked at. @returns why it could not be */
  async #look(
    engine: Switchable<TrainerCalls>,
    signal: AbortSignal,
    onProgress: (fraction: number) => void,
  ): Promise<Failure | undefined> {
    const enough = new AbortController();
    signal.addEventListener('abort', () => enough.abort(), { once: true });
    const { ending } = engine.call('follow', this.#options.follower.request(), {
      signal: enough.signal,
      onProgress: (progress) => {
        if (progress.kind !== 'embedded') return;
        onProgress(progress.total === 0 ? 1 : progress.done / progress.total);
        if (progress.done === progress.total) enough.abort();
      },
    });
    const end = await ending;
    return end.kind === 'failure' ? end.failure : undefined;
  }
}
