/** Runs in the page before the app: counts what the platform gives out, and can take the camera away. Sent as text. */

/** What the page holds, as `window.soak` says. */
export interface PageWatch {
  /** Object URLs that were made and not revoked. */
  readonly urls: () => number;
  /** Tracks of a camera, clones among them, that are not stopped. */
  readonly tracks: () => number;
  /** Streams of frames, ever made, whose track was stopped within a second: they may not have reached their worker. */
  readonly hastyStreams: () => number;
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

/** Until a worker that looks at another picture has taken a stream, and the page has heard of it. */
const hastyStreamMs = 1_000;

export function watchPage(second: string, hastyMs: number): void {
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
    // Told of one that is still held at the end. What bears nothing of the page's goes from the page's heap while
    // the browser holds its own half, and would not be counted.
    Object.assign(track, { made: Date.now() });
    return track;
  };
  const live = () =>
    tracks.flatMap((each) => each.deref() ?? []).filter((track) => track.readyState === 'live');
  const clone = Reflect.get(MediaStreamTrack.prototype, 'clone') as () => MediaStreamTrack;
  MediaStreamTrack.prototype.clone = function (this: MediaStreamTrack) {
    return watch(clone.call(this));
  };

  let hastyStreams = 0;
  const processors = window as { MediaStreamTrackProcessor?: new (init: Init) => object };
  interface Init {
    readonly track: MediaStreamTrack;
  }
  if (processors.MediaStreamTrackProcessor) {
    processors.MediaStreamTrackProcessor = new Proxy(processors.MediaStreamTrackProcessor, {
      construct: (Processor, [init]: [Init]) => {
        const { track } = init;
        const begun = Date.now();
        const stop = track.stop.bind(track);
        track.stop = () => {
          if (Date.now() - begun < hastyMs) hastyStreams++;
          track.stop = stop;
          stop();
        };
        return new Processor(init);
      },
    });
  }

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
    hastyStreams: () => hastyStreams,
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
export const watchScript = `(${watchPage.toString()})(${JSON.stringify(secondCamera)}, ${hastyStreamMs})`;
