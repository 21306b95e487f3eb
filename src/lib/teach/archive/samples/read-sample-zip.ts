/** Pictures out of any zip that has a folder for each class. */
import { FailureError } from '#lib/failure/failure.ts';
import { ZipReader, type ZipLimits } from '#lib/storage/zip/zip-reader.ts';
import type { SampleOrigin } from '#lib/storage/project-rows.ts';
import { placeSamples, type PlacedSample } from './place-samples.ts';

export interface ZippedSample {
  readonly className: string;
  /** Without its folders. */
  readonly fileName: string;
  readonly blob: Blob;
}

export interface SampleZip {
  readonly origin: SampleOrigin;
  /** Classes in the order in which they appear, with how many pictures each has. */
  readonly classes: ReadonlyMap<string, number>;
  readonly count: number;
  /** One after the other, so that no more than one is in memory. */
  samples(): AsyncGenerator<ZippedSample>;
}

/** A file with the folders it lies in: `pets/cat/1.jpg`. */
export interface PlacedFile {
  readonly path: string;
  readonly file: File;
}

/**
 * Looks what is in the zip; the pictures follow as they are asked for. A file that is no picture is
 * left out by its name, one that cannot be decoded is for the caller to find out.
 * @param name of the zip: the class of pictures that lie in no folder.
 * @throws FailureError `archive-…`; `archive-unknown` when there is no picture in it.
 */
export async function openSampleZip(
  file: Blob,
  name: string,
  limits?: ZipLimits,
): Promise<SampleZip> {
  const zip = await ZipReader.open(file, limits);
  const placed = placeSamples(zip.entries, name);
  return sampleSource(placed, name, 'archive', (entry) => zip.read(entry));
}

/**
 * The same of files, each with the folders it lies in.
 * @param name the class of pictures that lie in no folder
 * @throws FailureError `archive-unknown` when there is no picture among them
 */
export function placedFiles(files: readonly PlacedFile[], name: string): SampleZip {
  const entries = files.map(({ file, path }) => ({ name: path, file }));
  return sampleSource(placeSamples(entries, name), name, 'file', ({ file }) => file);
}

function sampleSource<Entry>(
  placed: readonly PlacedSample<Entry>[],
  name: string,
  origin: SampleOrigin,
  read: (entry: Entry) => BlobPart | Promise<BlobPart>,
): SampleZip {
  if (placed.length === 0) throw new FailureError('archive-unknown', name);
  const classes = new Map<string, number>();
  for (const { className } of placed) classes.set(className, (classes.get(className) ?? 0) + 1);
  return {
    origin,
    classes,
    count: placed.length,
    async *samples() {
      for (const { className, fileName, type, entry } of placed) {
        yield { className, fileName, blob: new Blob([await read(entry)], { type }) };
      }
    },
  };
}

/** {@link openSampleZip}, picture after picture. */
export async function* readSampleZip(file: File): AsyncGenerator<ZippedSample> {
  const zip = await openSampleZip(file, file.name);
  yield* zip.samples();
}
