/** The camera permission, where the browser tells (Firefox and older Safari do not). */
import type { CameraEnvironment } from './environment.ts';

// Not in TypeScript's list of names.
const descriptor = { name: 'camera' as PermissionName };

export async function cameraPermission(
  environment: CameraEnvironment,
): Promise<PermissionState | undefined> {
  return (await queryPermission(environment))?.state;
}

/** Calls back at each change until the returned function is called. */
export function watchPermission(
  environment: CameraEnvironment,
  listener: (state: PermissionState) => void,
): () => void {
  const stop = new AbortController();
  void queryPermission(environment).then((status) => {
    status?.addEventListener('change', () => listener(status.state), { signal: stop.signal });
  });
  return () => stop.abort();
}

async function queryPermission({
  permissions,
}: CameraEnvironment): Promise<PermissionStatus | undefined> {
  try {
    return await permissions?.query(descriptor);
  } catch {
    // A browser that does not know the name "camera" throws a TypeError: nothing is known.
    return undefined;
  }
}
