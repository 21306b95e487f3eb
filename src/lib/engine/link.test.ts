import { afterEach, describe, expect, it, vi } from 'vitest';
import { FailureError } from '#lib/failure/failure.ts';
import { FakeWorker } from './fake-worker.ts';
import type { Handlers, Lose } from './host.ts';
import { Link } from './link.ts';

type TestCalls = {
  double: { request: number; update: never; progress: never; result: number };
  echo: { request: null; update: string; progress: string; result: string[] };
  break: { request: 'failure' | 'bug'; update: never; progress: never; result: never };
  hang: { request: null; update: never; progress: never; result: never };
};

const handlers: Handlers<TestCalls> = {
  double: (value) => Promise.resolve(value * 2),
  echo: (_, { onUpdate, progress }) =>
    new Promise((resolve) => {
      const heard: string[] = [];
      onUpdate((word) => {
        progress(word);
        if (heard.push(word) === 2) resolve(heard);
      });
    }),
  break: (how) => {
    if (how === 'failure') throw new FailureError('model-missing', 'gone');
    throw new RangeError('a slip');
  },
  hang: (_, { signal }) =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
};

function start(options: ConstructorParameters<typeof Link>[1] = {}) {
  let lose: Lose = () => {};
  const discarded: unknown[] = [];
  const worker = FakeWorker.serving<TestCalls>((tell) => {
    lose = tell;
    return Promise.resolve({ handlers, discard: (update) => discarded.push(update) });
  });
  const link = new Link<TestCalls>(worker, options);
  return { worker, link, discarded, lose: (...args: Parameters<Lose>) => lose(...args) };
}

afterEach(() => vi.unstubAllGlobals());

describe('a link to a worker', () => {
  it('answers calls made at once and out of order, each with its own result', async () => {
    const { link } = start();
    const endings = [1, 2, 3].map((value) => link.call('double', value).ending);
    expect(await Promise.all(endings)).toEqual(
      [2, 4, 6].map((value) => ({ kind: 'result', value })),
    );
  });

  it('routes updates and progress to the call they belong to, early updates included', async () => {
    const { link } = start();
    const progress: string[] = [];
    const call = link.call('echo', null, { onProgress: (word) => progress.push(word) });
    expect(call.update('one')).toBe(true);
    call.update('two');
    expect(await call.ending).toEqual({ kind: 'result', value: ['one', 'two'] });
    expect(progress).toEqual(['one', 'two']);
    expect(call.update('late')).toBe(false);
  });

  it('frees what a late update carried', async () => {
    const { worker, link, discarded } = start();
    const call = link.call('echo', null);
    for (const word of ['one', 'two']) call.update(word);
    await call.ending;
    // Posted before the page could know of the ending.
    worker.postMessage({ kind: 'update', id: 1, payload: 'three' });
    await vi.waitFor(() => expect(discarded).toEqual(['three']));
  });

  it('ends an expected failure as a value', async () => {
    const { link } = start();
    expect(await link.call('break', 'failure').ending).toEqual({
      kind: 'failure',
      failure: { code: 'model-missing', detail: 'gone' },
    });
  });

  it('rejects for a bug, rebuilt with its name and stack', async () => {
    const { link } = start();
    const error: unknown = await link
      .call('break', 'bug')
      .ending.catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: 'RangeError', message: 'a slip' });
    expect((error as Error).stack).toContain('link.test.ts');
  });

  it('cancels a running call, and does not start one that is already cancelled', async () => {
    const { link } = start();
    const controller = new AbortController();
    const call = link.call('hang', null, { signal: controller.signal });
    controller.abort();
    expect(await call.ending).toEqual({ kind: 'cancelled' });
    const again = link.call('double', 1, { signal: controller.signal });
    expect(await again.ending).toEqual({ kind: 'cancelled' });
  });

  it('rejects what cannot be cloned and goes on', async () => {
    const { link } = start();
    const broken = link.call('double', (() => 1) as unknown as number);
    await expect(broken.ending).rejects.toThrow(/could not be cloned/);
    expect(await link.call('double', 4).ending).toEqual({ kind: 'result', value: 8 });
  });

  it('ends every call when the worker dies, tells once, and refuses further calls', async () => {
    const onLost = vi.fn();
    const { link, worker } = start({ onLost });
    await link.call('double', 1).ending;
    const calls = [link.call('hang', null), link.call('hang', null)];
    worker.crash('out of luck');
    const failure = { code: 'worker-died', detail: 'out of luck' };
    for (const call of calls) expect(await call.ending).toEqual({ kind: 'failure', failure });
    worker.crash('again');
    expect(onLost.mock.calls).toEqual([[failure]]);
    expect(worker.terminated).toBe(true);
    expect(await link.call('double', 1).ending).toEqual({ kind: 'failure', failure });
  });

  it('tells a worker that could not be loaded from one that died', async () => {
    const { link, worker } = start();
    const call = link.call('hang', null);
    worker.crash('404');
    expect(await call.ending).toEqual({
      kind: 'failure',
      failure: { code: 'no-worker', detail: '404' },
    });
  });

  it('passes on the loss of the device', async () => {
    const onLost = vi.fn();
    const { link, lose } = start({ onLost });
    const call = link.call('hang', null);
    lose({ code: 'device-lost' });
    expect(await call.ending).toEqual({ kind: 'failure', failure: { code: 'device-lost' } });
    expect(onLost).toHaveBeenCalledOnce();
  });

  it('lets running calls finish before it stops the worker, up to a limit', async () => {
    vi.useFakeTimers();
    try {
      const { link, worker } = start();
      const quick = link.call('double', 2);
      const drained = link.drain(1_000);
      expect(await quick.ending).toEqual({ kind: 'result', value: 4 });
      await drained;
      expect(worker.terminated).toBe(true);

      const stuck = start();
      const call = stuck.link.call('hang', null);
      void stuck.link.drain(1_000);
      await vi.advanceTimersByTimeAsync(1_000);
      expect(await call.ending).toMatchObject({ kind: 'failure' });
    } finally {
      vi.useRealTimers();
    }
  });

  it('learns from a lock of a death that no event tells of', async () => {
    const onLost = vi.fn();
    let grant = () => {};
    const locks = {
      request: vi.fn((_name: string, _options: unknown, granted: () => void) => {
        grant = granted;
        return Promise.resolve();
      }),
    };
    const worker = new FakeWorker();
    const listeners: ((event: { data: unknown }) => void)[] = [];
    worker.addEventListener = (kind: string, listener: never) => {
      if (kind === 'message') listeners.push(listener);
    };
    const link = new Link<TestCalls>(worker, { onLost, locks: locks as never });
    const call = link.call('hang', null);
    for (const listener of listeners) listener({ data: { kind: 'alive', lock: 'its-lock' } });
    expect(locks.request.mock.calls[0]?.[0]).toBe('its-lock');
    grant();
    expect(await call.ending).toMatchObject({ failure: { code: 'worker-died' } });
    expect(onLost).toHaveBeenCalledOnce();
  });

  it('ends calls with a failure when the role cannot be loaded', async () => {
    const worker = FakeWorker.serving<TestCalls>(() => Promise.reject(new Error('no such chunk')));
    const link = new Link<TestCalls>(worker);
    expect(await link.call('double', 1).ending).toEqual({
      kind: 'failure',
      failure: { code: 'worker-died', detail: 'no such chunk' },
    });
  });
});
