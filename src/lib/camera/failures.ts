/** What went wrong with a camera, as a code with words and a next step. */
import { FailureError, type Failure, type FailureCode } from '#lib/failure/failure.ts';
import type { CameraEnvironment } from './environment.ts';
import { cameraPermission } from './permission.ts';
import type { CameraView } from './state.ts';

/** Why there is no camera to ask at all; undefined when there is. */
export function missingCameras({ media, secure }: CameraEnvironment): Failure | undefined {
  if (media) return undefined;
  return { code: secure ? 'camera-unsupported' : 'camera-insecure' };
}

/**
 * Names what `getUserMedia` threw. Anything that is not a camera's failure is a bug and is thrown
 * again.
 */
export async function openFailure(
  error: unknown,
  environment: CameraEnvironment,
): Promise<Failure> {
  if (error instanceof FailureError) return error.failure;
  if (!isNamed(error)) throw error;
  const detail = `${error.name}: ${error.message}`;
  const code = codes[error.name];
  if (!code) throw error;
  return { code: code === 'camera-denied' ? await refusal(error, environment) : code, detail };
}

/** Why a track ended by itself while it was live. */
export async function endedFailure(
  view: CameraView,
  environment: CameraEnvironment,
): Promise<Failure> {
  const permission = await cameraPermission(environment);
  if (permission === 'denied') return { code: 'camera-revoked' };
  const devices = (await environment.media?.enumerateDevices()) ?? [];
  const cameras = devices.filter(({ kind }) => kind === 'videoinput');
  // Without permission the ids are empty: the camera was taken away, not pulled out.
  if (cameras.some(({ deviceId }) => deviceId === '')) return { code: 'camera-revoked' };
  const present = cameras.some(({ deviceId }) => deviceId === view.deviceId);
  if (!present) return { code: 'camera-unplugged' };
  return { code: permission === 'prompt' ? 'camera-revoked' : 'camera-stalled' };
}

const codes: Partial<Record<string, FailureCode>> = {
  NotAllowedError: 'camera-denied',
  PermissionDeniedError: 'camera-denied',
  SecurityError: 'camera-denied',
  NotFoundError: 'camera-missing',
  DevicesNotFoundError: 'camera-missing',
  OverconstrainedError: 'camera-missing',
  NotReadableError: 'camera-busy',
  TrackStartError: 'camera-busy',
  AbortError: 'camera-busy',
  InvalidStateError: 'camera-busy',
  NotSupportedError: 'camera-unsupported',
};

/** "Not allowed" is a closed question when denied, an open one when only dismissed. */
async function refusal(
  error: { message: string },
  environment: CameraEnvironment,
): Promise<FailureCode> {
  if (/dismiss/i.test(error.message)) return 'camera-dismissed';
  const permission = await cameraPermission(environment);
  return permission === 'prompt' ? 'camera-dismissed' : 'camera-denied';
}

/** DOMException or OverconstrainedError, which is no Error in some browsers. */
function isNamed(error: unknown): error is { name: string; message: string } {
  return typeof error === 'object' && error !== null && 'name' in error && 'message' in error;
}
