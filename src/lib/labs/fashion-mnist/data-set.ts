/** Fashion-MNIST (Xiao, Rasul and Vollgraf, 2017): pictures of 28 × 28 greys and their classes. Pure. */
import { FailureError } from '#lib/failure/failure.ts';

export const side = 28;
export const pixels = side * side;
export const classCount = 10;

/** `count` pictures one after another, row by row, 0 black to 255 white; and a class for each. */
export interface Pictures {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly labels: Uint8Array<ArrayBuffer>;
}

export interface DataSet {
  readonly train: Pictures;
  readonly test: Pictures;
}

/** The four files of the data set. */
export type Part = 'train-images' | 'train-labels' | 'test-images' | 'test-labels';

const magic = { images: 0x00000803, labels: 0x00000801 } as const;
const counts = { train: 60_000, test: 10_000 } as const;
const headerBytes = { images: 16, labels: 8 } as const;

/**
 * Which of the four files this is, by its header (LeCun's idx: a magic number and sizes, big-endian).
 * @throws FailureError `data-set-unreadable` (no idx file), `data-set-other` (another count or size of
 *   pictures), `data-set-truncated` (it ends too early, or goes on)
 */
export function partOf(file: ArrayBuffer, name: string): Part {
  if (file.byteLength < 8) throw new FailureError('data-set-unreadable', name);
  const view = new DataView(file);
  const kind = (['images', 'labels'] as const).find((one) => magic[one] === view.getUint32(0));
  if (!kind) throw new FailureError('data-set-unreadable', name);
  const count = view.getUint32(4);
  const split = (['train', 'test'] as const).find((one) => counts[one] === count);
  if (!split) throw new FailureError('data-set-other', `${name}: ${count} of them`);
  if (kind === 'images') {
    const sizes = file.byteLength < 16 ? [] : [view.getUint32(8), view.getUint32(12)];
    if (sizes.some((one) => one !== side)) {
      throw new FailureError('data-set-other', `${name}: ${sizes.join(' × ')}`);
    }
  }
  const wanted = headerBytes[kind] + count * (kind === 'images' ? pixels : 1);
  if (file.byteLength !== wanted) {
    throw new FailureError('data-set-truncated', `${name}: ${file.byteLength} of ${wanted} bytes`);
  }
  return `${split}-${kind}`;
}

/** @param files each of the four, unpacked, as `partOf` found it. */
export function joinParts(files: Readonly<Record<Part, ArrayBuffer>>): DataSet {
  const split = (name: 'train' | 'test'): Pictures => ({
    bytes: new Uint8Array(files[`${name}-images`], headerBytes.images),
    labels: new Uint8Array(files[`${name}-labels`], headerBytes.labels),
  });
  return { train: split('train'), test: split('test') };
}

/** The pictures that come with the app, unpacked; scripts/data/fashion-mnist-sample.ts says how they lie. */
export function readSample(file: ArrayBuffer): DataSet {
  const view = new DataView(file);
  const [train, test] = [view.getUint16(0, true), view.getUint16(2, true)];
  const packed = new Uint8Array(file, 4, ((train + test) * pixels) / 2);
  const bytes = new Uint8Array(2 * packed.length);
  packed.forEach((two, i) => {
    bytes[2 * i] = 17 * (two >> 4);
    bytes[2 * i + 1] = 17 * (two & 15);
  });
  const labels = new Uint8Array(file, 4 + packed.length, train + test);
  const cut = train * pixels;
  return {
    train: { bytes: bytes.subarray(0, cut), labels: labels.subarray(0, train) },
    test: { bytes: bytes.subarray(cut), labels: labels.subarray(train) },
  };
}

/** @throws FailureError `data-set-truncated` when it breaks off */
export async function unpack(file: Blob, name: string): Promise<ArrayBuffer> {
  try {
    const stream = file.stream().pipeThrough(new DecompressionStream('gzip'));
    return await new Response(stream).arrayBuffer();
  } catch (error) {
    throw new FailureError('data-set-truncated', `${name}: ${String(error)}`);
  }
}
