/** What a camera needs from the browser, as one value, so that tests can stand in for it. */

export type CameraMedia = Pick<
  MediaDevices,
  'getUserMedia' | 'enumerateDevices' | 'addEventListener' | 'removeEventListener'
>;

export interface CameraEnvironment {
  /** Undefined on insecure origins and in browsers without cameras. */
  readonly media: CameraMedia | undefined;
  readonly secure: boolean;
  readonly permissions: Pick<Permissions, 'query'> | undefined;
  readonly page: EventTarget & { readonly visibilityState: DocumentVisibilityState };
  readonly wakeLock: Pick<WakeLock, 'request'> | undefined;
}

/** @param media stands in for the browser's own (fake camera) */
export function browserEnvironment(media?: CameraMedia): CameraEnvironment {
  // The DOM types promise all of these; browsers do not.
  const nav = navigator as Partial<Navigator>;
  return {
    media: media ?? nav.mediaDevices,
    secure: isSecureContext,
    permissions: media ? undefined : nav.permissions,
    page: document,
    wakeLock: nav.wakeLock,
  };
}
