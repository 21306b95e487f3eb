/** The drawn camera of `?camera=fake`, whose code comes when it is opened. */
import type { CameraMedia } from './environment.ts';

/** @param samplesUrl folder of the photographs */
export function fakeMedia(samplesUrl: string): CameraMedia {
  const events = new EventTarget();
  let loading: Promise<Pick<CameraMedia, 'enumerateDevices' | 'getUserMedia'>> | undefined;
  const camera = () => {
    loading ??= import('./fake-camera.ts').then(({ drawnMedia }) => drawnMedia(samplesUrl));
    return loading;
  };
  return {
    // Nobody plugs a drawn camera in or out.
    addEventListener: events.addEventListener.bind(events),
    removeEventListener: events.removeEventListener.bind(events),
    enumerateDevices: async () => (await camera()).enumerateDevices(),
    getUserMedia: async (constraints) => (await camera()).getUserMedia(constraints),
  };
}
