/**
 * One engine in the place of another. Whoever calls it notices no more than a worker that was
 * replaced: the old engine answers until the new one is ready, and goes on where that fails.
 */
import type { Failure } from '#lib/failure/failure.ts';
import type { CallOptions, Engine, EngineState, RunningCall } from './engine.ts';
import type { EngineCalls } from './protocol.ts';

/** As much of an engine as switching needs; tests stand in for it. */
export type Switchable<C extends EngineCalls> = Pick<
  Engine<C>,
  'state' | 'subscribe' | 'onReplaced' | 'call' | 'retry' | 'retire' | 'close'
>;

/** How a switch ended; `superseded`: something else was wanted meanwhile. */
export type Switched =
  { readonly kind: 'done' | 'superseded' } | { readonly kind: 'failed'; readonly failure: Failure };

export interface SwitchWatch {
  /** How the next engine comes along. */
  readonly onState?: (state: EngineState) => void;
  /** The next engine takes over now; whoever listens is told right after. */
  readonly onTaken?: () => void;
}

export class SwitchableEngine<C extends EngineCalls> {
  readonly #listeners = new Set<(state: EngineState) => void>();
  readonly #replacedListeners = new Set<() => void>();
  #current: Switchable<C>;
  #release: readonly (() => void)[] = [];
  /** Gives up the engine that opens. */
  #giveUp: (() => void) | undefined;

  constructor(first: Switchable<C>) {
    this.#current = first;
    this.#follow(first);
  }

  get state(): EngineState {
    return this.#current.state;
  }

  subscribe(listener: (state: EngineState) => void): () => void {
    this.#listeners.add(listener);
    listener(this.state);
    return () => this.#listeners.delete(listener);
  }

  /** Tells of every worker that takes over, and of every engine. */
  onReplaced(listener: () => void): () => void {
    this.#replacedListeners.add(listener);
    return () => this.#replacedListeners.delete(listener);
  }

  call<K extends keyof C & string>(
    name: K,
    payload: C[K]['request'],
    options?: CallOptions<C[K]>,
  ): RunningCall<C[K]> {
    return this.#current.call(name, payload, options);
  }

  retry(): void {
    this.#current.retry();
  }

  /** Goes over to another engine as soon as that is ready; it is this one's to close. */
  async switchTo(next: Switchable<C>, { onState, onTaken }: SwitchWatch = {}): Promise<Switched> {
    this.stay();
    let unsubscribe: () => void = () => {};
    const outcome = await new Promise<Switched>((resolve) => {
      this.#giveUp = () => resolve({ kind: 'superseded' });
      unsubscribe = next.subscribe((state) => {
        onState?.(state);
        const { status, failure = { code: 'worker-died' } } = state;
        if (status === 'ready') resolve({ kind: 'done' });
        else if (status === 'failed') resolve({ kind: 'failed', failure });
      });
    });
    unsubscribe();
    if (outcome.kind !== 'superseded') this.#giveUp = undefined;
    if (outcome.kind !== 'done') next.close();
    else {
      onTaken?.();
      this.#adopt(next);
    }
    return outcome;
  }

  /** Gives up a switch under way. */
  stay(): void {
    this.#giveUp?.();
    this.#giveUp = undefined;
  }

  close(): void {
    this.stay();
    for (const release of this.#release) release();
    this.#current.close();
  }

  #adopt(next: Switchable<C>): void {
    for (const release of this.#release) release();
    const old = this.#current;
    this.#current = next;
    // First the news, so that what was live is asked of the next one before the old one ends.
    this.#follow(next);
    for (const listener of this.#replacedListeners) listener();
    old.retire();
  }

  #follow(engine: Switchable<C>): void {
    this.#release = [
      engine.subscribe((state) => {
        for (const listener of this.#listeners) listener(state);
      }),
      engine.onReplaced(() => {
        for (const listener of this.#replacedListeners) listener();
      }),
    ];
  }
}
