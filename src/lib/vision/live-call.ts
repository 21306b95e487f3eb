/** A live call of a worker: frames in by whichever way the page could send them, one result each out. */
import type { CallContext } from '#lib/engine/host.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { LiveLoop, type LiveCounters } from './live-loop.ts';
import type { Frame } from './preprocess/frame.ts';
import type { FrameInput, LiveCall } from './protocol.ts';

/** In workers of Safari and Firefox; Chromium has it on the page only. Not in the DOM types. */
declare const MediaStreamTrackProcessor:
  | (new (init: { track: MediaStreamTrack; maxBufferSize?: number }) => {
      readonly readable: ReadableStream<VideoFrame>;
    })
  | undefined;

/** @param look at one frame; must not keep it. */
export async function runLive<Result>(
  { input, maxFps }: LiveCall<Result>['request'],
  { signal, progress, onUpdate }: CallContext<LiveCall<Result>>,
  look: (frame: Frame, counters: LiveCounters) => Promise<Result>,
): Promise<LiveCall<Result>['result']> {
  const loop = new LiveLoop<Frame & { timestamp?: number }>({
    readable: readableOf(input),
    want: () => progress({ kind: 'want' }),
    look: async (frame, counters) => {
      const result = await look(frame, counters);
      if (!signal.aborted) progress({ kind: 'frame', result });
    },
    signal,
    maxFps,
    frameRate: input.frameRate,
  });
  onUpdate((update) => {
    if (update.kind === 'frame') loop.post(update.frame);
    else if (update.kind === 'pause') loop.pause(update.paused);
    else loop.cap(update.maxFps);
  });
  try {
    await loop.run();
  } finally {
    // The track that came here is this worker's own copy; the camera goes on.
    if (input.kind === 'track') input.track.stop();
  }
  return { reason: 'source-ended' };
}

function readableOf(input: FrameInput): ReadableStream<VideoFrame> | undefined {
  switch (input.kind) {
    case 'stream':
      return input.readable;
    case 'track':
      if (typeof MediaStreamTrackProcessor === 'undefined') {
        throw new FailureError('camera-unsupported', 'no MediaStreamTrackProcessor in workers');
      }
      return new MediaStreamTrackProcessor({ track: input.track, maxBufferSize: 1 }).readable;
    case 'posted':
      return undefined;
  }
}
