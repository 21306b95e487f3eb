/** Which cameras there are and which way they look. */
import type { CameraMedia } from './environment.ts';
import type { CameraDevice, CameraView, Facing } from './state.ts';

export async function listCameras(media: CameraMedia): Promise<CameraDevice[]> {
  const devices = await media.enumerateDevices();
  return devices
    .filter(({ kind, deviceId }) => kind === 'videoinput' && deviceId !== '')
    .map(({ deviceId, label }) => ({ deviceId, label, facing: facingOfLabel(label) }));
}

/** What the stream's track says of itself. */
export function viewOf(stream: MediaStream): CameraView | undefined {
  const track = stream.getVideoTracks()[0];
  if (!track) return undefined;
  const { deviceId = '', facingMode } = track.getSettings();
  return {
    stream,
    track,
    deviceId,
    label: track.label,
    facing: facingOfMode(facingMode) ?? facingOfLabel(track.label),
  };
}

export function facingMode(facing: Facing): string {
  return facing === 'rear' ? 'environment' : 'user';
}

function facingOfMode(mode: string | undefined): Facing | undefined {
  if (mode === 'environment') return 'rear';
  return mode === 'user' ? 'front' : undefined;
}

/**
 * Labels as Android, iOS and laptops give them, in the languages of this app; only where the track
 * does not say.
 */
function facingOfLabel(label: string): Facing | undefined {
  if (/\b(back|rear|environment|traseira)\b/i.test(label)) return 'rear';
  if (/\b(front|user|facetime|integrated|frontal)\b/i.test(label)) return 'front';
  return undefined;
}
