import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LiveLoop, type LiveCounters } from './live-loop.ts';

class FakeFrame {
  closed = 0;
  readonly timestamp: number;

  constructor(timestampMs: number) {
    this.timestamp = timestampMs * 1_000;
  }

  close(): void {
    this.closed++;
  }
}

/** A stream of frames fed by hand. */
function feed() {
  let controller!: ReadableStreamDefaultController<FakeFrame>;
  const cancelled = vi.fn();
  const readable = new ReadableStream<FakeFrame>(
    { start: (own) => void (controller = own), cancel: cancelled },
    { highWaterMark: 0 },
  );
  const frames: FakeFrame[] = [];
  return {
    readable,
    frames,
    cancelled,
    push: () => {
      const frame = new FakeFrame(performance.now());
      frames.push(frame);
      controller.enqueue(frame);
    },
    end: () => controller.close(),
    fail: (error: Error) => controller.error(error),
  };
}

/** Looks that take `ms`, recorded. */
function looker(ms: number) {
  const looks: (LiveCounters & { frame: FakeFrame })[] = [];
  const look = async (frame: FakeFrame, counters: LiveCounters) => {
    expect(frame.closed).toBe(0);
    looks.push({ frame, ...counters });
    await new Promise((resolve) => setTimeout(resolve, ms));
    expect(frame.closed).toBe(0);
  };
  return { looks, look };
}

const advance = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const closedOnce = (frames: FakeFrame[]) => frames.every((frame) => frame.closed === 1);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the live loop over a stream', () => {
  it('looks at the newest frame only, counts the others, and closes each exactly once', async () => {
    const source = feed();
    const { looks, look } = looker(100);
    const loop = new LiveLoop({
      readable: source.readable,
      want: () => expect.unreachable('a stream needs no asking'),
      look,
      signal: new AbortController().signal,
    });
    const running = loop.run();
    for (let i = 0; i < 10; i++) {
      source.push();
      await advance(30);
    }
    await advance(200);
    source.end();
    await running;
    expect(looks.map(({ frame }) => source.frames.indexOf(frame))).toEqual([0, 3, 6, 9]);
    expect(looks.at(-1)).toMatchObject({ frames: 4, dropped: 6 });
    expect(closedOnce(source.frames)).toBe(true);
  });

  it('keeps to the fps it was given and still takes the newest', async () => {
    const source = feed();
    const { looks, look } = looker(1);
    const stop = new AbortController();
    const loop = new LiveLoop({
      readable: source.readable,
      want: () => {},
      look,
      signal: stop.signal,
      maxFps: 5,
    });
    const running = loop.run().catch((error: unknown) => error);
    for (let i = 0; i < 50; i++) {
      source.push();
      await advance(20);
    }
    expect(looks.length).toBeGreaterThanOrEqual(5);
    expect(looks.length).toBeLessThanOrEqual(6);
    loop.cap(undefined);
    for (let i = 0; i < 50; i++) {
      source.push();
      await advance(20);
    }
    expect(looks.length).toBeGreaterThan(40);
    stop.abort();
    await advance(500);
    expect(await running).toBe(stop.signal.reason);
  });

  it('lets frames go by while paused, uncounted', async () => {
    const source = feed();
    const { looks, look } = looker(1);
    const loop = new LiveLoop({
      readable: source.readable,
      want: () => {},
      look,
      signal: new AbortController().signal,
    });
    const running = loop.run();
    loop.pause(true);
    for (let i = 0; i < 3; i++) {
      source.push();
      await advance(10);
    }
    expect(looks).toHaveLength(0);
    loop.pause(false);
    source.push();
    await advance(10);
    expect(looks).toHaveLength(1);
    expect(looks[0]?.dropped).toBe(0);
    source.end();
    await running;
    expect(closedOnce(source.frames)).toBe(true);
  });

  it('stops when cancelled in the middle of a look, closing what it holds', async () => {
    const source = feed();
    const { look } = looker(50);
    const stop = new AbortController();
    const loop = new LiveLoop({
      readable: source.readable,
      want: () => {},
      look,
      signal: stop.signal,
    });
    const running = loop.run().catch((error: unknown) => error);
    source.push();
    await advance(10);
    source.push();
    await advance(10);
    stop.abort();
    await advance(100);
    expect(await running).toBe(stop.signal.reason);
    expect(source.cancelled).toHaveBeenCalled();
    expect(closedOnce(source.frames)).toBe(true);
  });

  it('passes on what a look throws, with the frame closed', async () => {
    const source = feed();
    const loop = new LiveLoop({
      readable: source.readable,
      want: () => {},
      look: () => Promise.reject(new Error('broken')),
      signal: new AbortController().signal,
    });
    const running = loop.run().catch((error: unknown) => error);
    source.push();
    await advance(1);
    expect(await running).toMatchObject({ message: 'broken' });
    expect(closedOnce(source.frames)).toBe(true);
  });

  it('passes on that the stream broke', async () => {
    const source = feed();
    const { look } = looker(1);
    const loop = new LiveLoop({
      readable: source.readable,
      want: () => {},
      look,
      signal: new AbortController().signal,
    });
    const running = loop.run().catch((error: unknown) => error);
    source.fail(new Error('unplugged'));
    await advance(1);
    expect(await running).toMatchObject({ message: 'unplugged' });
  });
});

describe('the live loop over posted frames', () => {
  function start() {
    const { looks, look } = looker(50);
    const want = vi.fn();
    const stop = new AbortController();
    const loop = new LiveLoop<FakeFrame>({ want, look, signal: stop.signal });
    const running = loop.run().catch((error: unknown) => error);
    return { loop, looks, want, stop, running };
  }

  it('asks for one frame at a time, when it has finished with the one before', async () => {
    const { loop, want, stop, running, looks } = start();
    await advance(1);
    expect(want).toHaveBeenCalledTimes(1);
    const first = new FakeFrame(0);
    loop.post(first);
    await advance(20);
    expect(want).toHaveBeenCalledTimes(1);
    await advance(40);
    expect(want).toHaveBeenCalledTimes(2);
    expect(looks).toHaveLength(1);
    stop.abort();
    await running;
    expect(first.closed).toBe(1);
  });

  it('asks again after a pause swallowed the frame it was owed', async () => {
    const { loop, want, stop, running, looks } = start();
    await advance(1);
    loop.pause(true);
    const unseen = new FakeFrame(0);
    loop.post(unseen);
    await advance(10);
    expect([looks.length, unseen.closed, want.mock.calls.length]).toEqual([0, 1, 1]);
    loop.pause(false);
    await advance(1);
    expect(want).toHaveBeenCalledTimes(2);
    stop.abort();
    await running;
  });

  it('closes a frame that comes after the end', async () => {
    const { loop, stop, running } = start();
    stop.abort();
    await running;
    const late = new FakeFrame(0);
    loop.post(late);
    expect(late.closed).toBe(1);
  });
});
