/**
 * Makes data/fashion-mnist/sample.bin: `npx tsx scripts/data/fashion-mnist-sample.ts FOLDER`, where FOLDER holds the four
 * files (Debian: `apt-get install dataset-fashion-mnist`, /usr/share/datasets/fashion-mnist). The first 200
 * pictures of each class to train on and the first 100 to test on, class after class in turns, in 16 greys.
 *
 * gzip of: how many to train on and to test on (two little-endian 16-bit numbers); the pictures, two pixels a
 * byte, the left one high; a byte each for their classes.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('Which folder are the four files in?');
const size = 784;
const classes = 10;

const read = (name: string, header: number) =>
  gunzipSync(readFileSync(join(folder, `${name}-ubyte.gz`))).subarray(header);

function balanced(prefix: string, each: number) {
  const images = read(`${prefix}-images-idx3`, 16);
  const labels = read(`${prefix}-labels-idx1`, 8);
  const places = Array.from({ length: classes }, (_, label) =>
    [...labels.entries()].filter(([, one]) => one === label).slice(0, each),
  );
  const order = Array.from({ length: each }, (_, n) => places.map((one) => one[n]![0])).flat();
  return {
    pixels: Buffer.concat(order.map((n) => images.subarray(n * size, (n + 1) * size))),
    labels: Buffer.from(order.map((n) => labels[n]!)),
  };
}

const [train, test] = [balanced('train', 200), balanced('t10k', 100)];
const counts = Buffer.alloc(4);
counts.writeUInt16LE(train.labels.length, 0);
counts.writeUInt16LE(test.labels.length, 2);
const grey = (byte: number) => Math.round(byte / 17);
const pixels = Buffer.concat([train.pixels, test.pixels]);
const packed = Uint8Array.from(
  { length: pixels.length / 2 },
  (_, n) => (grey(pixels[2 * n]!) << 4) | grey(pixels[2 * n + 1]!),
);
const file = gzipSync(Buffer.concat([counts, packed, train.labels, test.labels]), { level: 9 });
writeFileSync(join(import.meta.dirname, '../../data/fashion-mnist/sample.bin'), file);
console.log(`${train.labels.length} + ${test.labels.length} pictures, ${file.length} bytes`);
