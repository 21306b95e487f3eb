/**
 * Live frames for a worker, by the cheapest way that this browser has:
 * 1. a MediaStreamTrackProcessor made here, its stream transferred (Chromium): nothing per frame;
 * 2. a clone of the track transferred, the processor made in the worker (Safari, Firefox);
 * 3. one frame posted each time the worker wants one.
 */
import type { FrameInput, VisionCalls } from '#lib/vision/protocol.ts';

/** As much of a running live call as posting needs. */
export interface FrameReceiver {
  /** False when the call has ended; the frame then stays here. */
  update(payload: VisionCalls['live']['update'], transfer?: Transferable[]): boolean;
}

export interface FrameSource {
  readonly input: FrameInput;
  /** What to transfer together with `input`. */
  readonly transfer: Transferable[];
  /** Posts the next new frame; to be called at each `want`. Only where frames are posted. */
  pump?(receiver: FrameReceiver): void;
  /** Stops what this source holds; the camera itself goes on. */
  close(): void;
}

export interface FrameSourceOptions {
  /** The element that shows the track now. */
  readonly video: () => HTMLVideoElement | undefined;
}

/** Posted bitmaps are made no larger than this; a VideoFrame is only a reference. */
const postedSide = 640;

/** Not in TypeScript's DOM types. */
type ProcessorConstructor = new (init: { track: MediaStreamTrack; maxBufferSize?: number }) => {
  readonly readable: ReadableStream<VideoFrame>;
};

interface MaybeProcessor {
  MediaStreamTrackProcessor?: ProcessorConstructor;
}

let workersReadTracks: Promise<boolean> | undefined;
let tracksTransfer = false;

/** Finds out once what workers of this browser can do; `openFrameSource` uses what is known. */
export async function probeTransports(): Promise<void> {
  if ((globalThis as MaybeProcessor).MediaStreamTrackProcessor) return;
  workersReadTracks ??= askWorker();
  tracksTransfer = await workersReadTracks;
}

export function openFrameSource(track: MediaStreamTrack, options: FrameSourceOptions): FrameSource {
  const Processor = (globalThis as MaybeProcessor).MediaStreamTrackProcessor;
  if (Processor) return streamSource(Processor, track);
  return (tracksTransfer && trackSource(track)) || postedSource(track, options);
}

function streamSource(Processor: ProcessorConstructor, original: MediaStreamTrack): FrameSource {
  // A clone, so that closing this source ends its stream and not the camera.
  const track = original.clone();
  const { readable } = new Processor({ track, maxBufferSize: 1 });
  return {
    input: { kind: 'stream', readable, frameRate: frameRateOf(original) },
    transfer: [readable],
    close: () => track.stop(),
  };
}

/** @returns undefined where tracks cannot be transferred after all */
function trackSource(original: MediaStreamTrack): FrameSource | undefined {
  const track = original.clone();
  // Transferable in the browsers that come here, though not in TypeScript's DOM types.
  const transfer = [track as unknown as Transferable];
  // The transferred clone is the worker's to stop; this end is inert after the transfer.
  const input: FrameInput = { kind: 'track', track, frameRate: frameRateOf(original) };
  return { input, transfer, close: () => track.stop() };
}

function postedSource(track: MediaStreamTrack, { video }: FrameSourceOptions): FrameSource {
  let cancel: (() => void) | undefined;
  let closed = false;
  const post = async (element: HTMLVideoElement, shownMs: number, receiver: FrameReceiver) => {
    const frame = await takeFrame(element, shownMs);
    if (closed) return frame.close();
    if (!receiver.update({ kind: 'frame', frame }, [frame])) frame.close();
  };
  return {
    input: { kind: 'posted', frameRate: frameRateOf(track) },
    transfer: [],
    pump(receiver) {
      cancel?.();
      const wait = () => {
        const element = video();
        if (closed || track.readyState === 'ended') return;
        cancel = onNextFrame(element, (shownMs) => {
          cancel = undefined;
          if (element && element.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) {
            void post(element, shownMs, receiver);
          } else wait();
        });
      };
      wait();
    },
    close() {
      closed = true;
      cancel?.();
    },
  };
}

/** Lets the worker tell how many frames went by unseen. */
function frameRateOf(track: MediaStreamTrack): number | undefined {
  return track.getSettings().frameRate;
}

async function takeFrame(
  video: HTMLVideoElement,
  shownMs: number,
): Promise<VideoFrame | ImageBitmap> {
  if (typeof VideoFrame === 'function') {
    // Of a video element Firefox stamps every frame with 0, by which each would be older than the last.
    return new VideoFrame(video, { timestamp: Math.round(shownMs * 1_000) });
  }
  const shrink = Math.min(1, postedSide / Math.max(video.videoWidth, video.videoHeight));
  return createImageBitmap(video, {
    resizeWidth: Math.max(1, Math.round(video.videoWidth * shrink)),
    resizeHeight: Math.max(1, Math.round(video.videoHeight * shrink)),
    resizeQuality: 'medium',
  });
}

/**
 * @param listener gets the time of the page at which the frame is shown, in ms
 * @returns cancels
 */
function onNextFrame(
  video: HTMLVideoElement | undefined,
  listener: (shownMs: number) => void,
): () => void {
  if (video && 'requestVideoFrameCallback' in video) {
    const handle = video.requestVideoFrameCallback(listener);
    return () => video.cancelVideoFrameCallback(handle);
  }
  const handle = requestAnimationFrame(listener);
  return () => cancelAnimationFrame(handle);
}

/** Whether a worker has MediaStreamTrackProcessor and tracks can be sent there. */
async function askWorker(): Promise<boolean> {
  if (!canTransferTracks()) return false;
  const script = new Blob(['postMessage("MediaStreamTrackProcessor" in self)']);
  const url = URL.createObjectURL(script);
  const worker = new Worker(url);
  try {
    return await new Promise<boolean>((resolve) => {
      worker.onmessage = ({ data }) => resolve(data === true);
      // A content policy that forbids this worker leaves the posted frames.
      worker.onerror = () => resolve(false);
      setTimeout(() => resolve(false), 2000);
    });
  } finally {
    worker.terminate();
    URL.revokeObjectURL(url);
  }
}

function canTransferTracks(): boolean {
  const stream = document.createElement('canvas').captureStream?.(0);
  const track = stream?.getVideoTracks()[0];
  if (!track) return false;
  try {
    structuredClone(track, { transfer: [track as unknown as Transferable] });
    return true;
  } catch {
    // DataCloneError: this browser keeps tracks on the page.
    return false;
  } finally {
    track.stop();
  }
}
