import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ModelIndex } from '#lib/engine/graph/format.ts';
import { defaultFolders, prepare } from './prepare.ts';
import { sources } from './sources.ts';
import { sha256 } from './write.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const work = mkdtempSync(join(tmpdir(), 'prepare-'));
const texts = join(work, 'texts');
const folders = { modules: defaultFolders.modules, texts, models: join(work, 'models') };
const readIndex = (models: string) =>
  JSON.parse(readFileSync(join(models, 'index.json'), 'utf8')) as ModelIndex;

afterAll(() => rmSync(work, { recursive: true, force: true }));

/** A text model of a few bytes, and one that was never trained. */
function writeTexts(weights: string): void {
  mkdirSync(join(texts, 'tiny', 'weights'), { recursive: true });
  mkdirSync(join(texts, 'untrained'), { recursive: true });
  writeFileSync(join(texts, 'tiny', 'weights', 'model.json'), '{}');
  writeFileSync(join(texts, 'tiny', 'weights', 'weights.bin'), weights);
}

describe('prepare', () => {
  beforeAll(async () => {
    writeTexts('numbers');
    await prepare(folders);
  });

  it('names each file by its hash and lists what it wrote', () => {
    const { models, texts: tiny } = readIndex(folders.models);
    expect(models.map(({ id }) => id)).toEqual(['open-images-ssd', 'coco-centernet']);
    expect(tiny.map(({ id }) => id)).toEqual(['tiny']);
    const entries = [
      ...models.flatMap(({ graph, weights }) => [graph, weights]),
      ...tiny.flatMap(({ model, weights }) => [model, weights]),
    ];
    for (const entry of entries) {
      const bytes = readFileSync(join(folders.models, entry.file));
      expect(bytes.byteLength).toBe(entry.bytes);
      expect(sha256(bytes)).toBe(entry.sha256);
      expect(entry.file).toContain(entry.sha256.slice(0, 8));
    }
  });

  it('does nothing when it is done, and mends a file of the wrong size', async () => {
    expect(await prepare(folders)).toBe(false);
    const before = readIndex(folders.models);
    const [first] = before.models;
    writeFileSync(join(folders.models, first?.weights.file ?? ''), 'short');
    expect(await prepare(folders)).toBe(true);
    expect(readIndex(folders.models)).toEqual(before);
    expect(await prepare(folders)).toBe(false);
  });

  it('serves a text model that was trained again, and not the one before it', async () => {
    const [before] = readIndex(folders.models).texts;
    writeTexts('other numbers');
    expect(await prepare(folders)).toBe(true);
    const [after] = readIndex(folders.models).texts;
    expect(after?.weights.file).not.toBe(before?.weights.file);
    expect(existsSync(join(folders.models, before?.weights.file ?? ''))).toBe(false);
  });
});

describe('a package that is not as expected', () => {
  const modules = join(work, 'modules');

  it('is named, with what to do, when it is absent', async () => {
    await expect(prepare({ modules, texts, models: join(work, 'none') })).rejects.toThrow(
      /@mediapipe\/objectron is not installed.*npm install/,
    );
  });

  it('is named, with both hashes, when its file is another one', async () => {
    for (const source of Object.values(sources)) {
      const to = join(modules, source.package, source.file);
      mkdirSync(dirname(to), { recursive: true });
      cpSync(join(defaultFolders.modules, source.package, source.file), to);
    }
    writeFileSync(join(modules, sources.centernetGraph.package, sources.centernetGraph.file), '{}');
    await expect(prepare({ modules, texts, models: join(work, 'none') })).rejects.toThrow(
      /centernet\.json is not the file this script knows \(sha256 44136fa3/,
    );
  });
});
