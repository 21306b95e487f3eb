import { describe, expect, test } from 'vitest';
import { FailureError } from '#lib/failure/failure.ts';
import type { Shot } from './capture/protocol.ts';
import { keptAmongAlike, Recorder, type RecorderParts, type Sitting } from './recorder.svelte.ts';

/** A camera, a worker and a disk whose time is a number; every wait is a turn that a test can act on. */
function bench({ hash = (shot: number) => fresh(shot), ...change }: Change = {}) {
  const kept: Sitting[] = [];
  let clock = 0;
  let shots = 0;
  let bursts = 0;
  let onWait: (turn: number) => void = () => undefined;
  let turns = 0;
  const parts: RecorderParts = {
    ready: async () => true,
    takeFrame: async () => ({ close() {} }) as ImageBitmap,
    capture: async () => picture(hash(shots++)),
    keep: async (_, sitting) => void kept.push(sitting),
    keepAlike: () => false,
    newBurst: () => `burst ${++bursts}`,
    now: () => clock,
    wait: async (ms) => {
      clock += ms;
      onWait(++turns);
    },
    ...change,
  };
  const recorder = new Recorder(parts);
  return {
    recorder,
    kept,
    shots: () => shots,
    elapsedMs: () => clock,
    pass: (ms: number) => (clock += ms),
    onWait: (listener: (turn: number) => void) => (onWait = listener),
    idle: async () => {
      while (recorder.state.kind !== 'idle') await new Promise((resolve) => setTimeout(resolve));
    },
  };
}

type Change = Partial<RecorderParts> & { hash?: (shot: number) => string };
const fresh = (shot: number) => ((shot * 0x1f1f1f1f) >>> 0).toString(16).padStart(16, '0');
const picture = (hash: string): Shot => ({
  captured: {
    picture: new Blob(),
    thumbnail: new Blob(),
    width: 4,
    height: 3,
    hash,
    quality: { sharpness: 500, brightness: 0.5, clipped: 0 },
  },
  tones: new Uint8Array(3),
});

describe('hold', () => {
  test('a tap takes one picture', async () => {
    const { recorder, kept, idle } = bench();
    recorder.press('cats');
    recorder.release();
    await idle();
    expect(kept).toEqual([{ classId: 'cats', burst: 'burst 1' }]);
  });

  test('held, it takes one after another, all of one burst, at ten a second at most', async () => {
    const { recorder, kept, onWait, idle, elapsedMs } = bench();
    onWait((turn) => turn === 20 && recorder.release());
    recorder.press('cats');
    await idle();
    expect(kept).toHaveLength(20);
    expect(new Set(kept.map(({ burst }) => burst)).size).toBe(1);
    expect(elapsedMs()).toBeGreaterThanOrEqual(19 * 100);
  });

  test('nothing queues: a slow disk means fewer pictures, each counted once it is there', async () => {
    const counted: number[] = [];
    let writing = 0;
    const made = bench({
      keep: async () => {
        expect(++writing).toBe(1);
        const { state } = made.recorder;
        counted.push(state.kind === 'recording' ? state.taken : -1);
        await new Promise((resolve) => setTimeout(resolve, 5));
        writing--;
      },
    });
    made.onWait((turn) => turn === 3 && made.recorder.release());
    made.recorder.press('cats');
    await made.idle();
    expect(counted).toEqual([0, 1, 2]);
  });

  test('look-alikes are skipped and counted; now and then one is kept', async () => {
    const { recorder, kept, onWait, idle, shots } = bench({ hash: () => 'abcdabcdabcdabcd' });
    let alike = 0;
    onWait((turn) => {
      if (recorder.state.kind === 'recording') alike = recorder.state.alike;
      if (turn === keptAmongAlike * 2 + 1) recorder.release();
    });
    recorder.press('cats');
    await idle();
    expect(kept).toHaveLength(3);
    expect(alike).toBe(shots() - kept.length);
    expect(recorder.advice).toBe('alike');
  });

  test('keeps look-alikes where that is wanted', async () => {
    const { recorder, kept, onWait, idle } = bench({
      hash: () => '0'.repeat(16),
      keepAlike: () => true,
    });
    onWait((turn) => turn === 6 && recorder.release());
    recorder.press('cats');
    await idle();
    expect(kept).toHaveLength(6);
  });

  test('a second press while recording does nothing', async () => {
    const { recorder, kept, onWait, idle } = bench();
    onWait((turn) => turn === 2 && recorder.release());
    recorder.press('cats');
    recorder.press('dogs');
    await idle();
    expect(new Set(kept.map(({ classId }) => classId))).toEqual(new Set(['cats']));
  });
});

describe('what goes wrong', () => {
  test('let go while the browser still asked for the camera: no picture a minute later', async () => {
    const slow = bench({
      ready: async () => {
        slow.pass(10_000);
        return true;
      },
    });
    slow.recorder.press('cats');
    slow.recorder.release();
    await slow.idle();
    expect(slow.kept).toEqual([]);
  });

  test('no camera: idle again, nothing taken', async () => {
    const { recorder, kept, idle } = bench({ ready: async () => false });
    recorder.press('cats');
    await idle();
    expect(kept).toEqual([]);
    expect(recorder.failure).toBeUndefined();
  });

  test('a full disk in the middle stops it and says so; what was kept stays', async () => {
    let room = 3;
    const { recorder, idle } = bench({
      keep: async () => {
        if (room-- === 0) throw new FailureError('storage-full');
      },
    });
    recorder.press('cats');
    await idle();
    expect(recorder.failure?.code).toBe('storage-full');
    recorder.press('cats');
    expect(recorder.failure).toBeUndefined();
    recorder.release();
    await idle();
  });
});

describe('a timed series', () => {
  const plan = { count: 4, intervalMs: 500, delayMs: 2500 };

  test('counts down, then takes as many as asked, look-alikes too', async () => {
    const { recorder, kept, onWait, idle, elapsedMs } = bench({ hash: () => '0'.repeat(16) });
    const seen: string[] = [];
    onWait(() => {
      const { state } = recorder;
      seen.push(state.kind === 'counting-down' ? `${state.seconds}` : state.kind);
    });
    recorder.runBurst('cats', plan);
    await idle();
    expect(seen.slice(0, 4)).toEqual(['3', '2', '1', 'recording']);
    expect(kept).toHaveLength(4);
    expect(elapsedMs()).toBe(2500 + 3 * 500);
  });

  test('can be stopped in the countdown', async () => {
    const { recorder, kept, onWait, idle } = bench();
    onWait(() => recorder.release());
    recorder.runBurst('cats', plan);
    await idle();
    expect(kept).toEqual([]);
  });
});
