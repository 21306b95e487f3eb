/** Chromium's fake camera reads an .mjpeg file: JPEGs of even width and height, one after another. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const tests = join(import.meta.dirname, '..', '..');

export type PhotoName = 'cat' | 'cup' | 'person' | 'rocket';

export const photoPath = (name: PhotoName): string =>
  join(tests, 'fixtures', 'photos', `${name}.jpg`);

/** The file is played in a loop; a few copies keep the loop from restarting on every frame. */
const copies = 4;

export function cameraFile(name: PhotoName): string {
  const folder = join(tests, '.cache', 'cameras');
  const file = join(folder, `${name}.mjpeg`);
  const photo = readFileSync(photoPath(name));
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, Buffer.concat(Array.from({ length: copies }, () => photo)));
  return file;
}

/** Chromium arguments for a camera that shows one photo and is always allowed. */
export const cameraArgs = (name: PhotoName): string[] => cameraFileArgs(cameraFile(name));

/** The same with any .mjpeg file. */
export const cameraFileArgs = (file: string): string[] => [
  '--use-fake-ui-for-media-stream',
  ...fileOnRequestArgs(file),
];

/** The same camera, for which permission has to be given. */
export const cameraOnRequestArgs = (name: PhotoName): string[] =>
  fileOnRequestArgs(cameraFile(name));

const fileOnRequestArgs = (file: string): string[] => [
  '--use-fake-device-for-media-stream',
  `--use-file-for-fake-video-capture=${file}`,
];

/** WebGPU drawn by the processor: right, and slow. */
export const softwareGpuArgs = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
  '--use-vulkan=swiftshader',
];

/** With these too, a video frame reaches the software GPU as it would a real one. */
export const videoOnGpuArgs = [
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-gpu-rasterization',
  '--ignore-gpu-blocklist',
  '--enable-unsafe-swiftshader',
];
