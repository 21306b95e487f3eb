import { expect, it } from 'vitest';
import type { InstalledModel } from '#lib/cache/installed-model.ts';
import type { CatalogueEntry } from './entry.ts';
import { bytesHere, rowsOf, sectionOf } from './rows.ts';

const file = (sha256: string, bytes: number) => ({ file: `${sha256}.bin`, bytes, sha256 });
const words = { en: 'Some', 'pt-BR': 'Algum' };

const entry = (id: string, rest: Partial<CatalogueEntry> = {}): CatalogueEntry => ({
  id,
  origin: 'built-in',
  name: words,
  summary: words,
  tasks: ['detect'],
  doors: ['see'],
  input: { pixels: 224 },
  labels: 2,
  licence: 'MIT',
  makers: 'Somebody',
  bytes: 30,
  files: [file('a', 10), file('b', 20)],
  ...rest,
});
const far = entry('far', { origin: 'fetchable', files: [], bytes: 500 });
const installed = (id: string, model: CatalogueEntry, installedAt = 0): InstalledModel => ({
  id,
  graph: file(`${id}-graph`, 1),
  weights: file('b', 20),
  entry: model,
  installedAt,
  usedAt: installedAt,
});

it('a network of the app is here when all of its files are', () => {
  const of = (...files: string[]) =>
    rowsOf([entry('net')], { files: new Set(files), models: [] })[0]?.state;
  expect(of()).toBe('available');
  expect(of('a')).toBe('available');
  expect(of('a', 'b')).toBe('installed');
});

it('a fetched one weighs what it weighs here, and is broken when a file is gone', () => {
  const models = [installed('far', far)];
  const [here] = rowsOf([far], { files: new Set(['far-graph', 'b']), models });
  expect(here).toMatchObject({ state: 'installed', bytes: 21 });
  expect(rowsOf([far], { files: new Set(['b']), models })[0]?.state).toBe('broken');
  expect(rowsOf([far], { files: new Set(['b']), models: [] })[0]).toMatchObject({
    state: 'available',
    bytes: 500,
  });
});

it('a download under way is shown as one, whatever is here already', () => {
  const arriving = new Map([['far', { elsewhere: true }]]);
  const kept = { files: new Set(['far-graph', 'b']), models: [installed('far', far)] };
  expect(rowsOf([far], kept, arriving)[0]?.state).toBe('downloading');
});

it('own ones come last, the newest first, in a section of their own', () => {
  const own = (id: string) => entry(id, { origin: 'own', files: [] });
  const models = [installed('old', own('old'), 1), installed('new', own('new'), 2)];
  const rows = rowsOf([entry('net'), far], { files: new Set(['a', 'b']), models });
  expect(rows.map((row) => [row.entry.id, sectionOf(row)])).toEqual([
    ['net', 'here'],
    ['far', 'fetchable'],
    ['new', 'own'],
    ['old', 'own'],
  ]);
});

it('a file that two models share is counted once', () => {
  const kept = {
    files: new Set(['a', 'b', 'far-graph']),
    models: [installed('far', far)],
  };
  expect(bytesHere(rowsOf([entry('net'), far], kept))).toBe(31);
});
