import { describe, expect, it, vi } from 'vitest';
import type { EngineState } from './engine-state.ts';
import type { OpenCall } from './protocol.ts';
import { SwitchableEngine, type Switchable } from './switchable-engine.ts';

type TestCalls = {
  open: OpenCall;
  who: { request: null; update: never; progress: never; result: string };
};

class TestEngine {
  state: EngineState = { status: 'starting', attempts: [] };
  readonly listeners = new Set<(state: EngineState) => void>();
  readonly replaced = new Set<() => void>();
  readonly close = vi.fn();
  readonly retire = vi.fn();
  readonly retry = vi.fn();
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  subscribe(listener: (state: EngineState) => void) {
    this.listeners.add(listener);
    listener(this.state);
    return () => this.listeners.delete(listener);
  }

  onReplaced(listener: () => void) {
    this.replaced.add(listener);
    return () => this.replaced.delete(listener);
  }

  call() {
    return { ending: Promise.resolve({ kind: 'result', value: this.name }), update: () => false };
  }

  become(change: Partial<EngineState>) {
    this.state = { ...this.state, ...change };
    for (const listener of [...this.listeners]) listener(this.state);
  }
}

function setUp() {
  const make = (name: string) => {
    const engine = new TestEngine(name);
    return { engine, as: engine as unknown as Switchable<TestCalls> };
  };
  const first = make('first');
  const both = new SwitchableEngine<TestCalls>(first.as);
  const replaced = vi.fn();
  both.onReplaced(replaced);
  const answerer = async () => {
    const end = await both.call('who', null).ending;
    return end.kind === 'result' ? end.value : end.kind;
  };
  return { make, first: first.engine, both, replaced, answerer };
}

describe('SwitchableEngine', () => {
  it('answers with the old engine until the new one is ready', async () => {
    const { make, first, both, replaced, answerer } = setUp();
    first.become({ status: 'ready' });
    const next = make('next');
    const switching = both.switchTo(next.as);
    expect(await answerer()).toBe('first');
    next.engine.become({ status: 'ready' });
    expect(await switching).toEqual({ kind: 'done' });
    expect(await answerer()).toBe('next');
    expect(replaced).toHaveBeenCalledOnce();
    expect(first.retire).toHaveBeenCalledOnce();
    expect(first.listeners.size + first.replaced.size).toBe(0);
  });

  it('keeps the old engine where the new one fails', async () => {
    const { make, both, replaced, answerer } = setUp();
    const next = make('next');
    const switching = both.switchTo(next.as);
    next.engine.become({ status: 'failed', failure: { code: 'model-missing' } });
    expect(await switching).toEqual({ kind: 'failed', failure: { code: 'model-missing' } });
    expect(await answerer()).toBe('first');
    expect(next.engine.close).toHaveBeenCalledOnce();
    expect(replaced).not.toHaveBeenCalled();
  });

  it('goes to what was wanted last, however late the others come', async () => {
    const { make, both, answerer } = setUp();
    const [second, third] = [make('second'), make('third')];
    const superseded = both.switchTo(second.as);
    const switching = both.switchTo(third.as);
    expect(await superseded).toEqual({ kind: 'superseded' });
    expect(second.engine.close).toHaveBeenCalledOnce();
    second.engine.become({ status: 'ready' });
    third.engine.become({ status: 'ready' });
    expect(await switching).toEqual({ kind: 'done' });
    expect(await answerer()).toBe('third');
  });

  it('tells of a worker that the present engine replaces, and passes its state on', async () => {
    const { make, both, replaced } = setUp();
    const states: string[] = [];
    both.subscribe(({ status }) => states.push(status));
    const next = make('next');
    next.engine.become({ status: 'ready' });
    expect(await both.switchTo(next.as)).toEqual({ kind: 'done' });
    next.engine.become({ status: 'failed' });
    for (const listener of next.engine.replaced) listener();
    expect(states).toEqual(['starting', 'ready', 'failed']);
    expect(replaced).toHaveBeenCalledTimes(2);
  });
});
