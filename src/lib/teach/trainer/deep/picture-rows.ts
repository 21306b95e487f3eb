/** What an extractor makes of every picture of a dataset, copies of those that train among them. */
import { encodeHalves } from '#lib/engine/graph/half.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { readPictures } from '#lib/storage/samples.ts';
import { drawVariations, variationsOf } from '../augment.ts';
import { decodePicture } from '../picture.ts';
import type { TrainSettings } from '../protocol.ts';
import type { Extractor, Sight } from '../sight.ts';
import { classWeights } from '../train/class-weights.ts';
import type { Dataset } from '../train/dataset.ts';
import type { DeepExamples } from './fit-deep.ts';

/** Pictures are found this many at a time; their bytes stay on disk until they are decoded. */
const batch = 16;

export type HalfRow = Uint16Array<ArrayBuffer>;

export interface PictureRows {
  /** One for each sample of the dataset. */
  readonly own: readonly HalfRow[];
  /** Of the copies of each sample; none for those that do not train. */
  readonly copies: readonly (readonly HalfRow[])[];
}

export interface PictureRowsOptions {
  readonly projectId: string;
  readonly sight: Pick<Sight, 'see'>;
  readonly extractor: Extractor;
  readonly signal: AbortSignal;
  onProgress(done: number, total: number): void;
}

/** @throws FailureError `image-unreadable`, of the backend or of the storage; the signal's reason */
export async function pictureRows(
  { samples, parts }: Pick<Dataset, 'samples' | 'parts'>,
  { augmentation, seed }: Pick<TrainSettings, 'augmentation' | 'seed'>,
  { projectId, sight, extractor, signal, onProgress }: PictureRowsOptions,
): Promise<PictureRows> {
  const own: HalfRow[] = [];
  const copies: HalfRow[][] = [];
  const look = async (picture: ImageBitmap) =>
    encodeHalves((await sight.see(picture, () => extractor)).embedding);
  for (let from = 0; from < samples.length; from += batch) {
    const some = samples.slice(from, from + batch);
    const pictures = await readPictures(
      projectId,
      some.map(({ id }) => id),
    );
    for (const { id } of some) {
      signal.throwIfAborted();
      onProgress(own.length, samples.length);
      const blob = pictures.get(id);
      if (!blob) throw new FailureError('image-unreadable', id);
      const picture = await decodePicture(blob);
      try {
        const trains = parts[own.length] === 'train';
        own.push(await look(picture));
        const drawn: HalfRow[] = [];
        copies.push(drawn);
        if (!trains || augmentation.copies === 0) continue;
        for (const copy of drawVariations(picture, variationsOf(id, augmentation, seed))) {
          try {
            drawn.push(await look(copy));
          } finally {
            copy.close();
          }
          signal.throwIfAborted();
        }
      } finally {
        picture.close();
      }
    }
  }
  return { own, copies };
}

/** The samples of one part, with their copies. @param even every class counts the same */
export function deepExamples(
  { parts, labels, classes }: Pick<Dataset, 'parts' | 'labels' | 'classes'>,
  { own, copies }: PictureRows,
  part: 'train' | 'validation',
  even: boolean,
): DeepExamples {
  const rows: HalfRow[] = [];
  const all: number[] = [];
  parts.forEach((one, i) => {
    if (one !== part) return;
    for (const row of [own[i]!, ...copies[i]!]) {
      rows.push(row);
      all.push(labels[i]!);
    }
  });
  const weights = classWeights(all, classes.length, even);
  return { rows, labels: Int32Array.from(all), weights };
}
