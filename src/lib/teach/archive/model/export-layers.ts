/** Writes a model as layers, runs what was written, and hands it over only if it answers alike. */
import { tensor4d, type Tensor4D } from '@tensorflow/tfjs-core';
import { firstTrunk } from '#lib/vision/trunks.ts';
import type { ArchiveCalls } from '../protocol.ts';
import type { WorkOptions } from '../store/work-options.ts';
import { largestDifference, onPicture, softened, type GoldenSample } from './golden.ts';
import { layersFiles, packLayers, type LayersCheck } from './layers-package.ts';
import type { LiveModel } from './open-live.ts';
import { LayersRunner } from './run-layers.ts';
import { squareOf } from './to-layers.ts';

export interface Exported {
  readonly blob: Blob;
  readonly difference: number;
  readonly croppedDifference?: number;
}

/** @throws FailureError `export-unsupported` | `export-differs` */
export async function exportLayers(
  live: LiveModel,
  golden: readonly GoldenSample[],
  { answerer }: Pick<ArchiveCalls['exportModel']['request'], 'answerer'>,
  { signal, onProgress }: WorkOptions,
): Promise<Exported> {
  const at = new Date();
  const files = layersFiles(live.source, at);
  const said = await check(live, files, golden, { signal, onProgress });
  const soft = softened(live, golden);
  const softly = await check(soft.live, layersFiles(soft.live.source, at), soft.golden, { signal });
  const { croppedDifference } = said;
  const difference = Math.max(said.difference, softly.difference);
  const own = { kind: 'image', trunk: answerer.trunk ?? firstTrunk, answerer } as const;
  const found = { difference, croppedDifference };
  const blob = await packLayers(live.source, files, golden, found, own, at);
  return { blob, difference, croppedDifference };
}

async function check(
  live: LiveModel,
  files: ReturnType<typeof layersFiles>,
  golden: readonly GoldenSample[],
  { signal, onProgress }: WorkOptions,
): Promise<LayersCheck> {
  const runner = await LayersRunner.open(files);
  const worst = { difference: 0, croppedDifference: 0 };
  try {
    for (const [i, { picture, scores }] of golden.entries()) {
      signal?.throwIfAborted();
      const one = await onPicture(picture, (bitmap) => compare(live, runner, bitmap, scores));
      worst.difference = Math.max(worst.difference, one.difference);
      worst.croppedDifference = Math.max(worst.croppedDifference, one.croppedDifference);
      onProgress?.(i + 1, golden.length);
    }
  } finally {
    runner.dispose();
  }
  return worst;
}

async function compare(
  live: LiveModel,
  runner: LayersRunner,
  picture: ImageBitmap,
  scores: Float32Array,
): Promise<LayersCheck> {
  const size = squareOf(live.source);
  const spec = { size, fit: 'cover', scale: 2 / 255, offset: -1 } as const;
  const answer = async (square: Tensor4D) => {
    try {
      return largestDifference(scores, await runner.answer(square));
    } finally {
      square.dispose();
    }
  };
  return {
    difference: await answer(await live.prepare(picture, spec)),
    croppedDifference: await answer(croppedSquare(picture, size)),
  };
}

/**
 * [1, size, size, 3] of −1..1 as `cropTo` and `capture` of @teachablemachine/image 0.8 make it: the
 * browser scales the picture on a canvas.
 */
function croppedSquare(picture: ImageBitmap, size: number): Tensor4D {
  const context = new OffscreenCanvas(size, size).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no 2D canvas in this worker');
  const scale = size / Math.min(picture.width, picture.height);
  const width = Math.ceil(picture.width * scale);
  const height = Math.ceil(picture.height * scale);
  const x = Math.trunc((width - size) / 2);
  const y = Math.trunc((height - size) / 2);
  context.drawImage(picture, -x, -y, width, height);
  const { data } = context.getImageData(0, 0, size, size);
  const values = new Float32Array(size * size * 3);
  for (let i = 0, o = 0; i < data.length; i += 4) {
    for (let c = 0; c < 3; c++) values[o++] = data[i + c]! / 127.5 - 1;
  }
  return tensor4d(values, [1, size, size, 3]);
}
