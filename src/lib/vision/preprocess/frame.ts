/** A picture on its way to a network. */
export type Frame = VideoFrame | ImageBitmap;

export interface FrameSize {
  readonly width: number;
  readonly height: number;
}

/** As a person sees it: after turning, with square pixels. */
export function frameSize(frame: Frame): FrameSize {
  return isVideoFrame(frame)
    ? { width: frame.displayWidth, height: frame.displayHeight }
    : { width: frame.width, height: frame.height };
}

/** Not `instanceof`: a browser without `VideoFrame` still brings bitmaps. */
export function isVideoFrame(frame: Frame): frame is VideoFrame {
  return 'displayWidth' in frame;
}
