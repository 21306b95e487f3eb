/** Writes a text model as layers, runs what was written, and hands it over only if it answers alike. */
import { tensor, type Tensor } from '@tensorflow/tfjs-core';
import type { Exported } from '../model/export-layers.ts';
import { largestDifference } from '../model/golden.ts';
import { LayersRunner } from '../model/run-layers.ts';
import type { WorkOptions } from '../store/work-options.ts';
import { softenedTexts, type GoldenText } from './golden-texts.ts';
import { inputsOf, type TokenizerFile } from './inputs.ts';
import type { LiveTextModel } from './live-text.ts';
import { textKernels } from './text-kernels.ts';
import type { OwnModel } from '../own/own-model.ts';
import { packTextLayers, textLayersFiles, type TextLayersFiles } from './text-package.ts';

/**
 * @param tokenize the program that goes into the zip
 * @throws FailureError `export-unsupported` | `export-differs`
 */
export async function exportTextLayers(
  live: LiveTextModel,
  golden: readonly GoldenText[],
  tokenize: string,
  own: Pick<OwnModel, 'kind' | 'trunk' | 'answerer'>,
  { signal, onProgress }: WorkOptions,
): Promise<Exported> {
  const files = textLayersFiles(live.source);
  const said = await check(files, golden, { signal, onProgress });
  const soft = softenedTexts(live, golden);
  const softly = await check(textLayersFiles(soft.live.source), soft.golden, { signal });
  const difference = Math.max(said, softly);
  const blob = await packTextLayers(live.source, files, golden, difference, tokenize, own);
  return { blob, difference };
}

/** The largest difference of any score, of the files as they were written. */
export async function check(
  files: TextLayersFiles,
  golden: readonly GoldenText[],
  { signal, onProgress }: WorkOptions,
): Promise<number> {
  const json = new TextDecoder().decode(files['tokenizer.json']);
  const tokenizer = JSON.parse(json) as TokenizerFile;
  const runner = await LayersRunner.open(files, textKernels);
  let worst = 0;
  try {
    for (const [i, { text, scores }] of golden.entries()) {
      signal?.throwIfAborted();
      const inputs = inputsOf(text, tokenizer);
      // What holds nothing to read is never asked.
      if (inputs) worst = Math.max(worst, largestDifference(scores, await answer(runner, inputs)));
      onProgress?.(i + 1, golden.length);
    }
  } finally {
    runner.dispose();
  }
  return worst;
}

async function answer(runner: LayersRunner, inputs: readonly unknown[]): Promise<Float32Array> {
  const tensors: Tensor[] = inputs.map((input) => tensor(input as number[]));
  try {
    return await runner.answer(tensors);
  } finally {
    for (const each of tensors) each.dispose();
  }
}
