/** Asks for a camera, from the most exact wish to any camera at all, and checks what came. */
import { FailureError } from '#lib/failure/failure.ts';
import { facingMode, listCameras, viewOf } from './devices.ts';
import type { CameraMedia } from './environment.ts';
import type { CameraChoice, CameraNotice, CameraView } from './state.ts';

/** Enough for the networks and for a stage on a large screen; cheap to move on a phone. */
const size: MediaTrackConstraints = {
  width: { ideal: 1280 },
  height: { ideal: 720 },
  frameRate: { ideal: 30, max: 60 },
};

export interface OpenedCamera {
  readonly view: CameraView;
  readonly notice?: CameraNotice;
}

/** @throws what `getUserMedia` throws, once nothing is left to try; FailureError 'camera-missing' */
export async function openStream(media: CameraMedia, choice: CameraChoice): Promise<OpenedCamera> {
  const wishes = wishesFor(choice);
  for (const [index, video] of wishes.entries()) {
    try {
      const stream = await media.getUserMedia({ video, audio: false });
      const view = viewOf(stream);
      if (!view) throw new FailureError('camera-missing', 'a stream without a video track');
      return { view, notice: await compare(media, view, choice) };
    } catch (error) {
      if (index === wishes.length - 1 || !isTooMuchToAsk(error)) throw error;
    }
  }
  throw new FailureError('camera-missing');
}

function wishesFor({ deviceId, facing }: CameraChoice): MediaTrackConstraints[] {
  const wishes: MediaTrackConstraints[] = [];
  if (deviceId) wishes.push({ ...size, deviceId: { exact: deviceId } });
  if (facing) {
    wishes.push({ ...size, facingMode: { exact: facingMode(facing) } });
    // Without "exact", for cameras that do not know which way they look.
    wishes.push({ ...size, facingMode: { ideal: facingMode(facing) } });
  } else {
    // A phone in the hand of someone who points at things; a laptop has only the one.
    wishes.push({ ...size, facingMode: { ideal: 'environment' } });
  }
  wishes.push({});
  return wishes;
}

/**
 * Browsers open another camera than the one asked for without a word (Teachable Machine's oldest
 * complaint), so the track is asked. With one camera in the device nothing else could have come.
 */
async function compare(
  media: CameraMedia,
  view: CameraView,
  choice: CameraChoice,
): Promise<CameraNotice | undefined> {
  const { deviceId, label, facing } = view;
  const got = { deviceId, label, facing };
  if (choice.deviceId) {
    return deviceId === choice.deviceId
      ? undefined
      : { kind: 'other-camera', asked: 'device', got };
  }
  if (!choice.facing || facing === choice.facing) return undefined;
  if (facing === undefined && (await listCameras(media)).length > 1) return undefined;
  return { kind: 'other-camera', asked: choice.facing, got };
}

function isTooMuchToAsk(error: unknown): boolean {
  // Old WebKit says NotFoundError when no camera fits the constraints.
  const name = typeof error === 'object' && error !== null && 'name' in error ? error.name : '';
  return name === 'OverconstrainedError' || name === 'NotFoundError';
}
