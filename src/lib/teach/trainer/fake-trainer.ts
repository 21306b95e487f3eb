/** A trainer engine for tests: calls are answered by hand. */
import type { EngineState } from '#lib/engine/engine-state.ts';
import type { CallOptions, RunningCall } from '#lib/engine/link.ts';
import type { Ending } from '#lib/engine/protocol.ts';
import type { TrainerCalls } from './protocol.ts';

export interface FakeTrainerCall<K extends keyof TrainerCalls = keyof TrainerCalls> {
  readonly name: K;
  readonly payload: TrainerCalls[K]['request'];
  readonly options: CallOptions<TrainerCalls[K]>;
  readonly updates: unknown[];
  end(ending: Ending<TrainerCalls[K]['result']>): void;
}

export class FakeTrainer {
  readonly calls: FakeTrainerCall[] = [];
  readonly #replaced = new Set<() => void>();

  call<K extends keyof TrainerCalls>(
    name: K,
    payload: TrainerCalls[K]['request'],
    options: CallOptions<TrainerCalls[K]>,
  ): RunningCall<TrainerCalls[K]> {
    const updates: unknown[] = [];
    let end: FakeTrainerCall<K>['end'] = () => undefined;
    const ending = new Promise<Ending<TrainerCalls[K]['result']>>((resolve) => (end = resolve));
    options.signal?.addEventListener('abort', () => end({ kind: 'cancelled' }));
    this.calls.push({ name, payload, options, updates, end } as unknown as FakeTrainerCall);
    return { ending, update: (update) => updates.push(update) > 0 };
  }

  subscribe(listener: (state: EngineState) => void): () => void {
    listener({ status: 'ready', attempts: [] });
    return () => undefined;
  }

  onReplaced(listener: () => void): () => void {
    this.#replaced.add(listener);
    return () => this.#replaced.delete(listener);
  }

  /** The worker dies, and another one takes over. */
  replace(): void {
    for (const call of this.calls) call.end({ kind: 'failure', failure: { code: 'worker-died' } });
    for (const listener of this.#replaced) listener();
  }

  /** The calls of one kind, oldest first. */
  named<K extends keyof TrainerCalls>(name: K): FakeTrainerCall<K>[] {
    return this.calls.filter((call) => call.name === name) as unknown as FakeTrainerCall<K>[];
  }
}
