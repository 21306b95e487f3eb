/** What a converted model says beside what TensorFlow.js lets the original say. */
import * as tf from '@tensorflow/tfjs';
import { convertModel, type ConvertOptions } from '#lib/catalogue/convert/convert-model.ts';
import { buildGraph } from '#lib/engine/graph/load.ts';
import { disposeGraph, runGraph } from '#lib/engine/graph/run.ts';
import type { Files } from './tiny-model.ts';

export const convert = (files: Files, options: Partial<ConvertOptions> = {}) =>
  convertModel((name) => files[name] && Promise.resolve(files[name]), { id: 'test', ...options });

/** Pixels of −1..1, always the same. */
export const picture = (side: number, channels: 1 | 3 = 3) =>
  tf.randomUniform<tf.Rank.R4>([1, side, side, channels], -1, 1, 'float32', 7);

export type Converted = Awaited<ReturnType<typeof convert>>;

/** Output of the graph; leaves no tensor behind. */
export async function run(
  { graph, weights }: Converted,
  input: tf.Tensor4D,
  purpose: string,
): Promise<Float32Array> {
  const before = tf.memory().numTensors;
  const loaded = buildGraph(graph, weights.buffer);
  const outputs = runGraph(loaded, input, [purpose]);
  const values = (await outputs[purpose]!.data()) as Float32Array;
  outputs[purpose]!.dispose();
  disposeGraph(loaded);
  if (tf.memory().numTensors !== before) throw new Error('tensors are left');
  return values;
}

export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new Error(`${a.length} and ${b.length} numbers`);
  return Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
}
