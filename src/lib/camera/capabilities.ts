/** Torch and zoom, where the track has them (Chromium on Android, some webcams). */

export interface ZoomRange {
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly value: number;
}

export interface CameraControls {
  /** On or off; undefined where there is none. */
  readonly torch?: boolean;
  readonly zoom?: ZoomRange;
}

/** TypeScript's DOM types leave the image-capture constraints out. */
interface ImageCapabilities {
  torch?: boolean;
  zoom?: { min: number; max: number; step?: number };
}
interface ImageSettings {
  torch?: boolean;
  zoom?: number;
}

export function readControls(track: MediaStreamTrack): CameraControls {
  // Firefox has no getCapabilities before 132.
  const read = track.getCapabilities as (() => ImageCapabilities) | undefined;
  const { torch, zoom } = read?.call(track) ?? {};
  const settings = track.getSettings() as ImageSettings;
  return {
    torch: torch ? (settings.torch ?? false) : undefined,
    zoom:
      zoom && zoom.max > zoom.min
        ? {
            min: zoom.min,
            max: zoom.max,
            step: zoom.step || (zoom.max - zoom.min) / 20,
            value: settings.zoom ?? zoom.min,
          }
        : undefined,
  };
}

/** @returns the controls as they are afterwards: a camera may refuse, or stop at a limit. */
export async function applyControls(
  track: MediaStreamTrack,
  wish: ImageSettings,
): Promise<CameraControls> {
  try {
    await track.applyConstraints({ advanced: [wish as MediaTrackConstraintSet] });
  } catch (error) {
    // Refused (say, the torch of a hot phone): the controls below show that nothing changed.
    if (!(error instanceof Error) && !(error instanceof DOMException)) throw error;
  }
  return readControls(track);
}
