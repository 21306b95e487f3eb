/** What a camera can be. Plain types, shared by the session, its parts and the page. */
import type { Failure } from '#lib/failure/failure.ts';

export type Facing = 'front' | 'rear';

/** What the visitor wants; kept between visits. */
export interface CameraChoice {
  readonly deviceId?: string;
  readonly facing?: Facing;
  /** Overrides the default: mirrored unless it is a rear camera. */
  readonly mirror?: boolean;
}

export interface CameraDevice {
  readonly deviceId: string;
  /** The platform's name; empty before permission. */
  readonly label: string;
  /** Unknown for most desktop cameras. */
  readonly facing?: Facing;
}

/** The open camera, as its track says it is (not as it was asked for). */
export interface CameraView extends CameraDevice {
  readonly stream: MediaStream;
  readonly track: MediaStreamTrack;
}

export type PauseReason =
  /** The page is out of sight. */
  | 'hidden'
  /** The platform sends no pictures for now: a call, another app, a privacy switch. */
  | 'muted';

export type CameraState =
  | { readonly status: 'off' }
  | { readonly status: 'asking' }
  | { readonly status: 'live'; readonly view: CameraView }
  | { readonly status: 'paused'; readonly reason: PauseReason; readonly view?: CameraView }
  | { readonly status: 'failed'; readonly failure: Failure };

/** The camera opened, but another one than was asked for. */
export interface CameraNotice {
  readonly kind: 'other-camera';
  readonly asked: Facing | 'device';
  readonly got: CameraDevice;
}
