/** The visitor's camera of the last visit, read back with care. */
import type { CameraChoice } from './state.ts';

export function parseCameraChoice(stored: unknown): CameraChoice {
  const raw = typeof stored === 'object' && stored !== null ? { ...stored } : {};
  const { deviceId, facing, mirror } = raw as Partial<Record<keyof CameraChoice, unknown>>;
  return {
    ...(typeof deviceId === 'string' && { deviceId }),
    ...((facing === 'front' || facing === 'rear') && { facing }),
    ...(typeof mirror === 'boolean' && { mirror }),
  };
}
