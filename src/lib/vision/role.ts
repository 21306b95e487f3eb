/** What a vision worker does when it is called. */
import type { CallContext, Lose, Role } from '#lib/engine/host.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { LiveLoop } from './live-loop.ts';
import { Looker } from './looker.ts';
import type { Frame } from './preprocess/frame.ts';
import type { FrameInput, VisionCalls } from './protocol.ts';

/** In workers of Safari and Firefox; Chromium has it on the page only. Not in the DOM types. */
declare const MediaStreamTrackProcessor:
  | (new (init: { track: MediaStreamTrack; maxBufferSize?: number }) => {
      readonly readable: ReadableStream<VideoFrame>;
    })
  | undefined;

export function visionRole(lose: Lose): Role<VisionCalls> {
  let looker: Looker | undefined;
  const opened = (): Looker => {
    if (!looker) throw new Error('A vision worker is opened before it is asked anything.');
    return looker;
  };
  return {
    handlers: {
      open: async (request, { progress, signal }) => {
        if (looker) throw new Error('A vision worker is opened once.');
        const ready = await Looker.open(request, progress, signal, lose);
        looker = ready.looker;
        return ready.opened;
      },
      live: ({ input, maxFps }, context) => live(opened(), input, maxFps, context),
      classify: async ({ image }) => {
        try {
          return await opened().look(image);
        } finally {
          image.close();
        }
      },
      explain: async ({ image, label, method }, { progress, signal }) => {
        try {
          if (method === 'activation') return await opened().activation(image, label);
          const tell = (fraction: number) => progress({ fraction });
          return await opened().occlusion(image, label, tell, signal);
        } finally {
          image.close();
        }
      },
    },
    discard: (update) => {
      if (update.kind === 'frame') update.frame.close();
    },
  };
}

async function live(
  looker: Looker,
  input: FrameInput,
  maxFps: number | undefined,
  { signal, progress, onUpdate }: CallContext<VisionCalls['live']>,
): Promise<VisionCalls['live']['result']> {
  const loop = new LiveLoop<Frame & { timestamp?: number }>({
    readable: readableOf(input),
    want: () => progress({ kind: 'want' }),
    look: async (frame, counters) => {
      const result = await looker.look(frame, counters);
      if (!signal.aborted) progress({ kind: 'frame', result });
    },
    signal,
    maxFps,
    frameRate: input.frameRate,
  });
  onUpdate((update) => {
    if (update.kind === 'frame') loop.post(update.frame);
    else loop.pause(update.paused);
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
