import { describe, expect, it, vi } from 'vitest';
import type { FrameSource } from '#lib/camera/frame-source.ts';
import { FakeVision, frameResult } from '#lib/see/fake-vision.ts';
import { frameCap } from './frame-cap.ts';
import { LiveFeed } from './live-feed.ts';
import type { FrameResult } from './prediction.ts';

const result = frameResult([{ label: 'cat', score: 0.9 }]);

function setUp() {
  const engine = new FakeVision();
  const sources: (FrameSource & { closed: boolean })[] = [];
  const onResult = vi.fn();
  const onStopped = vi.fn();
  const openSource = () => {
    const source = {
      input: { kind: 'posted' as const },
      transfer: [],
      closed: false,
      pump: vi.fn(),
      close() {
        this.closed = true;
      },
    };
    sources.push(source);
    return source;
  };
  const feed = new LiveFeed<FrameResult>({
    engine,
    begin: (request, options) => engine.call('live', request, options),
    openSource,
    onResult,
    onStopped,
  });
  return { engine, sources, onResult, onStopped, feed };
}

describe('LiveFeed', () => {
  it('runs only once it is wanted', () => {
    const { engine, feed, onResult } = setUp();
    engine.replace();
    expect(engine.calls).toHaveLength(0);
    feed.start();
    expect(engine.calls).toHaveLength(1);
    engine.show(result);
    expect(onResult).toHaveBeenCalledWith(result);
  });

  it('gives every new worker a fresh source and listens to the newest only', () => {
    const { engine, feed, sources, onResult, onStopped } = setUp();
    feed.start();
    engine.replace();
    expect(sources.map((s) => s.closed)).toEqual([true, false]);
    const [old] = engine.named('live');
    expect(old?.options.signal?.aborted).toBe(true);
    old?.options.onProgress?.({ kind: 'frame', result });
    expect(onResult).not.toHaveBeenCalled();
    expect(onStopped).not.toHaveBeenCalled();
  });

  it('opens no source before there is a worker to take it', async () => {
    const { engine, feed, sources } = setUp();
    engine.become('starting');
    feed.start();
    expect(sources).toHaveLength(0);
    engine.become('ready');
    await vi.waitFor(() => expect(sources).toHaveLength(1));
    expect(engine.calls).toHaveLength(1);
  });

  it('opens one source only for a worker that is ready and replaces another', async () => {
    const { engine, feed, sources } = setUp();
    engine.become('starting');
    feed.start();
    engine.become('ready');
    engine.replace();
    await Promise.resolve();
    expect(sources.map((s) => s.closed)).toEqual([false]);
  });

  it('opens no source for whoever has stopped while it was waited for', async () => {
    const { engine, feed, sources } = setUp();
    engine.become('starting');
    feed.start();
    engine.become('ready');
    feed.close();
    await Promise.resolve();
    expect(sources).toHaveLength(0);
  });

  it('pumps a frame when the worker wants one', () => {
    const { engine, feed, sources } = setUp();
    feed.start();
    engine.named('live')[0]?.options.onProgress?.({ kind: 'want' });
    expect(sources[0]?.pump).toHaveBeenCalledOnce();
  });

  it('looks as often as the cap says, on this worker and on the next', () => {
    const { engine, feed } = setUp();
    feed.start();
    frameCap.set(5);
    expect(engine.named('live')[0]?.updates).toContainEqual({ kind: 'cap', maxFps: 5 });
    engine.replace();
    expect(engine.named('live')[1]?.payload).toMatchObject({ maxFps: 5 });
    frameCap.set(undefined);
    feed.close();
  });

  it('stays paused across a replacement', () => {
    const { engine, feed } = setUp();
    feed.start();
    feed.pause(true);
    engine.replace();
    expect(engine.calls.map((c) => c.updates)).toEqual([
      [{ kind: 'pause', paused: true }],
      [{ kind: 'pause', paused: true }],
    ]);
  });

  it('tells when the worker could not go on, and can be started again', async () => {
    const { engine, feed, sources, onStopped } = setUp();
    feed.start();
    engine.calls[0]?.end({ kind: 'failure', failure: { code: 'out-of-memory' } });
    await vi.waitFor(() => expect(onStopped).toHaveBeenCalledWith({ code: 'out-of-memory' }));
    expect(sources[0]?.closed).toBe(true);
    expect(feed.running).toBe(false);
    feed.start();
    expect(feed.running).toBe(true);
  });

  it('takes a fresh source when a stream that worked runs dry, but not one that never worked', async () => {
    const { engine, feed, sources, onStopped } = setUp();
    feed.start();
    engine.show(result);
    engine.calls[0]?.end({ kind: 'result', value: { reason: 'source-ended' } });
    await vi.waitFor(() => expect(sources.map((s) => s.closed)).toEqual([true, false]));
    expect(onStopped).not.toHaveBeenCalled();
    engine.calls[1]?.end({ kind: 'result', value: { reason: 'source-ended' } });
    await vi.waitFor(() => expect(onStopped).toHaveBeenCalledWith(undefined));
    expect(sources).toHaveLength(2);
    expect(feed.running).toBe(false);
  });

  it('stops for good', () => {
    const { engine, feed, sources } = setUp();
    feed.start();
    feed.close();
    engine.replace();
    expect(engine.calls).toHaveLength(1);
    expect(sources[0]?.closed).toBe(true);
  });
});
