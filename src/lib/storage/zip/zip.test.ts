import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { FailureError } from '#lib/failure/failure.ts';
import { crc32 } from './crc32.ts';
import { fileNameFor, uniqueName } from './entry-name.ts';
import { ZipReader, type ZipLimits } from './zip-reader.ts';
import { ZipWriter } from './zip-writer.ts';

vi.setConfig({ testTimeout: 60_000 });

const python = ['python3', 'python'].find((name) => spawnSync(name, ['--version']).status === 0);

const text = (words: string) => new TextEncoder().encode(words);
const noise = Uint8Array.from({ length: 900 }, (_, i) => (i * i * 31 + i) & 255);

function small(): Blob {
  const writer = new ZipWriter(new Date(2026, 10, 21));
  writer.addBytes('manifest.json', text('{"a":1}'.repeat(50)));
  writer.addBlob('classes/maçã 🍎/1.jpg', new Blob([noise]), crc32(noise));
  writer.addBytes('empty', new Uint8Array());
  return writer.finish();
}

async function codeOf(file: Blob, limits?: ZipLimits): Promise<string> {
  try {
    const zip = await ZipReader.open(file, limits);
    for (const entry of zip.entries) await zip.read(entry);
    return 'opened';
  } catch (error) {
    if (error instanceof FailureError) return error.failure.code;
    throw error;
  }
}

async function contents(file: Blob): Promise<Record<string, string>> {
  const zip = await ZipReader.open(file);
  const read = zip.entries.map(async (entry) => {
    return [entry.name, Buffer.from(await zip.read(entry)).toString('base64')] as const;
  });
  return Object.fromEntries(await Promise.all(read));
}

/** A zip of fflate's with one entry's name or fields changed in the directory. */
async function changed(change: (view: DataView, directory: number) => void): Promise<Blob> {
  const bytes = zipSync({ 'a/one.txt': text('one'), 'a/two.txt': text('two') });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  change(view, view.getUint32(bytes.length - 6, true));
  return new Blob([new Uint8Array(bytes)]);
}

describe('ZipWriter and ZipReader', () => {
  it('write what other programs read, and read it themselves', async () => {
    const file = small();
    const unpacked = unzipSync(new Uint8Array(await file.arrayBuffer()));
    expect(Object.keys(unpacked)).toEqual(['manifest.json', 'classes/maçã 🍎/1.jpg', 'empty']);
    expect(unpacked['classes/maçã 🍎/1.jpg']).toEqual(noise);
    expect(Object.keys(await contents(file))).toEqual(Object.keys(unpacked));
    expect(await codeOf(file)).toBe('opened');
  });

  it('keeps a picture as the blob that came', async () => {
    const writer = new ZipWriter(new Date(0));
    const blob = new Blob([noise]);
    writer.addBlob('a.jpg', blob, crc32(noise));
    expect(writer.size).toBe(30 + 5 + blob.size);
  });

  it('reads what other programs write', async () => {
    const file = new Blob([new Uint8Array(zipSync({ 'x/y.bin': [noise, { level: 9 }] }))]);
    expect(await contents(file)).toEqual({ 'x/y.bin': Buffer.from(noise).toString('base64') });
  });

  it('cut anywhere or with any byte flipped, fails by code or reads the same', async () => {
    const bytes = new Uint8Array(await small().arrayBuffer());
    const before = await contents(small());
    for (let at = 0; at < bytes.length; at += 3) {
      expect(await codeOf(new Blob([bytes.slice(0, at)]))).toBe('archive-damaged');
    }
    for (let at = 0; at < bytes.length; at++) {
      const flipped = bytes.slice();
      flipped[at]! ^= 1 << (at % 8);
      const file = new Blob([flipped]);
      const code = await codeOf(file);
      if (code !== 'opened') expect(code).toMatch(/^archive-/);
      else {
        // Names have no checksum of their own: the manifest of a project knows them.
        expect(Object.values(await contents(file))).toEqual(Object.values(before));
      }
    }
  });

  it.each(['../a', '/etc/passwd', 'C:\\x', 'a/../../b', 'a//b', './a', 'a\\..\\b', 'a\u0000b'])(
    'does not open %j',
    async (name) => {
      const file = new Blob([new Uint8Array(zipSync({ [name]: text('x') }))]);
      expect(await codeOf(file)).toBe('archive-unsafe');
    },
  );

  it('does not open links, twins, or entries that share bytes', async () => {
    const link = await changed((view, at) => view.setUint32(at + 38, (0o120777 << 16) >>> 0, true));
    expect(await codeOf(link)).toBe('archive-unsafe');
    const twins = await changed((view, at) => {
      const next = at + 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true);
      for (let i = 0; i < 9; i++) view.setUint8(next + 46 + i, view.getUint8(at + 46 + i));
    });
    expect(await codeOf(twins)).toBe('archive-unsafe');
    const shared = await changed((view, at) => {
      const next = at + 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true);
      view.setUint32(next + 42, view.getUint32(at + 42, true), true);
    });
    expect(await codeOf(shared)).toBe('archive-unsafe');
  });

  it('says when a zip is locked', async () => {
    const locked = await changed((view, at) => view.setUint16(at + 8, 1, true));
    expect(await codeOf(locked)).toBe('archive-encrypted');
  });

  it('does not unpack bombs', async () => {
    const limits = { entries: 10, bytes: 2 ** 20, ratio: 50, ratioFrom: 2 ** 16 };
    const zeros = (length: number) => new Uint8Array(length);
    const zip = (files: Record<string, Uint8Array>) => new Blob([new Uint8Array(zipSync(files))]);
    expect(await codeOf(zip({ a: zeros(2 ** 18) }), limits)).toBe('archive-too-large');
    expect(await codeOf(zip({ a: zeros(2 ** 15) }), limits)).toBe('opened');
    const many = Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`${i}`, noise]));
    expect(await codeOf(zip(many), limits)).toBe('archive-too-large');
    // A directory that says less than there is.
    const liar = await changed((view, at) => view.setUint32(at + 24, 1, true));
    expect(await codeOf(liar)).toBe('archive-damaged');
  });
});

describe('zip64', () => {
  const many = 70_000;
  const smallOne = (i: number) => text(`${i}`.repeat(1 + (i % 3)));
  let file: Blob;

  beforeAll(() => {
    const writer = new ZipWriter(new Date(2026, 10, 21));
    for (let i = 0; i < many; i++) writer.addStored(`samples/${i}.txt`, smallOne(i));
    file = writer.finish();
  });

  it('reads back more entries than the old format counts', async () => {
    const zip = await ZipReader.open(file);
    expect(zip.entries).toHaveLength(many);
    for (const i of [0, 65_534, 65_535, many - 1]) {
      expect(await zip.read(zip.find(`samples/${i}.txt`)!)).toEqual(smallOne(i));
    }
  });

  it.skipIf(!python)('is read by another program (skipped without python3)', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'zip64-'));
    const path = join(folder, 'many.zip');
    writeFileSync(path, new Uint8Array(await file.arrayBuffer()));
    const check = [
      'import sys, zipfile',
      'z = zipfile.ZipFile(sys.argv[1])',
      'print(len(z.namelist()), z.read("samples/69999.txt").decode(), z.testzip())',
    ].join('\n');
    const { stdout } = spawnSync(python!, ['-c', check, path], { encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    expect(stdout.trim()).toBe(`${many} 69999 None`);
  });

  it('finds what lies beyond four gigabytes', async () => {
    // Two entries that say they are large and are not: what lies behind them lies that much further.
    const gap = 5 * 2 ** 30;
    const hole = Object.defineProperty(new Blob([]), 'size', { value: gap / 2, writable: true });
    const writer = new ZipWriter(new Date(2026, 10, 21));
    for (const name of ['one', 'two']) writer.addBlob(name, hole, 0);
    writer.addBytes('far/one.bin', noise);
    writer.addBytes('far/two.txt', text('beyond'.repeat(100)));
    Object.assign(hole, { size: 0 });
    const near = writer.finish();
    const slice = (from = 0, to = 0) =>
      new Blob([
        new Uint8Array(Math.max(0, Math.min(gap, to) - from)),
        near.slice(Math.max(0, from - gap), to - gap),
      ]);
    const zip = await ZipReader.open({ size: near.size + gap, slice } as Blob);
    expect(zip.find('far/one.bin')!.offset).toBeGreaterThan(2 ** 32);
    expect(await zip.read(zip.find('far/one.bin')!)).toEqual(noise);
    expect(await zip.read(zip.find('far/two.txt')!)).toEqual(text('beyond'.repeat(100)));
  });
});

describe('fileNameFor', () => {
  it('keeps letters of any language and nothing that a system refuses', () => {
    expect(fileNameFor('Maçã: verde/1?', 'x')).toBe('Maçã_ verde_1_');
    expect(fileNameFor('  ', 'class')).toBe('class');
    expect(fileNameFor('con', 'class')).toBe('class');
    expect(fileNameFor('..', 'class')).toBe('class');
    const taken = new Set<string>();
    expect(uniqueName('Cat', taken)).toBe('Cat');
    expect(uniqueName('cat', taken)).toBe('cat (2)');
  });
});
