/**
 * A drawn camera for `?camera=fake`: three photographs, one after another, moved gently as if held
 * in a hand. Two cameras, so that switching can be tried too; the same pictures at the same second
 * of every visit.
 */
import type { CameraMedia } from './environment.ts';

const width = 640;
const height = 480;
/** A little under a thirtieth of a second: every second frame of a 60 Hz screen. */
const frameMs = 30;
const sceneMs = 6000;
const fadeMs = 400;
const subjects = ['cat', 'cup', 'person'] as const;

const cameras = [
  { deviceId: 'fake-rear', label: 'Fake camera, facing back', facingMode: 'environment' },
  { deviceId: 'fake-front', label: 'Fake camera, facing front', facingMode: 'user' },
] as const;

type FakeDevice = (typeof cameras)[number];

/** @param samplesUrl folder of the photographs */
export function drawnMedia(
  samplesUrl: string,
): Pick<CameraMedia, 'enumerateDevices' | 'getUserMedia'> {
  const pictures = subjects.map((name) => loadPicture(`${samplesUrl}/${name}.webp`));
  return {
    async enumerateDevices() {
      return cameras.map(({ deviceId, label }) => {
        const device = { kind: 'videoinput' as const, deviceId, label, groupId: 'fake' };
        return { ...device, toJSON: () => device };
      });
    },
    async getUserMedia({ video } = {}) {
      return openStream(pickDevice(video), await Promise.all(pictures));
    },
  };
}

function pickDevice(video: MediaStreamConstraints['video']): FakeDevice {
  const wish = typeof video === 'object' ? video : {};
  const id = exactly(wish.deviceId);
  const mode = exactly(wish.facingMode);
  const found = cameras.find(
    (camera) => camera.deviceId === id || (!id && camera.facingMode === mode),
  );
  if (!found && id) throw new DOMException('No such fake camera', 'OverconstrainedError');
  return found ?? cameras[0];
}

function exactly(constraint: ConstrainDOMString | undefined): unknown {
  if (typeof constraint !== 'object' || Array.isArray(constraint)) return constraint;
  return constraint.exact ?? constraint.ideal;
}

function openStream(device: FakeDevice, pictures: (ImageBitmap | undefined)[]): MediaStream {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) throw new DOMException('No 2D canvas', 'NotSupportedError');
  const stream = canvas.captureStream(30);
  const [track] = stream.getVideoTracks();
  if (!track) throw new DOMException('No video track', 'NotFoundError');
  const own = track.getSettings.bind(track);
  const { deviceId, facingMode } = device;
  track.getSettings = () => ({ ...own(), deviceId, facingMode, width, height });
  Object.defineProperty(track, 'label', { value: device.label });

  const startMs = performance.now();
  let drawnMs = -Infinity;
  const draw = (nowMs: number) => {
    if (track.readyState === 'ended') return;
    requestAnimationFrame(draw);
    if (nowMs - drawnMs < frameMs) return;
    drawnMs = nowMs;
    drawScene(context, pictures, Math.max(0, nowMs - startMs));
  };
  draw(startMs);
  return stream;
}

/** What the fake camera shows `ms` after it was opened. */
function drawScene(
  context: CanvasRenderingContext2D,
  pictures: (ImageBitmap | undefined)[],
  ms: number,
): void {
  const scene = Math.floor(ms / sceneMs);
  const into = ms % sceneMs;
  const show = (index: number) => {
    const picture = pictures[index % pictures.length];
    if (picture) drawHeld(context, picture, ms / 1000);
    else drawWall(context, ms / 1000);
  };
  show(scene);
  const left = sceneMs - into;
  if (left >= fadeMs) return;
  context.globalAlpha = 1 - left / fadeMs;
  show(scene + 1);
  context.globalAlpha = 1;
}

/** Fills the frame with the picture, breathing in and out and swaying. */
function drawHeld(context: CanvasRenderingContext2D, picture: ImageBitmap, seconds: number): void {
  const zoom = 1.04 + 0.03 * Math.sin(seconds * 0.7);
  const scale = Math.max(width / picture.width, height / picture.height) * zoom;
  const w = picture.width * scale;
  const h = picture.height * scale;
  const x = ((width - w) / 2) * (1 + 0.6 * Math.sin(seconds * 0.5));
  const y = ((height - h) / 2) * (1 + 0.6 * Math.sin(seconds * 0.37));
  context.drawImage(picture, x, y, w, h);
}

/** A lamp on a wall, for when the photographs cannot be had. */
function drawWall(context: CanvasRenderingContext2D, seconds: number): void {
  const x = width / 2 + 160 * Math.sin(seconds * 0.6);
  const light = context.createRadialGradient(x, height / 3, 20, x, height / 3, height);
  light.addColorStop(0, '#ffe9b8');
  light.addColorStop(1, '#4a4f63');
  context.fillStyle = light;
  context.fillRect(0, 0, width, height);
}

async function loadPicture(url: string): Promise<ImageBitmap | undefined> {
  try {
    const response = await fetch(url);
    return response.ok ? await createImageBitmap(await response.blob()) : undefined;
  } catch {
    // Offline before the samples were kept: the wall is drawn instead.
    return undefined;
  }
}
