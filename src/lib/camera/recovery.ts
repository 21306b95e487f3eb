/** When to try again by itself after a failure, and the signals that say so. */
import type { FailureCode } from '#lib/failure/failure.ts';
import type { CameraEnvironment } from './environment.ts';
import { watchPermission } from './permission.ts';

/** What may have taken the cause of a failure away. */
export type Sign =
  | 'permission-granted'
  | 'devices-changed'
  /** The visitor came back to the page, perhaps from the settings or from the other app. */
  | 'page-shown'
  /** Nothing tells when another program lets the camera go, so it is tried now and then. */
  | 'time-passed';

const curedBy: Partial<Record<FailureCode, readonly Sign[]>> = {
  'camera-denied': ['permission-granted', 'page-shown'],
  'camera-dismissed': ['permission-granted', 'page-shown'],
  'camera-revoked': ['permission-granted', 'page-shown'],
  'camera-missing': ['devices-changed', 'page-shown'],
  'camera-unplugged': ['devices-changed', 'page-shown'],
  'camera-busy': ['devices-changed', 'page-shown', 'time-passed'],
  'camera-stalled': ['devices-changed', 'page-shown', 'time-passed'],
};

export function mayBeCured(code: FailureCode, sign: Sign): boolean {
  return curedBy[code]?.includes(sign) ?? false;
}

export interface EnvironmentListeners {
  readonly onSign: (sign: Sign) => void;
  readonly onPermissionLost: () => void;
  readonly onHidden: () => void;
  readonly onShown: () => void;
}

/** @returns stops watching */
export function watchEnvironment(
  environment: CameraEnvironment,
  listeners: EnvironmentListeners,
): () => void {
  const { page, media } = environment;
  const onVisibility = () => {
    if (page.visibilityState === 'hidden') return listeners.onHidden();
    listeners.onShown();
    listeners.onSign('page-shown');
  };
  const onDevices = () => listeners.onSign('devices-changed');
  page.addEventListener('visibilitychange', onVisibility);
  media?.addEventListener('devicechange', onDevices);
  const unwatchPermission = watchPermission(environment, (state) => {
    if (state === 'granted') listeners.onSign('permission-granted');
    else listeners.onPermissionLost();
  });
  return () => {
    page.removeEventListener('visibilitychange', onVisibility);
    media?.removeEventListener('devicechange', onDevices);
    unwatchPermission();
  };
}

export interface TrackListeners {
  /** Ended by the platform, not by `stop()`. */
  readonly onEnded: () => void;
  readonly onMuted: () => void;
  readonly onUnmuted: () => void;
  /** Still muted after a long while. */
  readonly onStalled: () => void;
}

/** A switch of lens or a turned phone mutes for a moment; that is no news. */
export const muteGraceMs = 1000;
export const stallMs = 10_000;

/** @returns stops watching */
export function watchTrack(track: MediaStreamTrack, listeners: TrackListeners): () => void {
  let timers: ReturnType<typeof setTimeout>[] = [];
  const onUnmute = () => {
    timers.forEach(clearTimeout);
    timers = [];
    listeners.onUnmuted();
  };
  const onMute = () => {
    timers.forEach(clearTimeout);
    timers = [setTimeout(listeners.onMuted, muteGraceMs), setTimeout(listeners.onStalled, stallMs)];
  };
  track.addEventListener('ended', listeners.onEnded);
  track.addEventListener('mute', onMute);
  track.addEventListener('unmute', onUnmute);
  if (track.muted) onMute();
  return () => {
    timers.forEach(clearTimeout);
    track.removeEventListener('ended', listeners.onEnded);
    track.removeEventListener('mute', onMute);
    track.removeEventListener('unmute', onUnmute);
  };
}
