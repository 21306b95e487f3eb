/** A simulation that runs in a worker of its own, as the page sees it. */
import { untrack } from 'svelte';
import { Link, type RunningCall, type WorkerLike } from '#lib/engine/link.ts';
import { startInTurn } from '#lib/engine/start-in-turn.ts';
import type { Failure } from '#lib/failure/failure.ts';
import type { LabCalls } from './protocol.ts';
import type { Playable } from './player.svelte.ts';

export interface RemoteOptions<Settings> {
  /** Its name in the labs' list of simulations. */
  readonly simulation: string;
  /** Read reactively: when they change, the simulation begins again. */
  readonly settings: () => Settings;
  /** Steps a second at first. */
  readonly speed?: number;
  readonly open?: () => WorkerLike;
}

/** `View`: what the simulation's `view` gives. `Change`: what its `change` takes. */
export class Remote<Settings, View, Change = never> implements Playable {
  readonly #options: RemoteOptions<Settings>;
  #link: Link<LabCalls> | undefined;
  #call: RunningCall<LabCalls['simulate']> | undefined;
  #cancel: AbortController | undefined;
  #playing = $state(false);
  #steps = $state(0);
  #ended = $state(false);
  #speed = $state(10);
  #view = $state.raw<View>();
  #failure = $state.raw<Failure>();

  /** Call it while a component is set up: the worker goes with the component. */
  constructor(options: RemoteOptions<Settings>) {
    this.#options = options;
    this.#speed = options.speed ?? 10;
    $effect(() => {
      const settings = $state.snapshot(options.settings()) as Settings;
      untrack(() => this.#start(settings));
    });
    $effect(() => () => this.close());
  }

  /** Undefined until the first has come. */
  get view(): View | undefined {
    return this.#view;
  }
  get failure(): Failure | undefined {
    return this.#failure;
  }
  get playing(): boolean {
    return this.#playing;
  }
  get steps(): number {
    return this.#steps;
  }
  get ended(): boolean {
    return this.#ended;
  }
  get speed(): number {
    return this.#speed;
  }
  set speed(speed: number) {
    this.#speed = speed;
    if (this.#playing) this.#call?.update({ kind: 'play', speed });
  }

  play(): void {
    this.#playing = true;
    this.#call?.update({ kind: 'play', speed: this.#speed });
  }

  pause(): void {
    this.#playing = false;
    this.#call?.update({ kind: 'pause' });
  }

  step(count = 1): void {
    this.#call?.update({ kind: 'step', count });
  }

  /** A setting that changes on the way, without a new beginning. */
  change(change: Change): void {
    this.#call?.update({ kind: 'change', change });
  }

  /** The beginning again. */
  reset(): void {
    this.#playing = false;
    this.#start($state.snapshot(this.#options.settings()) as Settings);
  }

  close(): void {
    this.#cancel?.abort();
    this.#link?.close();
    this.#link = undefined;
  }

  #start(settings: Settings): void {
    this.#cancel?.abort();
    const cancel = (this.#cancel = new AbortController());
    this.#steps = 0;
    this.#ended = false;
    this.#failure = undefined;
    try {
      if (!this.#link || this.#link.closed) {
        this.#link = new Link<LabCalls>((this.#options.open ?? openWorker)(), {
          locks: navigator.locks as LockManager | undefined,
        });
      }
    } catch (error) {
      this.#failure = { code: 'no-worker', detail: String(error) };
      return;
    }
    const call = this.#link.call(
      'simulate',
      { simulation: this.#options.simulation, settings },
      {
        signal: cancel.signal,
        onProgress: ({ steps, ended, view }) => {
          if (cancel.signal.aborted) return;
          this.#steps = steps;
          this.#ended = ended;
          if (ended) this.#playing = false;
          this.#view = view as View;
          // A hidden page draws nothing, and its simulation waits.
          requestAnimationFrame(() => call.update({ kind: 'drawn' }));
        },
      },
    );
    this.#call = call;
    if (this.#playing) call.update({ kind: 'play', speed: this.#speed });
    void call.ending.then((ending) => {
      if (ending.kind === 'failure' && !cancel.signal.aborted) {
        this.#failure = ending.failure;
        this.#playing = false;
      }
    });
  }
}

/** @throws Error where workers cannot be started */
function openWorker(): WorkerLike {
  return startInTurn(
    () => new Worker(new URL('../worker.ts', import.meta.url), { type: 'module', name: 'labs' }),
  );
}
