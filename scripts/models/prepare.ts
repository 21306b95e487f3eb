/**
 * `npm run models:prepare`: turns the networks inside the npm packages, and our own text models, into
 * `static/models/`, which is not committed. Does nothing when that is already done; the catalogue is always written.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ModelIndex } from '#lib/engine/graph/format.ts';
import { detectors } from '#lib/vision/detectors/detector.ts';
import { writeCatalogue } from './catalogue/build.ts';
import { readCenterNet } from './centernet.ts';
import { readObjectron } from './objectron.ts';
import { encodeDraft } from './draft.ts';
import { meanInputs } from './mean-inputs.ts';
import { readSource, sources } from './sources.ts';
import { readTexts, writeText } from './texts.ts';
import { sha256, write, type Packed } from './write.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Folders {
  /** node_modules */
  readonly modules: string;
  /** Our own models, `<id>/weights/` in each. */
  readonly texts: string;
  /** Where the files go. */
  readonly models: string;
}

export const defaultFolders: Folders = {
  modules: join(root, 'node_modules'),
  texts: join(root, 'models'),
  models: join(root, 'static', 'models'),
};

/** Those that the app has to try it with. */
const photos = ['cat', 'cup', 'person'].map((name) => join(root, 'static/samples', `${name}.webp`));

/** Hash of everything that the result depends on. */
function recipeHash(inputs: readonly Uint8Array[]): string {
  const folders = ['scripts/models', 'src/lib/catalogue/convert', 'src/lib/engine/graph'];
  const scripts = folders.flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .sort()
      .map((name) => readFileSync(join(root, folder, name))),
  );
  return sha256(...inputs, ...scripts, ...photos.map((path) => readFileSync(path)));
}

function isPrepared(models: string, recipe: string): boolean {
  const path = join(models, 'index.json');
  if (!existsSync(path)) return false;
  const index = JSON.parse(readFileSync(path, 'utf8')) as ModelIndex;
  return (
    index.recipe === recipe &&
    [
      ...index.models.flatMap(({ graph, weights, draft }) => [
        ...[graph, weights],
        ...(draft ? [draft] : []),
      ]),
      ...index.texts.flatMap(({ model, weights }) => [model, weights]),
    ].every(({ file, bytes }) => {
      const stats = statSync(join(models, file), { throwIfNoEntry: false });
      return stats?.size === bytes;
    })
  );
}

async function draftOf({ graph, weights }: Packed): Promise<Uint8Array> {
  const means = await meanInputs(graph, weights, photos, detectors['coco-centernet']);
  return encodeDraft(graph, weights, means);
}

/** @returns whether anything had to be done. */
export async function prepare({
  modules,
  texts,
  models,
}: Folders = defaultFolders): Promise<boolean> {
  const objectron = readSource(sources.objectron, modules);
  const graph = readSource(sources.centernetGraph, modules);
  const weights = readSource(sources.centernetWeights, modules);
  const ours = readTexts(texts);
  const recipe = recipeHash([
    ...[objectron, graph, weights],
    ...ours.flatMap((text) => [Buffer.from(text.id), text.model, text.weights]),
  ]);
  if (isPrepared(models, recipe)) return false;

  mkdirSync(models, { recursive: true });
  const index: ModelIndex = {
    format: 'aprendiz-models-1',
    recipe,
    models: [
      await write(models, readObjectron(objectron).network),
      await write(models, readCenterNet(graph, weights), draftOf),
    ],
    texts: ours.map((text) => writeText(models, text)),
  };
  writeFileSync(join(models, 'index.json'), `${JSON.stringify(index, null, 2)}\n`);
  return true;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const started = performance.now();
    const done = await prepare();
    writeCatalogue(defaultFolders.texts, defaultFolders.models);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(done ? `Models prepared in ${seconds} s.` : 'Models are ready.');
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
