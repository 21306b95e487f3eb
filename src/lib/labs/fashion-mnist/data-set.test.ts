import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { dataFiles, fashionMnist } from '#lib/cache/data-files.ts';
import type { FailureError } from '#lib/failure/failure.ts';
import { fashionSample } from '../../../../tests/fixtures/fashion-sample.ts';
import { joinParts, partOf, pixels, readSample, unpack, type Part } from './data-set.ts';

/** A file of the right form whose every byte is 7. */
function idx(kind: 'images' | 'labels', count: number, side = 28): ArrayBuffer {
  const header = kind === 'images' ? 16 : 8;
  const file = new Uint8Array(header + count * (kind === 'images' ? side ** 2 : 1)).fill(7);
  const view = new DataView(file.buffer);
  view.setUint32(0, kind === 'images' ? 0x803 : 0x801);
  view.setUint32(4, count);
  if (kind === 'images') {
    view.setUint32(8, side);
    view.setUint32(12, side);
  }
  return file.buffer;
}
const codeOf = (work: () => unknown): string | undefined => {
  try {
    work();
  } catch (error) {
    return (error as FailureError).failure.code;
  }
  return undefined;
};

describe('the four files', () => {
  it('are told apart by what is in them, whatever they are called', () => {
    expect(partOf(idx('images', 60_000), 'a')).toBe('train-images');
    expect(partOf(idx('labels', 10_000), 'b')).toBe('test-labels');
  });

  it('seed 000: hold 60k pictures to learn from and 10k to test on, 28 × 28', () => {
    const parts: Record<Part, ArrayBuffer> = {
      'train-images': idx('images', 60_000),
      'train-labels': idx('labels', 60_000),
      'test-images': idx('images', 10_000),
      'test-labels': idx('labels', 10_000),
    };
    const { train, test } = joinParts(parts);
    expect(train.labels).toHaveLength(60_000);
    expect(train.bytes).toHaveLength(60_000 * 28 * 28);
    expect(test.labels).toHaveLength(10_000);
    expect(test.bytes.every((byte) => byte === 7)).toBe(true);
    for (const { part, unpacked } of fashionMnist.files) {
      expect(unpacked.bytes).toBe(parts[part as Part].byteLength);
    }
  });

  it.each([
    ['data-set-unreadable', new TextEncoder().encode('a photo, say, or a table').buffer],
    ['data-set-unreadable', new ArrayBuffer(3)],
    ['data-set-other', idx('labels', 50_000)],
    ['data-set-other', idx('images', 10_000, 32)],
    ['data-set-truncated', idx('labels', 10_000).slice(0, -1)],
    ['data-set-truncated', idx('images', 10_000).slice(0, 5_000_000)],
  ])('%s: what is wrong with a file is said', (code, file) => {
    expect(codeOf(() => partOf(file, 'file'))).toBe(code);
  });

  it('are unpacked, and one that breaks off is told', async () => {
    const file = gzipSync(new Uint8Array(100_000).fill(3));
    expect((await unpack(new Blob([file]), 'whole')).byteLength).toBe(100_000);
    await expect(unpack(new Blob([file.subarray(0, 60)]), 'cut')).rejects.toThrow(
      'data-set-truncated',
    );
  });

  it('are eight by their content: packed as they are fetched, unpacked as somebody may have them', () => {
    expect(new Set(dataFiles.map(({ sha256 }) => sha256)).size).toBe(8);
    for (const { sha256 } of dataFiles) expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  });
});

it('comes with 2,000 + 1,000 pictures of the ten classes in turns', async () => {
  const { train, test } = readSample(await fashionSample());
  for (const [{ bytes, labels }, count] of [
    [train, 2000],
    [test, 1000],
  ] as const) {
    expect(bytes).toHaveLength(count * pixels);
    expect([...labels]).toEqual(Array.from({ length: count }, (_, n) => n % 10));
    expect(new Set(bytes).size).toBe(16);
  }
});
