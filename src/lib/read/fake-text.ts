/** A text engine for tests: calls are answered by hand. */
import type { EngineState } from '#lib/engine/engine-state.ts';
import type { CallOptions, RunningCall } from '#lib/engine/link.ts';
import type { Ending } from '#lib/engine/protocol.ts';
import type { TextCalls } from '#lib/text/protocol.ts';
import type { Reading } from '#lib/text/reading.ts';

export interface FakeTextCall<K extends keyof TextCalls = keyof TextCalls> {
  readonly name: K;
  readonly payload: TextCalls[K]['request'];
  readonly options: CallOptions<TextCalls[K]>;
  readonly updates: TextCalls[K]['update'][];
  end(ending: Ending<TextCalls[K]['result']>): void;
}

export class FakeText {
  readonly calls: FakeTextCall[] = [];
  state: EngineState = { status: 'ready', attempts: [] };
  readonly #listeners = new Set<(state: EngineState) => void>();
  #replaced: (() => void) | undefined;

  call<K extends keyof TextCalls>(
    name: K,
    payload: TextCalls[K]['request'],
    options: CallOptions<TextCalls[K]> = {},
  ): RunningCall<TextCalls[K]> {
    const updates: TextCalls[K]['update'][] = [];
    let end: FakeTextCall<K>['end'] = () => undefined;
    const ending = new Promise<Ending<TextCalls[K]['result']>>((resolve) => (end = resolve));
    options.signal?.addEventListener('abort', () => end({ kind: 'cancelled' }));
    this.calls.push({ name, payload, options, updates, end } as unknown as FakeTextCall);
    return { ending, update: (update) => updates.push(update) > 0 };
  }

  subscribe(listener: (state: EngineState) => void): () => void {
    this.#listeners.add(listener);
    listener(this.state);
    return () => this.#listeners.delete(listener);
  }

  onReplaced(listener: () => void): () => void {
    this.#replaced = listener;
    return () => (this.#replaced = undefined);
  }

  /** The worker is lost and another takes over. */
  replace(): void {
    for (const { end } of this.calls) end({ kind: 'failure', failure: { code: 'worker-died' } });
    this.#replaced?.();
  }

  become(status: EngineState['status']): void {
    this.state = { ...this.state, status };
    for (const listener of this.#listeners) listener(this.state);
  }

  /** The calls of one kind, oldest first. */
  named<K extends keyof TextCalls>(name: K): FakeTextCall<K>[] {
    return this.calls.filter((call) => call.name === name) as unknown as FakeTextCall<K>[];
  }

  /** Answers the newest text that was typed, or an earlier one of the same call. */
  answer(scores: Record<string, number>, back = 0): void {
    const call = this.named('type').at(-1);
    const update = call?.updates.at(-1 - back);
    if (!call || !update) throw new Error('Nothing was typed.');
    const { sequence } = update;
    call.options.onProgress?.({ kind: 'reading', sequence, reading: readingOf(scores) });
  }
}

export function readingOf(scores: Record<string, number>): Reading {
  return {
    scores: Object.entries(scores)
      .map(([label, score]) => ({ label, score }))
      .sort((a, b) => b.score - a.score),
    tokens: 3,
    steps: 1,
    windows: 1,
    covered: 1,
    readMs: 0.2,
    memory: { tensors: 0, bytes: 0 },
  };
}
