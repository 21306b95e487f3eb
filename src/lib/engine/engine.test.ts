import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FailureError, type Failure } from '#lib/failure/failure.ts';
import type { BackendName, BackendReport } from './backend.ts';
import { Engine, type EngineOptions } from './engine.ts';
import type { Glimpse } from './glimpse.ts';
import { FakeWorker } from './fake-worker.ts';
import type { Lose } from './host.ts';
import type { OpenProgress, Opened } from './protocol.ts';

type TestCalls = {
  open: {
    request: { backend: BackendName };
    update: never;
    progress: OpenProgress;
    result: Opened;
  };
  who: { request: null; update: never; progress: never; result: BackendName };
  live: { request: null; update: never; progress: never; result: never };
};

interface Device {
  medianMs: number | undefined;
  software?: boolean;
  failure?: Failure;
  silent?: boolean;
}

/** A device on which each backend behaves as told; missing ones fail as they would in a browser. */
function device(backends: Partial<Record<BackendName, Device>>) {
  const workers: { backend: BackendName; worker: FakeWorker; lose: Lose; measured: boolean }[] = [];
  const spawn = (backend: BackendName) => {
    const entry = {
      backend,
      worker: undefined as never as FakeWorker,
      lose: (() => {}) as Lose,
      measured: false,
    };
    entry.worker = FakeWorker.serving<TestCalls>((lose) => {
      entry.lose = lose;
      return Promise.resolve({
        handlers: {
          open: async (_, { progress, signal }) => {
            const {
              medianMs,
              software = false,
              failure,
              silent,
            } = backends[backend] ?? {
              medianMs: 0,
              failure: { code: backend === 'webgl' ? 'no-webgl' : 'no-webgpu' },
            };
            if (failure) throw new FailureError(failure.code);
            if (silent) await new Promise(() => {});
            const report: BackendReport = {
              backend,
              adapter: '',
              software,
              threads: 1,
              initMs: 1,
              probeError: 0,
            };
            progress({ stage: 'backend', loaded: 1, total: 1, report });
            await new Promise((resolve) => setTimeout(resolve, 10));
            signal.throwIfAborted();
            entry.measured = !entry.worker.terminated;
            return { report, medianMs };
          },
          who: () => Promise.resolve(backend),
          live: (_, { signal }) =>
            new Promise((_, reject) =>
              signal.addEventListener('abort', () => reject(signal.reason)),
            ),
        },
      });
    });
    workers.push(entry);
    return entry.worker;
  };
  const newest = (backend: BackendName) => workers.findLast((entry) => entry.backend === backend)!;
  return { spawn, workers, newest };
}

function open(
  source: Pick<EngineOptions<TestCalls>, 'spawn' | 'glimpse' | 'suitable' | 'measure'>,
  pinned?: BackendName,
) {
  return new Engine<TestCalls>({
    ...source,
    pinned,
    openRequest: (backend) => ({ backend }),
    candidateDelayMs: 100,
  });
}

const settle = (ms = 1_000) => vi.advanceTimersByTimeAsync(ms);
const reasons = (engine: Engine<TestCalls>) =>
  engine.state.attempts.map(({ backend, reason }) => `${backend}: ${reason}`);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('an engine', () => {
  it('answers from wasm at once and swaps to a GPU that is quicker here', async () => {
    const { spawn, newest } = device({ wasm: { medianMs: 30 }, webgpu: { medianMs: 8 } });
    const engine = open({ spawn });
    const replaced = vi.fn();
    engine.onReplaced(replaced);
    const first = engine.call('who', null);
    await settle(50);
    expect(await first.ending).toEqual({ kind: 'result', value: 'wasm' });
    expect(engine.state.status).toBe('ready');
    expect(replaced).not.toHaveBeenCalled();
    await settle();
    expect(replaced).toHaveBeenCalledOnce();
    expect(engine.state.current?.backend).toBe('webgpu');
    expect(reasons(engine)).toEqual(['wasm: first-label-soonest', 'webgpu: quicker-here']);
    expect(await engine.call('who', null).ending).toEqual({ kind: 'result', value: 'webgpu' });
    expect(newest('wasm').worker.terminated).toBe(true);
    engine.close();
  });

  it('measures a worker that did not measure itself, only when another is judged by it', async () => {
    const measure = vi.fn(() => Promise.resolve(5));
    const alone = open({ spawn: device({ wasm: { medianMs: undefined } }).spawn, measure });
    await settle();
    expect(measure).not.toHaveBeenCalled();
    alone.close();
    const devices = { wasm: { medianMs: undefined }, webgpu: { medianMs: 8 } };
    const engine = open({ spawn: device(devices).spawn, measure });
    await settle();
    expect(measure).toHaveBeenCalledOnce();
    expect(engine.state.current).toMatchObject({ backend: 'wasm', medianMs: 5 });
    expect(reasons(engine)).toEqual([
      'wasm: first-label-soonest',
      'webgpu: slower-here',
      'webgl: failed',
    ]);
    engine.close();
  });

  it('keeps the old worker until its calls have ended', async () => {
    const { spawn, newest } = device({ wasm: { medianMs: 30 }, webgpu: { medianMs: 8 } });
    const engine = open({ spawn });
    const session = new AbortController();
    const live = engine.call('live', null, { signal: session.signal });
    await settle();
    expect(engine.state.current?.backend).toBe('webgpu');
    expect(newest('wasm').worker.terminated).toBe(false);
    session.abort();
    expect(await live.ending).toEqual({ kind: 'cancelled' });
    await settle(1);
    expect(newest('wasm').worker.terminated).toBe(true);
    engine.close();
  });

  it('leaves a software GPU before its models are read, and says why', async () => {
    const { spawn, newest } = device({
      wasm: { medianMs: 30 },
      webgl: { medianMs: 1, software: true },
    });
    const engine = open({ spawn });
    await settle();
    expect(reasons(engine)).toEqual([
      'wasm: first-label-soonest',
      'webgpu: failed',
      'webgl: software-adapter',
    ]);
    expect(newest('webgl').measured).toBe(false);
    expect(engine.state).toMatchObject({ status: 'ready', current: { backend: 'wasm' } });
    expect(engine.state.trying).toBeUndefined();
    engine.close();
  });

  it('starts no worker for a GPU that a glimpse shows to be software, or missing', async () => {
    const { spawn, workers } = device({ wasm: { medianMs: 30 }, webgl: { medianMs: 1 } });
    const report = { backend: 'webgl', adapter: 'llvmpipe', software: true } as const;
    const glimpse = (backend: BackendName): Promise<Glimpse | undefined> =>
      Promise.resolve(
        backend === 'webgl'
          ? { kind: 'report', report }
          : backend === 'webgpu'
            ? { kind: 'failure', failure: { code: 'no-webgpu' } }
            : undefined,
      );
    const engine = open({ spawn, glimpse });
    await settle();
    expect(workers.map(({ backend }) => backend)).toEqual(['wasm']);
    expect(engine.state.attempts.slice(1)).toEqual([
      { backend: 'webgpu', chosen: false, reason: 'failed', failure: { code: 'no-webgpu' } },
      { backend: 'webgl', chosen: false, reason: 'software-adapter', report },
    ]);
    engine.close();
  });

  it('opens a GPU of which a glimpse says nothing', async () => {
    const { spawn } = device({ wasm: { medianMs: 30 }, webgpu: { medianMs: 8 } });
    const engine = open({ spawn, glimpse: () => Promise.resolve(undefined) });
    await settle();
    expect(engine.state.current?.backend).toBe('webgpu');
    engine.close();
  });

  it('climbs down to cpu where nothing else works', async () => {
    const { spawn } = device({
      wasm: { medianMs: 0, failure: { code: 'no-wasm-simd' } },
      cpu: { medianMs: 900 },
    });
    const engine = open({ spawn });
    await settle();
    expect(engine.state.current?.backend).toBe('cpu');
    engine.close();
  });

  it('tries only the pinned backend and shows its failure', async () => {
    const { spawn, workers } = device({ wasm: { medianMs: 30 } });
    const engine = open({ spawn }, 'webgpu');
    const call = engine.call('who', null);
    await settle();
    expect(engine.state).toMatchObject({ status: 'failed', failure: { code: 'no-webgpu' } });
    expect(await call.ending).toMatchObject({ failure: { code: 'no-webgpu' } });
    expect(workers).toHaveLength(1);
    engine.close();
  });

  it('answers from a suitable backend where the pinned one is none, and says so', async () => {
    const { spawn } = device({ wasm: { medianMs: 30 } });
    const engine = open({ spawn, suitable: ['wasm', 'cpu'] }, 'webgl');
    await settle();
    expect(reasons(engine)).toEqual(['webgl: unsuitable', 'wasm: first-label-soonest']);
    engine.close();
  });

  it('stops at a failure that no other backend would mend, and starts again when asked', async () => {
    const backends: Parameters<typeof device>[0] = {
      wasm: { medianMs: 30, failure: { code: 'model-missing' } },
    };
    const { spawn, workers } = device(backends);
    const engine = open({ spawn });
    await settle();
    expect(engine.state).toMatchObject({ status: 'failed', failure: { code: 'model-missing' } });
    expect(workers).toHaveLength(1);
    delete backends.wasm!.failure;
    const replaced = vi.fn();
    engine.onReplaced(replaced);
    engine.retry();
    await settle(50);
    expect(engine.state.status).toBe('ready');
    expect(engine.state.failure).toBeUndefined();
    expect(replaced).toHaveBeenCalledOnce();
    engine.close();
  });

  it('gives up on a worker that is silent for too long', async () => {
    const { spawn } = device({ webgl: { medianMs: 5, silent: true } });
    const engine = open({ spawn }, 'webgl');
    await settle(60_000);
    expect(engine.state).toMatchObject({ status: 'failed', failure: { code: 'backend-timeout' } });
    engine.close();
  });

  it('replaces a dead worker, tells its live callers, and gives up when it keeps dying', async () => {
    const { spawn, newest, workers } = device({ wasm: { medianMs: 30 } });
    const engine = open({ spawn }, 'wasm');
    const replaced = vi.fn();
    engine.onReplaced(replaced);
    await settle(50);
    const live = engine.call('live', null);
    newest('wasm').worker.crash('killed');
    expect(await live.ending).toMatchObject({ failure: { code: 'worker-died' } });
    expect(engine.state).toMatchObject({ status: 'starting', failure: { code: 'worker-died' } });
    const during = engine.call('who', null);
    await settle(50);
    expect(await during.ending).toEqual({ kind: 'result', value: 'wasm' });
    expect(replaced).toHaveBeenCalledOnce();
    expect(reasons(engine)).toEqual(['wasm: pinned', 'wasm: failed', 'wasm: replaced-after-loss']);
    for (let i = 0; i < 2; i++) {
      newest('wasm').worker.crash('killed');
      await settle(10_000);
    }
    expect(workers).toHaveLength(3);
    expect(engine.state).toMatchObject({ status: 'failed', failure: { code: 'worker-died' } });
    engine.close();
  });

  it('falls back to wasm when the device is lost and tries the GPU again behind it', async () => {
    const { spawn, newest } = device({ wasm: { medianMs: 30 }, webgpu: { medianMs: 8 } });
    const engine = open({ spawn });
    await settle();
    newest('webgpu').lose({ code: 'device-lost' });
    await settle(50);
    expect(engine.state.current?.backend).toBe('wasm');
    await settle();
    expect(engine.state.current?.backend).toBe('webgpu');
    expect(reasons(engine).slice(2)).toEqual([
      'webgpu: failed',
      'wasm: replaced-after-loss',
      'webgpu: quicker-here',
    ]);
    engine.close();
  });

  it('reports where workers cannot be made', async () => {
    const spawn = () => {
      throw new Error('blocked');
    };
    const engine = open({ spawn });
    await settle();
    expect(engine.state).toMatchObject({ status: 'failed', failure: { code: 'no-worker' } });
    engine.close();
  });
});
