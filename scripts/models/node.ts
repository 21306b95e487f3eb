/** What evaluation and tests need to run the app's own code in Node: a backend, files, photos. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { env, ready, setBackend, tensor4d, type Tensor4D } from '@tensorflow/tfjs-core';
import sharp from 'sharp';
import type { InputSpec } from '#lib/vision/preprocess/input-spec.ts';
import { planarImage, type PlanarImage } from '#lib/vision/preprocess/planes.ts';
import { Sampler } from '#lib/vision/preprocess/sampler.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** wasm with SIMD on one thread, as a phone without cross-origin isolation has it. */
export async function startWasm(): Promise<void> {
  setWasmPaths(join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist/'));
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  await setBackend('wasm');
  await ready();
}

/** Answers like a server that has the files of a folder at "/". */
export function folderFetch(folder: string): typeof fetch {
  return async (input) => {
    const path = join(folder, String(input));
    try {
      return new Response(new Uint8Array(await readFile(path)));
    } catch {
      return new Response('not found', { status: 404 });
    }
  };
}

export async function readPhoto(path: string): Promise<PlanarImage> {
  const { data, info } = await sharp(path)
    .rotate()
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const layout = [{ offset: 0, stride: info.width * 4 }];
  return planarImage(new Uint8Array(data), 'RGBA', layout, info.width, info.height);
}

/** With the app's own sampler. */
export function toTensor(photo: PlanarImage, spec: InputSpec): Tensor4D {
  const values = new Float32Array(spec.size * spec.size * 3);
  new Sampler(spec).sample(photo, values);
  return tensor4d(values, [1, spec.size, spec.size, 3]);
}
