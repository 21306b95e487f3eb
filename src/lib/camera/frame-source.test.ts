import { afterEach, expect, it, vi } from 'vitest';
import type { VisionCalls } from '#lib/vision/protocol.ts';
import { openFrameSource } from './frame-source.ts';

type Update = VisionCalls['live']['update'];

afterEach(() => {
  vi.unstubAllGlobals();
});

it('stamps a posted frame with the time it was shown, whatever the browser makes of a video', async () => {
  // As in Firefox: without a time of ours every frame of a video says 0.
  vi.stubGlobal(
    'VideoFrame',
    class {
      readonly timestamp: number;
      constructor(_video: unknown, init?: VideoFrameInit) {
        this.timestamp = init?.timestamp ?? 0;
      }
    },
  );
  vi.stubGlobal('HTMLMediaElement', { HAVE_CURRENT_DATA: 2 });
  const shownMs = [100, 133.3];
  const video = {
    readyState: 4,
    requestVideoFrameCallback(listener: (nowMs: number) => void) {
      queueMicrotask(() => listener(shownMs.shift()!));
      return 1;
    },
  };
  const track = { readyState: 'live', getSettings: () => ({ frameRate: 30 }) };
  const source = openFrameSource(track as unknown as MediaStreamTrack, {
    video: () => video as unknown as HTMLVideoElement,
  });
  const posted: Update[] = [];
  const update = (payload: Update) => posted.push(payload) > 0;

  for (const count of [1, 2]) {
    source.pump?.({ update });
    await vi.waitFor(() => expect(posted).toHaveLength(count));
  }
  const stamps = posted.map((one) => one.kind === 'frame' && (one.frame as VideoFrame).timestamp);
  expect(stamps).toEqual([100_000, 133_300]);
});
