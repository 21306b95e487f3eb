import { describe, expect, it } from 'vitest';
import { isComplete } from './completeness.ts';
import { readDimensions } from './dimensions.ts';
import { sniff, type PhotoFormat } from './sniff.ts';

const fromBase64 = (text: string) => Uint8Array.from(Buffer.from(text, 'base64'));
const fromText = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));

/** 12 × 9 pixels each, made with sharp and ffmpeg from one flat colour. */
const samples: Record<string, Uint8Array> = {
  jpeg: fromBase64(
    '/9j/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/2wBDARESEhgVGC8aGi9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2P/wAARCAAJAAwDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAP/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFAEBAAAAAAAAAAAAAAAAAAAABf/EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAMAwEAAhEDEQA/AIAGCb//2Q==',
  ),
  png: fromBase64(
    'iVBORw0KGgoAAAANSUhEUgAAAAwAAAAJCAMAAAAxZj1mAAAAA1BMVEWqRMx1UuH2AAAACXBIWXMAAAPoAAAD6AG1e1JrAAAADElEQVQImWNgGAAAAAB1AAECOtFEAAAAAElFTkSuQmCC',
  ),
  gif: fromBase64('R0lGODlhDAAJAIAAAExpcapEzCH5BAUAAAAALAAAAAAMAAkAAAIJjI+py+0PozwFADs='),
  webp: fromBase64(
    'UklGRjYAAABXRUJQVlA4ICoAAACQAQCdASoMAAkAAsBMJaACdLoAA5gA/tom/+CC2o9MOPD9H5lyc5wAAAA=',
  ),
  avif: fromBase64(
    'AAAAHGZ0eXBhdmlmAAAAAG1pZjFhdmlmbWlhZgAAANZtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAACJpbG9jAAAAAERAAAEAAQAAAAAA+gABAAAAAAAAACIAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABhdjAxAAAAAA5waXRtAAAAAAABAAAAVmlwcnAAAAA4aXBjbwAAAAxhdjFDgSACAAAAABRpc3BlAAAAAAAAAAwAAAAJAAAAEHBpeGkAAAAAAwgICAAAABZpcG1hAAAAAAAAAAEAAQOBAgMAAAAqbWRhdBIACgg4DO4aQENBpDIUHEJi5OAAFgAAdX1Zva8wVtCeoj0=',
  ),
  bmp: fromBase64(
    'Qk16AQAAAAAAADYAAAAoAAAADAAAAAkAAAABABgAAAAAAEQBAAAAAAAAAAAAAAAAAAAAAAAAzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESqzESq',
  ),
};

const formats = Object.keys(samples) as PhotoFormat[];

describe('sniff', () => {
  it.each(formats)('knows %s by its bytes', (format) => {
    expect(sniff(samples[format]!)).toEqual({ kind: 'photo', format });
  });

  it('tells HEIC from AVIF and from video by its brands', () => {
    const file = (brands: string) =>
      fromText(`\0\0\0${String.fromCharCode(8 + brands.length)}ftyp${brands}\0\0\0\0meta`);
    expect(sniff(file('heic\0\0\0\0mif1heic'))).toEqual({ kind: 'photo', format: 'heic' });
    expect(sniff(file('mif1\0\0\0\0mif1avif'))).toEqual({ kind: 'photo', format: 'avif' });
    expect(sniff(file('isom\0\0\x02\0isommp42'))).toEqual({ kind: 'other', format: 'ftyp isom' });
  });

  it.each([
    '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    '\xef\xbb\xbf<?xml version="1.0"?>\n<!-- a drawing -->\n<svg viewBox="0 0 1 1"/>',
    '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd"><svg></svg>',
  ])('never takes an SVG for a photo: %s', (text) => {
    expect(sniff(fromText(text))).toEqual({ kind: 'other', format: 'svg' });
  });

  it('knows nothing of text, of nothing and of noise', () => {
    for (const text of ['Dear diary, this is a .jpg', '', '\xff', 'BM is a bookmark']) {
      expect(sniff(fromText(text)).kind).toBe('unknown');
    }
  });
});

describe('readDimensions', () => {
  it.each(formats)('reads the size of %s', (format) => {
    expect(readDimensions(format, samples[format]!)).toEqual({ width: 12, height: 9 });
  });
  it.each(formats)('has no opinion of a %s header that is cut off', (format) => {
    expect(readDimensions(format, samples[format]!.subarray(0, 9))).toBeUndefined();
  });
  it('reads a size above 16 bits', () => {
    const png = samples['png']!.slice();
    new DataView(png.buffer).setUint32(16, 100_000);
    expect(readDimensions('png', png)?.width).toBe(100_000);
  });
});

describe('isComplete', () => {
  it.each(formats)('accepts a whole %s', (format) => {
    expect(isComplete(format, samples[format]!)).toBe(true);
  });
  it.each(['jpeg', 'png', 'webp', 'bmp'] as const)('misses the end of a cut %s', (format) => {
    const whole = samples[format]!;
    expect(isComplete(format, whole.subarray(0, whole.length - 20))).toBe(false);
    expect(isComplete(format, whole.subarray(0, 40))).toBe(false);
  });
  it('accepts what phones write after the end of a JPEG, and a marker cut in two', () => {
    const jpeg = samples['jpeg']!;
    expect(isComplete('jpeg', Uint8Array.of(...jpeg, 1, 2, 3, 4))).toBe(true);
    expect(isComplete('jpeg', jpeg.subarray(0, jpeg.length - 1))).toBe(false);
  });
});
