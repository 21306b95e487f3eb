/** The program of an HTML file: camera or photo in, bars out. Bundled into one classic script. */
import { hasSimd } from '#lib/engine/backends/wasm-features.ts';
import { planarImage } from '#lib/vision/preprocess/planes.ts';
import type { PageContent } from './content.ts';
import { readPageContent } from './document.ts';
import { PageModel } from './page-model.ts';
import { PageView } from './view.ts';
import { openWasm } from './wasm-backend.ts';

const textOf = (id: string) => document.getElementById(id)?.textContent ?? '';

/** Longest side that is looked at; more than any network sees. */
const largest = 640;

async function start(): Promise<void> {
  const content = readPageContent<PageContent>(
    textOf('content'),
    textOf('numbers'),
    'aprendiz-page-1',
  );
  const view = new PageView(content);
  if (!hasSimd()) return view.say('no_simd');
  view.say('loading');
  await openWasm();
  const model = new PageModel(content);
  let busy = false;

  /** Draws the picture on the stage and answers it; frames that come meanwhile are dropped. */
  async function look(source: CanvasImageSource, width: number, height: number): Promise<void> {
    if (busy || width === 0) return;
    busy = true;
    try {
      const shrink = Math.min(1, largest / Math.max(width, height));
      const pixels = view.draw(source, Math.round(width * shrink), Math.round(height * shrink));
      const layout = [{ offset: 0, stride: pixels.width * 4 }];
      const image = planarImage(pixels.data, 'RGBA', layout, pixels.width, pixels.height);
      view.show(await model.answer(image));
    } finally {
      busy = false;
    }
  }

  async function lookAtPhoto(file: Blob): Promise<void> {
    stopCamera();
    let photo: ImageBitmap;
    try {
      photo = await createImageBitmap(file);
    } catch (error) {
      console.warn(error);
      return view.say('no_photo');
    }
    await look(photo, photo.width, photo.height);
    photo.close();
  }

  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  let stream: MediaStream | undefined;

  function stopCamera(): void {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = undefined;
    view.live = false;
  }

  async function startCamera(): Promise<void> {
    try {
      // Gone from insecure pages, whatever the types say.
      const devices = navigator.mediaDevices as MediaDevices | undefined;
      stream = await devices?.getUserMedia({ video: { facingMode: 'environment' } });
      if (!stream) return view.say('no_camera');
    } catch (error) {
      console.warn(error);
      return view.say('no_camera');
    }
    video.srcObject = stream;
    await video.play();
    view.live = true;
    const watched = stream;
    const next = async () => {
      if (stream !== watched) return;
      await look(video, video.videoWidth, video.videoHeight);
      requestAnimationFrame(() => void next());
    };
    await next();
  }

  view.onPhoto = (file) => void lookAtPhoto(file);
  view.onCamera = () => {
    if (stream) stopCamera();
    else void startCamera();
  };
  view.ready();
}

void start();
