/** Reads an image model of Teachable Machine: a zip of three files, or the three files. */
import * as v from 'valibot';
import { readGroups, type FileOf } from '#lib/catalogue/convert/convert-model.ts';
import { parseJson, readModelJson } from '#lib/catalogue/convert/model-json.ts';
import { toNetwork } from '#lib/catalogue/convert/to-network.ts';
import { Weights } from '#lib/catalogue/convert/weights.ts';
import { sha256 } from '#lib/cache/sha256.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { ZipReader } from '#lib/storage/zip/zip-reader.ts';
import { splitHead, type SplitModel } from './split-head.ts';

/** As long as a project's file takes them. */
const name = v.pipe(v.string(), v.maxLength(1000));

/** What Teachable Machine writes beside the model. */
const metadataJson = v.object({
  labels: v.pipe(v.array(name), v.minLength(1), v.maxLength(1000)),
  imageSize: v.optional(v.pipe(v.number(), v.integer()), 224),
  modelName: v.optional(name, ''),
  packageName: v.optional(v.string(), ''),
  grayscale: v.optional(v.boolean(), false),
});

export interface TeachableModel extends SplitModel {
  readonly name: string;
  readonly labels: readonly string[];
  /** Side of the square, cut from the middle of the picture, −1..1. */
  readonly size: number;
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
  const bytes = await fileOf('model.json');
  if (!bytes) throw new FailureError('archive-unknown', 'no model.json');
  const json = readModelJson(bytes);
  const metadataBytes = await fileOf('metadata.json');
  if (!metadataBytes) throw new FailureError('model-corrupt', 'no metadata.json');
  const metadata = parseJson(metadataJson, metadataBytes, 'metadata.json');
  if (metadata.grayscale) throw new FailureError('model-unsupported', 'grey pictures');
  const groups = await readGroups(json, fileOf);
  const { network, side, classes } = toNetwork(json, new Weights(json, groups), {
    id: 'imported',
    pixels: { scale: 2 / 255, offset: -1 },
    side: metadata.imageSize,
  });
  const { labels } = metadata;
  if (classes !== labels.length) {
    throw new FailureError('model-corrupt', `${labels.length} labels for ${classes} answers`);
  }
  const hash = await sha256(await new Blob([bytes, ...groups]).arrayBuffer());
  return { ...splitHead(network), name: metadata.modelName, labels, size: side, sha256: hash };
}
