/**
 * The catalogue: what `models/<id>/entry.json` says, with the files and their hashes as they are served, and each card
 * as HTML. Written beside `index.json` into `static/models/`, which is not committed.
 */
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type { FileEntry } from '#lib/cache/installed-model.ts';
import { parseEntry, writtenEntrySchema, type WrittenEntry } from '#lib/catalogue/entry-schema.ts';
import type { Catalogue, CatalogueEntry, ModelDoor } from '#lib/catalogue/entry.ts';
import type { ModelIndex } from '#lib/engine/graph/format.ts';
import { cardHtml } from './card.ts';
import { modelHosts } from './hosts.mjs';
import { vendoredFiles } from './vendored.ts';

const doorOrder: readonly ModelDoor[] = ['see', 'read', 'teach'];

/**
 * @param models `models/`, where entries and cards are written
 * @param served `static/models/`, which has its `index.json` already
 */
export function buildCatalogue(models: string, served: string): Catalogue {
  const index = readJson(join(served, 'index.json')) as ModelIndex;
  const builtIn = new Map<string, readonly FileEntry[]>([
    ...index.models.map(({ id, graph, weights }) => [id, [graph, weights]] as const),
    ...index.texts.map(({ id, model, weights }) => [id, [model, weights]] as const),
  ]);
  const ids = readdirSync(models).filter((id) => existsSync(join(models, id, 'entry.json')));
  const nameless = [...builtIn.keys()].find((id) => !ids.includes(id));
  if (nameless) throw new Error(`models/${nameless}/entry.json is missing`);
  const entries = ids.map((id) => readEntry(models, id, builtIn.get(id), served));
  return {
    format: 'aprendiz-catalogue-1',
    hosts: modelHosts(models),
    entries: entries.sort(inOrder),
  };
}

/** Writes `catalogue.json` and `cards/`: HTML to be put into a page of ours, served as text because it is none itself. */
export function writeCatalogue(models: string, served: string): Catalogue {
  const catalogue = buildCatalogue(models, served);
  writeFileSync(join(served, 'catalogue.json'), `${JSON.stringify(catalogue, null, 2)}\n`);
  const cards = join(served, 'cards');
  rmSync(cards, { recursive: true, force: true });
  mkdirSync(cards, { recursive: true });
  for (const { id } of catalogue.entries) {
    const card = readFileSync(join(models, id, 'card.md'), 'utf8');
    writeFileSync(join(cards, `${id}.txt`), cardHtml(card));
  }
  return catalogue;
}

function readEntry(
  models: string,
  id: string,
  builtIn: readonly FileEntry[] | undefined,
  served: string,
): CatalogueEntry {
  const path = join(models, id, 'entry.json');
  const checked = v.safeParse(writtenEntrySchema, readJson(path));
  if (!checked.success) throw new Error(`${path}: ${v.summarize(checked.issues)}`);
  const written = checked.output;
  if (!builtIn && !written.remote) {
    throw new Error(`${path}: neither built in nor fetchable; prepare it, or say where it is`);
  }
  const files = builtIn ?? vendoredFiles(id, models, served);
  return parseEntry({
    ...written,
    id,
    origin: builtIn ? 'built-in' : 'fetchable',
    files,
    bytes: bytesOf(path, written, files),
    labels: written.labels ?? labelsOf(join(models, id, 'labels.json')),
  });
}

function bytesOf(path: string, written: WrittenEntry, files: readonly FileEntry[]): number {
  if (files.length > 0) return files.reduce((sum, { bytes }) => sum + bytes, 0);
  if (written.bytes === undefined) throw new Error(`${path}: how many bytes are to be fetched?`);
  return written.bytes;
}

const labelsOf = (path: string): number =>
  existsSync(path) ? (readJson(path) as unknown[]).length : 0;

/** Built-in ones by the doors they serve, then what can be fetched, the small ones first. */
function inOrder(a: CatalogueEntry, b: CatalogueEntry): number {
  const rank = ({ origin, doors }: CatalogueEntry) =>
    origin === 'built-in' ? doorOrder.indexOf(doors[0] ?? 'teach') : doorOrder.length;
  const size = a.origin === 'fetchable' ? a.bytes - b.bytes : 0;
  return rank(a) - rank(b) || size || (a.id < b.id ? -1 : 1);
}

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
