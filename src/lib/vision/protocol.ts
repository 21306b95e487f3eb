/** Calls of a vision worker. Types only. */
import type { BackendName } from '#lib/engine/backend.ts';
import type { Opened, OpenProgress } from '#lib/engine/protocol.ts';
import type { FrameResult, HeatMap, LabelId } from './prediction.ts';

interface CameraRate {
  /** Frames a second that the camera says it gives (its track's settings); tells dropped ones. */
  readonly frameRate?: number | undefined;
}

/** Where live frames come from; the cheapest that this browser offers (see camera/frame-source.ts). */
export type FrameInput = CameraRate &
  (
    | StreamInput
    | TrackInput
    /** Frames posted as updates, one for each `want` progress. */
    | { kind: 'posted' }
  );

/** MediaStreamTrackProcessor made on the page (Chromium), its stream transferred. */
interface StreamInput {
  kind: 'stream';
  readable: ReadableStream<VideoFrame>;
}

/** The track itself transferred (Safari, Firefox). */
interface TrackInput {
  kind: 'track';
  track: MediaStreamTrack;
}

/** Looks at the newest frame, again and again, until it is cancelled or the source ends. */
export type LiveCall<Result> = {
  request: { input: FrameInput; maxFps?: number | undefined };
  update:
    | { kind: 'frame'; frame: VideoFrame | ImageBitmap }
    | { kind: 'pause'; paused: boolean }
    /** Frames a second from now on; undefined: as many as there are. */
    | { kind: 'cap'; maxFps: number | undefined };
  progress: { kind: 'want' } | { kind: 'frame'; result: Result };
  result: { reason: 'source-ended' };
};

// A type alias, so that it is assignable to the engine's `Calls`.
export type VisionCalls = {
  /** First call of every worker: one backend and one set of models for its whole life. */
  open: {
    request: {
      backend: BackendName;
      models: readonly string[];
      baseUrl: string;
      /** Tells how quick it is; otherwise it answers sooner. */
      measured: boolean;
    };
    update: never;
    progress: OpenProgress;
    result: Opened;
  };
  /** Milliseconds of an inference. */
  measure: { request: null; update: never; progress: never; result: number };
  live: LiveCall<FrameResult>;
  classify: {
    request: { image: ImageBitmap };
    update: never;
    progress: never;
    result: FrameResult;
  };
  explain: {
    request: { image: ImageBitmap; label: LabelId; method: HeatMap['method'] };
    update: never;
    progress: { fraction: number };
    result: HeatMap;
  };
};
