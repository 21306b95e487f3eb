/** Reads an image model of Teachable Machine: a zip of three files, or the three files. */
import { FailureError } from '#lib/failure/failure.ts';
import { sha256 } from '#lib/engine/graph/sha256.ts';
import type { Head } from '../../heads/head.ts';
import { ZipReader } from '../zip/zip-reader.ts';
import { flattenModel, type LayerNode } from './flatten.ts';
import { readMetadata, readModelJson, readWeights } from './layers-json.ts';
import { toGraph, type ConvertedModel } from './to-graph.ts';

/** A file by its name without folders; undefined where there is none. */
export type FileOf = (name: string) => Promise<Uint8Array<ArrayBuffer>> | undefined;

export interface TeachableModel extends Pick<ConvertedModel, 'graph' | 'weights' | 'dimensions'> {
  readonly name: string;
  readonly labels: readonly string[];
  /** Side of the square, cut from the middle of the picture, −1..1. */
  readonly size: number;
  readonly layers: Head['layers'];
  /** Of model.json and the weights together. */
  readonly sha256: string;
}

/** Bytes that the three files may have together. */
const largest = 512 * 2 ** 20;

/** The files of a zip, or of a selection, by their last name. */
export async function filesOf(files: readonly File[]): Promise<FileOf> {
  const [only] = files;
  if (files.length === 1 && only && /\.(zip|tm)$/i.test(only.name)) {
    const zip = await ZipReader.open(only);
    return (name) => {
      const entry = zip.entries.find((each) => each.name.split('/').at(-1) === name);
      return entry && zip.read(entry);
    };
  }
  if (files.reduce((sum, { size }) => sum + size, 0) > largest) {
    throw new FailureError('model-unsupported', 'larger than half a gigabyte');
  }
  return (name) => {
    const file = files.find((each) => each.name === name);
    return file?.arrayBuffer().then((buffer) => new Uint8Array(buffer));
  };
}

/**
 * @throws FailureError `archive-unknown` (no model.json), `model-corrupt`, `model-unsupported`,
 * and those of a zip.
 */
export async function readTeachable(fileOf: FileOf): Promise<TeachableModel> {
  const json = await fileOf('model.json');
  if (!json) throw new FailureError('archive-unknown', 'no model.json');
  const model = readModelJson(json);
  const metadataBytes = await fileOf('metadata.json');
  if (!metadataBytes) throw new FailureError('model-corrupt', 'no metadata.json');
  const metadata = readMetadata(metadataBytes);
  if (metadata.grayscale) throw new FailureError('model-unsupported', 'grey pictures');
  const shards = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const path of model.weightsManifest.flatMap(({ paths }) => paths)) {
    const bytes = await fileOf(path.split('/').at(-1) ?? '');
    if (!bytes) throw new FailureError('model-corrupt', `no ${path}`);
    shards.set(path, bytes);
  }
  const nodes = flattenModel(model.modelTopology);
  const size = inputSize(model.modelTopology) ?? metadata.imageSize;
  const weights = readWeights(model, (path) => shards.get(path) ?? new Uint8Array());
  const converted = toGraph(nodes, weights, size);
  checkLabels(metadata.labels, converted, nodes);
  const hash = await sha256(await new Blob([json, ...shards.values()]).arrayBuffer());
  return {
    ...converted,
    name: metadata.modelName,
    labels: metadata.labels,
    size,
    sha256: hash,
  };
}

/** The first `batch_input_shape`, wherever it is nested. */
function inputSize(topology: unknown): number | undefined {
  const shape = findShape(topology, 0);
  if (!shape) return undefined;
  const [, height, width, channels] = shape;
  if (typeof height !== 'number' || height !== width || channels !== 3) {
    throw new FailureError('model-unsupported', `input ${shape.join('×')}`);
  }
  return height;
}

function findShape(value: unknown, depth: number): unknown[] | undefined {
  if (typeof value !== 'object' || value === null || depth > 24) return undefined;
  if ('batch_input_shape' in value && Array.isArray(value.batch_input_shape)) {
    return value.batch_input_shape as unknown[];
  }
  for (const inner of Object.values(value)) {
    const found = findShape(inner, depth + 1);
    if (found) return found;
  }
  return undefined;
}

function checkLabels(
  labels: readonly string[],
  { layers }: ConvertedModel,
  nodes: readonly LayerNode[],
): void {
  const answers = layers.at(-1)?.weights.columns;
  if (answers !== labels.length) {
    throw new FailureError('model-corrupt', `${labels.length} labels for ${answers} answers`);
  }
  const last = nodes.at(-1);
  const isSoftmax = last?.kind === 'Softmax' || last?.config['activation'] === 'softmax';
  if (!isSoftmax) throw new FailureError('model-unsupported', 'no softmax at the end');
}
