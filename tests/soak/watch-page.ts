/** Runs in the page before the app: counts what the platform gives out, and can take the camera away. Sent as text. */

/** What the page holds, as `window.soak` says. */
export interface PageWatch {
  /** Object URLs that were made and not revoked. */
  readonly urls: () => number;
  /** Tracks of a camera, clones among them, that are not stopped. */
  readonly tracks: () => number;
  /** Pulls the plug: the tracks end and no camera is listed. */
  readonly unplug: () => void;
  readonly plugIn: () => void;
  /** What a tab is told that goes behind another, or comes before it. */
  readonly hide: (hidden: boolean) => void;
}

declare global {
  interface Window {
    soak: PageWatch;
  }
}

/** A second camera beside the browser's own fake one: the same pictures under another name. */
const secondCamera = 'second-camera';

export function watchPage(second: string): void {
  // What loads sources by itself names functions by a helper that is not in the page.
  (globalThis as { __name?: unknown }).__name ??= (named: unknown) => named;
  const urls = new Set<string>();
  const make = URL.createObjectURL.bind(URL);
  const revoke = URL.revokeObjectURL.bind(URL);
  URL.createObjectURL = (object) => {
    const url = make(object);
    urls.add(url);
    return url;
  };
  URL.revokeObjectURL = (url) => {
    urls.delete(url);
    revoke(url);
  };

  // Weakly: what nobody holds any more must not be held by this.
  let tracks: WeakRef<MediaStreamTrack>[] = [];
  const watch = (track: MediaStreamTrack) => {
    tracks = [...tracks.filter((each) => each.deref()?.readyState === 'live'), new WeakRef(track)];
    return track;
  };
  const live = () =>
    tracks.flatMap((each) => each.deref() ?? []).filter((track) => track.readyState === 'live');
  const clone = Reflect.get(MediaStreamTrack.prototype, 'clone') as () => MediaStreamTrack;
  MediaStreamTrack.prototype.clone = function (this: MediaStreamTrack) {
    return watch(clone.call(this));
  };

  const { mediaDevices } = navigator;
  let plugged = true;
  if (mediaDevices) {
    const enumerate = mediaDevices.enumerateDevices.bind(mediaDevices);
    const open = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.enumerateDevices = async () => {
      const devices = (await enumerate()).filter(({ kind }) => kind === 'videoinput');
      const [first] = plugged ? devices : [];
      if (!first) return [];
      const other = { deviceId: first.deviceId && second, label: first.label && 'Other camera' };
      return [first, { ...other, kind: first.kind, groupId: second, toJSON: () => other }];
    };
    mediaDevices.getUserMedia = async (constraints = {}) => {
      if (!plugged) throw new DOMException('Requested device not found', 'NotFoundError');
      const video = typeof constraints.video === 'object' ? constraints.video : {};
      const isOther =
        (video.deviceId as ConstrainDOMStringParameters | undefined)?.exact === second;
      const { deviceId: _, ...rest } = video;
      const stream = await open(isOther ? { ...constraints, video: rest } : constraints);
      for (const track of stream.getVideoTracks()) {
        watch(track);
        if (!isOther) continue;
        const own = track.getSettings.bind(track);
        track.getSettings = () => ({ ...own(), deviceId: second });
      }
      return stream;
    };
  }

  let hidden = false;
  Object.defineProperty(document, 'visibilityState', {
    get: () => (hidden ? 'hidden' : 'visible'),
    configurable: true,
  });
  Object.defineProperty(document, 'hidden', { get: () => hidden, configurable: true });

  window.soak = {
    urls: () => urls.size,
    tracks: () => live().length,
    unplug: () => {
      plugged = false;
      for (const track of live()) {
        track.stop();
        track.dispatchEvent(new Event('ended'));
      }
      mediaDevices.dispatchEvent(new Event('devicechange'));
    },
    plugIn: () => {
      plugged = true;
      mediaDevices.dispatchEvent(new Event('devicechange'));
    },
    hide: (now) => {
      if (hidden === now) return;
      hidden = now;
      document.dispatchEvent(new Event('visibilitychange'));
    },
  };
}

/** The script for `addInitScript`. */
export const watchScript = `(${watchPage.toString()})(${JSON.stringify(secondCamera)})`;
