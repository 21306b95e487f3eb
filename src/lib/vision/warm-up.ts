/**
 * The first runs of a network: they compile, and then they tell how quick this device is. Takes nothing from TensorFlow.js
 * by itself: what it shared with the first worker would have to lie in a file of its own, which the first label waits for.
 */
import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { InputSpec } from './preprocess/input-spec.ts';
import type { Preprocessor } from './preprocess/preprocessor.ts';

/** Pixels of the frame that warms up. */
export const firstFrame = { width: 320, height: 240 };

/** Pictures of nothing; they are the caller's. */
export type Blank = (inputs: readonly InputSpec[]) => Tensor4D[];

/** One whole inference; the tensors stay the caller's. */
export type Run = (tensors: readonly Tensor4D[]) => Promise<unknown>;

/** Compiles everything that the first live frame would otherwise wait for. */
export async function warmUp(
  inputs: readonly InputSpec[],
  run: Run,
  preprocessor: Preprocessor,
  blank: Blank,
): Promise<void> {
  const tensors = await firstTensors(inputs, preprocessor, blank);
  try {
    await run(tensors);
  } finally {
    for (const tensor of tensors) tensor.dispose();
  }
}

async function firstTensors(
  inputs: readonly InputSpec[],
  preprocessor: Preprocessor,
  blank: Blank,
): Promise<Tensor4D[]> {
  // A canvas is read back slowly, and a camera's frames do not come by it.
  if (!preprocessor.compiles || typeof OffscreenCanvas === 'undefined') return blank(inputs);
  const canvas = new OffscreenCanvas(firstFrame.width, firstFrame.height);
  // A canvas without a context has no bitmap to give.
  if (!canvas.getContext('2d')) return blank(inputs);
  const bitmap = canvas.transferToImageBitmap();
  try {
    return await preprocessor.toTensors(bitmap, inputs);
  } finally {
    bitmap.close();
  }
}

const calibrationMs = 200;
/** A backend this slow has told enough with one run. */
const patienceMs = 2_000;
const leastRuns = 3;

/** @returns the median milliseconds of a run, from input tensors to its answer. */
export async function calibrate(
  inputs: readonly InputSpec[],
  run: Run,
  blank: Blank,
): Promise<number> {
  const tensors = blank(inputs);
  const runs: number[] = [];
  try {
    const startedMs = performance.now();
    for (let elapsedMs = 0; goesOn(elapsedMs, runs.length);) {
      const runMs = performance.now();
      await run(tensors);
      runs.push(performance.now() - runMs);
      elapsedMs = performance.now() - startedMs;
    }
  } finally {
    for (const tensor of tensors) tensor.dispose();
  }
  return median(runs);
}

function goesOn(elapsedMs: number, runs: number): boolean {
  return elapsedMs < calibrationMs || (runs < leastRuns && elapsedMs < patienceMs);
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}
