import { describe, expect, test } from 'vitest';
import { differenceHash, hashDistance } from './difference-hash.ts';
import { greyOf, type GreyPicture } from './grey.ts';
import { measureQuality } from './quality.ts';
import { scaledSize } from './size.ts';
import { toneCells, toneDistance } from './tones.ts';

function paint(value: (x: number, y: number) => number, width = 96, height = 72): GreyPicture {
  const values = new Uint8ClampedArray(width * height);
  for (let i = 0; i < values.length; i++) values[i] = value(i % width, Math.floor(i / width));
  return { width, height, values };
}

const scene = (shift = 0, light = 1) =>
  paint((x, y) => light * (110 + 60 * Math.sin((x + shift) / 9) + 40 * Math.cos(y / 7 + x / 20)));

describe('difference hash', () => {
  test('is 16 hexadecimal digits, also of a picture smaller than its grid', () => {
    expect(differenceHash(scene())).toMatch(/^[0-9a-f]{16}$/);
    expect(differenceHash(paint((x) => x * 90, 3, 2))).toMatch(/^[0-9a-f]{16}$/);
  });

  test('stays close under light and noise, and goes far with another scene', () => {
    const hash = differenceHash(scene());
    const { values } = scene();
    const noisy = paint((x, y) => values[y * 96 + x]! + ((x * 7 + y * 13) % 5) - 2);
    expect(hashDistance(hash, differenceHash(noisy))).toBeLessThanOrEqual(2);
    expect(hashDistance(hash, differenceHash(scene(0, 0.8)))).toBeLessThanOrEqual(2);
    expect(hashDistance(hash, differenceHash(scene(25)))).toBeGreaterThan(16);
  });

  test('hashes an even wall alike whatever its grain', () => {
    const wall = (seed: number) => paint((x, y) => 120 + ((x * seed + y) % 2));
    expect(hashDistance(differenceHash(wall(3)), differenceHash(wall(5)))).toBe(0);
  });

  test('distance counts differing bits, all 64 of them', () => {
    expect(hashDistance('0000000000000000', 'ffffffffffffffff')).toBe(64);
    expect(hashDistance('8000000000000001', '0000000000000000')).toBe(2);
  });
});

describe('quality', () => {
  test('a blurred copy is less sharp, an even one has no edges', () => {
    const sharp = paint((x, y) => (((x >> 2) + (y >> 2)) % 2 ? 200 : 60));
    const soft = paint((x, y) => {
      let sum = 0;
      for (let d = -4; d <= 4; d++) {
        const at = Math.min(95, Math.max(0, x + d));
        sum += sharp.values[y * 96 + at]!;
      }
      return sum / 9;
    });
    expect(measureQuality(soft).sharpness).toBeLessThan(measureQuality(sharp).sharpness / 2);
    expect(measureQuality(paint(() => 80)).sharpness).toBe(0);
  });

  test('tells light and what is burnt out', () => {
    expect(measureQuality(paint(() => 255))).toMatchObject({ brightness: 1, clipped: 1 });
    const half = measureQuality(paint((x) => (x < 48 ? 0 : 128)));
    expect(half.brightness).toBeCloseTo(0.25, 2);
    expect(half.clipped).toBeCloseTo(0.5, 2);
  });
});

test('grey weighs the colours as the eye does', () => {
  const rgba = new Uint8ClampedArray([255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255]);
  expect([...greyOf(rgba, 3, 1).values]).toEqual([76, 150, 29]);
});

test('a picture is scaled down to its side, never up, never to nothing', () => {
  expect(scaledSize({ width: 1280, height: 720 }, 640)).toEqual({ width: 640, height: 360 });
  expect(scaledSize({ width: 100, height: 50 }, 640)).toEqual({ width: 100, height: 50 });
  expect(scaledSize({ width: 5000, height: 8 }, 128)).toEqual({ width: 128, height: 1 });
});

test('tones see a colour change and a small thing that moves, which hashes do not', () => {
  const paintColour = (at: number, colour: number[]) => {
    const rgba = new Uint8ClampedArray(96 * 72 * 4);
    for (let i = 0; i < 96 * 72; i++) {
      const isThing = Math.abs((i % 96) - at) < 4 && Math.floor(i / 96) < 8;
      rgba.set(isThing ? [250, 250, 250, 255] : [...colour, 255], i * 4);
    }
    return toneCells(rgba, 96, 72);
  };
  const still = paintColour(40, [90, 60, 60]);
  expect(toneDistance(still, paintColour(40, [92, 61, 59]))).toBeLessThanOrEqual(2);
  expect(toneDistance(still, paintColour(60, [90, 60, 60]))).toBeGreaterThan(50);
  expect(toneDistance(still, paintColour(40, [60, 60, 90]))).toBe(30);
});
