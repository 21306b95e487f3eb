/** Puts See together: the camera and the engine open at the same time, and each waits for nobody. */
import { backendNames, type BackendName } from '#lib/engine/backend.ts';
import { Camera } from '#lib/camera/camera.svelte.ts';
import { openFrameSource } from '#lib/camera/frame-source.ts';
import { openVision } from '#lib/vision/vision-engine.ts';
import { See } from './see.svelte.ts';

/** The choices that the page's address can make. */
export interface SeeAddress {
  readonly pinned?: BackendName | undefined;
  readonly fakeCamera: boolean;
  readonly debug: boolean;
  readonly shared: boolean;
}

export function readAddress(query: URLSearchParams): SeeAddress {
  const backend = query.get('backend');
  return {
    pinned: backendNames.find((name) => name === backend),
    fakeCamera: query.get('camera') === 'fake',
    debug: query.has('debug'),
    shared: query.has('shared'),
  };
}

export interface OpenedSee {
  readonly see: See;
  readonly camera: Camera;
  /** How frames reach the worker, for the debug overlay. */
  readonly path: () => string;
  readonly retryEngine: () => void;
  readonly close: () => void;
}

export function openSee({ pinned, fakeCamera }: SeeAddress): OpenedSee {
  let path = '–';
  const engine = openVision({ pinned });
  const camera = new Camera({ fake: fakeCamera });
  const see = new See({
    engine,
    openSource: () => {
      const { state, video } = camera;
      const track = 'view' in state ? state.view?.track : undefined;
      if (!track || !video) return undefined;
      const source = openFrameSource(track, { video });
      path = source.input.kind;
      return source;
    },
    grabFrame: async () => {
      const { video } = camera;
      return video && video.readyState >= video.HAVE_CURRENT_DATA
        ? createImageBitmap(video)
        : undefined;
    },
  });
  void camera.start();
  void see.tray.load();
  return {
    see,
    camera,
    path: () => path,
    retryEngine: () => engine.retry(),
    close: () => {
      see.close();
      camera.stop();
      engine.close();
    },
  };
}
