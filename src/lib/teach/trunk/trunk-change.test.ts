import { describe, expect, it, vi } from 'vitest';
import type { EngineState } from '#lib/engine/engine-state.ts';
import type { CallOptions } from '#lib/engine/link.ts';
import type { Ending } from '#lib/engine/protocol.ts';
import type { Switchable } from '#lib/engine/switchable-engine.ts';
import type { Failure } from '#lib/failure/failure.ts';
import type { TrainerCalls } from '../trainer/protocol.ts';
import { TrunkChange, type TrunkChangeOptions } from './trunk-change.svelte.ts';
import { TrunkEngine } from './trunk-engine.ts';

type Follow = TrainerCalls['follow'];

/** An engine on one trunk; what it follows is told by hand. */
class TestEngine {
  state: EngineState = { status: 'starting', attempts: [] };
  readonly close = vi.fn();
  readonly retire = vi.fn();
  readonly retry = vi.fn();
  readonly onReplaced = () => () => undefined;
  #listeners = new Set<(state: EngineState) => void>();
  #progress: CallOptions<Follow>['onProgress'];
  #end: (ending: Ending<never>) => void = () => undefined;

  subscribe(listener: (state: EngineState) => void) {
    this.#listeners.add(listener);
    listener(this.state);
    return () => this.#listeners.delete(listener);
  }

  call(_name: 'follow', _payload: unknown, options: CallOptions<Follow>) {
    this.#progress = options.onProgress;
    const ending = new Promise<Ending<never>>((resolve) => (this.#end = resolve));
    options.signal?.addEventListener('abort', () => this.#end({ kind: 'cancelled' }));
    return { ending, update: () => true };
  }

  become(status: EngineState['status'], failure?: Failure) {
    this.state = { ...this.state, status, ...(failure && { failure }) };
    for (const listener of [...this.#listeners]) listener(this.state);
    if (failure) this.#end({ kind: 'failure', failure });
  }

  embedded(done: number, total: number) {
    this.#progress?.({ kind: 'embedded', done, total, unreadable: [] });
  }
}

function setUp() {
  const engines = new Map<string, TestEngine>();
  const trainer = new TrunkEngine('everyday-1', (trunk) => {
    const engine = new TestEngine();
    engines.set(trunk, engine);
    return engine as unknown as Switchable<TrainerCalls>;
  });
  engines.get('everyday-1')?.become('ready');
  let listener: () => void = () => undefined;
  const project = {
    project: { trunk: 'everyday-1' },
    onChange: (tell: () => void) => (listener = tell),
  };
  let runEnds: () => void = () => undefined;
  const training = { ended: vi.fn(() => Promise.resolve()) };
  const trunks = new TrunkChange({
    project,
    trainer,
    training,
    follower: { request: () => ({ projectId: 'p', classes: [], samples: [], instant: 'lda' }) },
  } as unknown as TrunkChangeOptions);
  const want = (trunk: string) => {
    project.project.trunk = trunk;
    listener();
  };
  const trains = () => {
    training.ended.mockReturnValue(new Promise((resolve) => (runEnds = resolve)));
    return () => runEnds();
  };
  return { trunks, trainer, engines, want, trains };
}

describe('TrunkChange', () => {
  it('goes on with the old trunk until every sample was looked at with the new one', async () => {
    const { trunks, trainer, engines, want } = setUp();
    want('small');
    const next = engines.get('small')!;
    next.become('ready');
    next.embedded(3, 10);
    expect(trunks.coming).toEqual({ trunk: 'small', stage: 'looking', fraction: 0.3 });
    expect([trunks.inUse, trainer.trunk]).toEqual(['everyday-1', 'everyday-1']);
    next.embedded(10, 10);
    await vi.waitFor(() => expect(trunks.inUse).toBe('small'));
    expect([trainer.trunk, trunks.coming]).toEqual(['small', undefined]);
    expect(engines.get('everyday-1')?.retire).toHaveBeenCalledOnce();
  });

  it('waits for a run that trains', async () => {
    const { trunks, engines, want, trains } = setUp();
    const end = trains();
    want('small');
    engines.get('small')?.become('ready');
    engines.get('small')?.embedded(1, 1);
    await vi.waitFor(() => expect(trunks.coming?.stage).toBe('waiting'));
    expect(trunks.inUse).toBe('everyday-1');
    end();
    await vi.waitFor(() => expect(trunks.inUse).toBe('small'));
  });

  it('gives up what was undone meanwhile', async () => {
    const { trunks, engines, want } = setUp();
    want('small');
    want('everyday-1');
    expect(trunks.coming).toBeUndefined();
    await vi.waitFor(() => expect(engines.get('small')?.close).toHaveBeenCalled());
    expect(trunks.inUse).toBe('everyday-1');
  });

  it('stays where the other cannot be opened, and tries again when asked', async () => {
    const { trunks, engines, want } = setUp();
    want('gone');
    engines.get('gone')?.become('failed', { code: 'model-missing' });
    await vi.waitFor(() => expect(trunks.refused?.trunk).toBe('gone'));
    expect([trunks.inUse, trunks.coming]).toEqual(['everyday-1', undefined]);
    trunks.retry();
    engines.get('gone')?.become('ready');
    engines.get('gone')?.embedded(0, 0);
    await vi.waitFor(() => expect(trunks.inUse).toBe('gone'));
    expect(trunks.refused).toBeUndefined();
  });

  it('tells that the trunk of the project itself is gone, and leaves it for another', async () => {
    const { trunks, engines, want } = setUp();
    engines.get('everyday-1')?.become('failed', { code: 'model-missing' });
    expect(trunks.missing?.code).toBe('model-missing');
    want('small');
    engines.get('small')?.become('ready');
    engines.get('small')?.embedded(2, 2);
    await vi.waitFor(() => expect(trunks.inUse).toBe('small'));
    expect(trunks.missing).toBeUndefined();
  });
});
