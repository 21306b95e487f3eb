/** The photos that both sides are taught with and held to: the same bytes for both. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import type { Upload } from '../../e2e/support/bad-photos.ts';
import { photoPath, type PhotoName } from '../../e2e/support/camera-file.ts';

export interface PhotoClass {
  readonly name: string;
  readonly taught: readonly Upload[];
  readonly heldOut: readonly Upload[];
}

export interface PhotoSet {
  /** What they are, for whoever reads the figures. */
  readonly source: string;
  readonly classes: readonly PhotoClass[];
}

export interface Wanted {
  readonly classes: number;
  readonly taught: number;
  readonly heldOut: number;
}

/** Pictures of clothes, 28 × 28 grey: hard for few samples, and nobody's trunk was made on them. */
export const fashionFiles = (folder: string): readonly [string, string] => [
  join(folder, 'train-images-idx3-ubyte.gz'),
  join(folder, 'train-labels-idx1-ubyte.gz'),
];

export async function readFashion(folder: string, wanted: Wanted): Promise<PhotoSet> {
  const [images, labels] = fashionFiles(folder).map((file) => gunzipSync(readFileSync(file)));
  const side = 28;
  const pictures = images!.subarray(16);
  const kinds = labels!.subarray(8);
  const classes = await Promise.all(
    Array.from({ length: wanted.classes }, async (_, k) => {
      const chosen: number[] = [];
      for (let at = kinds.indexOf(k); chosen.length < wanted.taught + wanted.heldOut;) {
        chosen.push(at);
        at = kinds.indexOf(k, at + 1);
      }
      const uploads = await Promise.all(
        chosen.map(async (at, i) => ({
          name: `${partName(i, wanted)}-${i}.png`,
          mimeType: 'image/png',
          buffer: await sharp(pictures.subarray(at * side * side, (at + 1) * side * side), {
            raw: { width: side, height: side, channels: 1 },
          })
            .png()
            .toBuffer(),
        })),
      );
      return { name: `kind-${k}`, ...parted(uploads, wanted) };
    }),
  );
  return { source: 'the first of each class of Fashion-MNIST, as PNG of 28 × 28', classes };
}

const partName = (i: number, { taught }: Wanted) => (i < taught ? 'taught' : 'held-out');

const parted = (uploads: readonly Upload[], { taught }: Wanted) => ({
  taught: uploads.slice(0, taught),
  heldOut: uploads.slice(taught),
});

/** @param folder of class folders with enough photos each; undefined: regions of the fixture photos */
export const readPhotos = (folder: string | undefined, wanted: Wanted): Promise<PhotoSet> =>
  folder === undefined ? regions(wanted) : folders(folder, wanted);

async function folders(folder: string, wanted: Wanted): Promise<PhotoSet> {
  const full = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, files: pictures(join(folder, name)) }))
    .filter(({ files }) => files.length > wanted.taught)
    .sort((a, b) => a.name.localeCompare(b.name))
    .slice(0, wanted.classes);
  if (full.length < wanted.classes) {
    throw new Error(
      `${folder} has ${full.length} folders with more than ${wanted.taught} photos, not ${wanted.classes}`,
    );
  }
  const classes = await Promise.all(
    full.map(({ name, files }) => {
      const chosen = files.slice(0, wanted.taught + wanted.heldOut);
      return photoClass(name, wanted, chosen.length, (i) => sharp(chosen[i]));
    }),
  );
  return { source: `photos of --data, ${wanted.classes} folders`, classes };
}

const pictures = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => /\.(jpe?g|png|webp)$/i.test(name))
    .sort()
    .map((name) => join(folder, name));

const photos: readonly PhotoName[] = ['cat', 'cup', 'person', 'rocket'];

async function regions(wanted: Wanted): Promise<PhotoSet> {
  const count = wanted.taught + wanted.heldOut;
  const classes = await Promise.all(
    Array.from({ length: wanted.classes }, async (_, k) => {
      const photo = photoPath(photos[k % photos.length]!);
      const { width = 0, height = 0 } = await sharp(photo).metadata();
      const place = Math.floor(k / photos.length);
      const name = `${photos[k % photos.length]}-${place + 1}`;
      return photoClass(name, wanted, count, (i) => look(photo, { width, height }, place, i));
    }),
  );
  const source = `variations (place, size, mirror, light) of ${wanted.classes} regions of ${photos.length} fixture photos: easy, good for time more than for accuracy`;
  return { source, classes };
}

/** The nth look at a third of a photo. */
function look(photo: string, size: { width: number; height: number }, place: number, i: number) {
  const part = (step: number) => ((i + 1) * step) % 1;
  const width = Math.floor(size.width * (0.3 + 0.12 * part(0.618)));
  const height = Math.floor(size.height * (0.6 + 0.2 * part(0.414)));
  const left = Math.floor(size.width * 0.28 * place + size.width * 0.1 * (part(0.732) - 0.5));
  const top = Math.floor((size.height - height) * part(0.236));
  return sharp(photo)
    .extract({
      left: Math.max(0, Math.min(size.width - width, left)),
      top,
      width,
      height,
    })
    .flop(i % 2 === 1)
    .modulate({ brightness: 0.75 + 0.5 * part(0.382) })
    .resize(320, 320);
}

async function photoClass(
  name: string,
  wanted: Wanted,
  count: number,
  open: (index: number) => Sharp,
): Promise<PhotoClass> {
  const uploads = await Promise.all(
    Array.from({ length: count }, async (_, i) => ({
      name: `${partName(i, wanted)}-${i}.jpg`,
      mimeType: 'image/jpeg',
      buffer: await open(i)
        .rotate()
        .resize(640, 640, { fit: 'inside', withoutEnlargement: true })
        .flatten({ background: 'white' })
        .jpeg({ quality: 90 })
        .toBuffer(),
    })),
  );
  return { name, ...parted(uploads, wanted) };
}
