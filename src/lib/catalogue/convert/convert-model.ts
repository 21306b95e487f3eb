/** Reads a TensorFlow.js model out of files and turns it into the app's own graph. */
import type { Graph } from '#lib/engine/graph/format.ts';
import type { MapShape } from '#lib/engine/graph/shapes.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { limits, type Needs } from './limits.ts';
import { readModelJson, type ModelJson } from './model-json.ts';
import { joinHalves, packGraph } from './pack.ts';
import { toNetwork, type ConvertOptions } from './to-network.ts';
import { Weights } from './weights.ts';

export type { ConvertOptions } from './to-network.ts';

/** A file by its name without folders; undefined where there is none. */
export type FileOf = (name: string) => Promise<Uint8Array<ArrayBuffer>> | undefined;

export interface ConvertedModel {
  readonly graph: Graph;
  /** Halves, where `Weight.at` points into. */
  readonly weights: Uint16Array<ArrayBuffer>;
  /** Side of the square picture in pixels. */
  readonly side: number;
  /** How many labels it tells apart (the output `classes`); 0 for a mere trunk. */
  readonly classes: number;
  /** [height, width, channels] of the output `embedding`, where there is one. */
  readonly embedding: MapShape | undefined;
  readonly needs: Needs;
}

/** Parts done, of parts in all. */
export type OnProgress = (done: number, total: number) => void;

/**
 * @param fileOf gives `model.json` and the weight files that it names.
 * @throws FailureError `archive-unknown` (no model.json) | `model-incomplete` | `model-corrupt` | `model-unsupported` |
 *   `model-too-large`, and those of where the files come from; the signal's reason when it is aborted.
 */
export async function convertModel(
  fileOf: FileOf,
  options: ConvertOptions,
  onProgress: OnProgress = () => {},
  signal?: AbortSignal,
): Promise<ConvertedModel> {
  const bytes = await fileOf('model.json');
  signal?.throwIfAborted();
  if (!bytes) throw new FailureError('archive-unknown', 'no model.json');
  const json = readModelJson(bytes);
  const parts = json.weightsManifest.reduce((sum, { paths }) => sum + paths.length, 0) + 1;
  let done = 0;
  const groups = await readGroups(json, fileOf, () => {
    signal?.throwIfAborted();
    onProgress(++done, parts);
  });
  const converted = toNetwork(json, new Weights(json, groups), options);
  const packed = packGraph(converted.network);
  const { side, classes, embedding, needs } = converted;
  const model = {
    graph: packed.graph,
    weights: joinHalves(packed),
    side,
    classes,
    embedding,
    needs,
  };
  onProgress(parts, parts);
  return model;
}

/**
 * The bytes of each group of weights.
 * @throws FailureError `model-incomplete` (a file is missing) | `model-too-large`
 */
export async function readGroups(
  { weightsManifest }: ModelJson,
  fileOf: FileOf,
  onFile: () => void = () => {},
): Promise<ArrayBuffer[]> {
  const groups: ArrayBuffer[] = [];
  let total = 0;
  for (const { paths } of weightsManifest) {
    const files: Uint8Array<ArrayBuffer>[] = [];
    for (const path of paths) {
      const file = await fileOf(path.split('/').at(-1) ?? '');
      if (!file) throw new FailureError('model-incomplete', `no ${path}`);
      total += file.length;
      if (total > limits.weightBytes) {
        throw new FailureError('model-too-large', `more than ${limits.weightBytes} bytes`);
      }
      files.push(file);
      onFile();
    }
    groups.push(joined(files));
  }
  return groups;
}

function joined(files: readonly Uint8Array<ArrayBuffer>[]): ArrayBuffer {
  const bytes = new Uint8Array(files.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const file of files) {
    bytes.set(file, at);
    at += file.length;
  }
  return bytes.buffer;
}
