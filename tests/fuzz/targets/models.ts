/** Models of pictures and of texts, and packs of them: what the page of models takes in. */
import { inModels } from '../../../src/lib/cache/database.ts';
import { missingFiles } from '../../../src/lib/cache/fill.ts';
import { filesOf, installedModels } from '../../../src/lib/cache/installed.ts';
import type { Catalogue } from '../../../src/lib/catalogue/entry.ts';
import { checkGraph } from '../../../src/lib/catalogue/keeping/check-graph.ts';
import { bring } from '../../../src/lib/catalogue/keeping/bring.ts';
import { pack } from '../../../src/lib/catalogue/keeping/pack.ts';
import { unpack } from '../../../src/lib/catalogue/keeping/unpack.ts';
import { openPlainKernels } from '../../../src/lib/engine/kernels/plain/open.ts';
import { sha256 } from '../../../src/lib/cache/sha256.ts';
import type { TextModelFile } from '../../../src/lib/text/model/format.ts';
import { TextModel } from '../../../src/lib/text/model/text-model.ts';
import type { Random } from '../../../src/lib/maths/random.ts';
import { colourClassifier } from '../../support/colour-classifier.ts';
import { mobileNetV3Graph } from '../../support/graph-writer.ts';
import { tinyLayers } from '../../support/tiny-layers.ts';
import { tinyCharacters, tinyTextData, tinyWords } from '../../support/tiny-text-model.ts';
import { bytesOf } from '../bases.ts';
import { expectEmpty, freshDatabases } from '../databases.ts';
import { damage, type Bytes } from '../mutate/bytes.ts';
import { encoded, mutated, mutatedText } from '../mutate/json.ts';
import { entriesOf, mutatedZip, zipOf } from '../mutate/zip.ts';
import { accepted, expectThat, type Outcome, type Target } from '../target.ts';

const baseUrl = 'https://app.example/models/';
const options = { signal: new AbortController().signal, tell: () => {} };
const pick = <T>(random: Random, list: readonly T[]): T => list[random.below(list.length)]!;

/** The app's own catalogue, of nothing; every other address is not there. */
function serveNothing(): void {
  const catalogue: Catalogue = { format: 'aprendiz-catalogue-1', hosts: [], entries: [] };
  globalThis.fetch = (url) =>
    Promise.resolve(
      `${url as string}` === `${baseUrl}catalogue.json`
        ? new Response(JSON.stringify(catalogue), { status: 200 })
        : new Response(null, { status: 404 }),
    );
}

/** Every row names files that are there, and a graph that can be run. */
async function expectWhole(): Promise<void> {
  for (const model of await installedModels()) {
    expectThat((await missingFiles(filesOf(model))).length === 0, 'files of an installed model');
    const read = async (hash: string) => {
      const row = await inModels(['files'], 'readonly', (stores) => stores.get('files', hash));
      return bytesOf(row!.blob);
    };
    checkGraph(await read(model.graph.sha256), await read(model.weights.sha256));
  }
}

const fileOf = (entries: Readonly<Record<string, Bytes>>): File[] =>
  Object.entries(entries).map(([name, bytes]) => new File([bytes], name));

async function takeModel(files: readonly File[]): Promise<Outcome> {
  await bring({ from: { files }, hosts: [] }, options);
  await expectWhole();
  return accepted;
}

let brought: readonly Record<string, Bytes>[] = [];

export const broughtModels: Target = {
  name: 'model of TensorFlow.js',
  weight: 4,
  leftNothing: expectEmpty,
  reset: freshDatabases,
  prepare: async () => {
    serveNothing();
    brought = [tinyLayers(), mobileNetV3Graph(32, 5) as Record<string, Bytes>];
    await freshDatabases();
  },
  run: async (random) => {
    const entries = pick(random, brought);
    if (random.below(5) === 0) {
      return takeModel([new File([mutatedZip(zipOf(entries), random)], 'model.zip')]);
    }
    const name = pick(random, Object.keys(entries));
    const bytes = entries[name]!;
    const changed = name.endsWith('.json')
      ? encoded(mutatedText(JSON.parse(new TextDecoder().decode(bytes)), random))
      : damage(bytes, random);
    return takeModel(fileOf({ ...entries, [name]: changed }));
  },
};

let packed: Bytes;

/** The list rewritten; now and then a file as well, and the hashes made right again. */
async function mutatedPack(random: Random): Promise<Bytes> {
  const entries = entriesOf(packed);
  const list = 'aprendiz-models.json';
  const manifest = JSON.parse(new TextDecoder().decode(entries[list])) as {
    installed: { graph: { sha256: string; bytes: number } }[];
  };
  if (random.below(2) === 0)
    return zipOf({ ...entries, [list]: encoded(mutatedText(manifest, random)) });
  const { graph } = manifest.installed[0]!;
  const old = `files/${graph.sha256}`;
  const value: unknown = JSON.parse(new TextDecoder().decode(entries[old]));
  const bytes = encoded(mutatedText(value, random));
  const hash = await sha256(bytes.slice().buffer);
  graph.sha256 = hash;
  graph.bytes = bytes.length;
  delete entries[old];
  return zipOf({ ...entries, [`files/${hash}`]: bytes, [list]: encoded(JSON.stringify(manifest)) });
}

export const packs: Target = {
  name: 'pack of models',
  weight: 3,
  leftNothing: async () => expectWhole(),
  reset: freshDatabases,
  prepare: async () => {
    serveNothing();
    await freshDatabases();
    await bring({ from: { files: fileOf(tinyLayers()) }, hosts: [] }, options);
    packed = await bytesOf((await pack({ ids: 'all', baseUrl }, options)).file);
    await freshDatabases();
  },
  run: async (random) => {
    const bytes = random.below(3) === 0 ? mutatedZip(packed, random) : await mutatedPack(random);
    await unpack({ file: new File([bytes], 'models.zip'), baseUrl }, options);
    await expectWhole();
    return accepted;
  },
};

const { model, contents } = colourClassifier();

export const ownGraphs: Target = {
  name: 'graph of our own',
  weight: 2,
  prepare: () => Promise.resolve(),
  run: (random) => {
    const graph = contents.get(model.graph.sha256)!;
    const weights = contents.get(model.weights.sha256)!;
    const other = random.below(5) > 0;
    const value: unknown = JSON.parse(new TextDecoder().decode(graph));
    checkGraph(
      other ? encoded(mutatedText(value, random)) : graph,
      other ? weights : damage(weights, random),
    );
    return Promise.resolve(accepted);
  },
};

const textModels = [
  tinyTextData({ units: tinyWords, pooling: 'mean-max', direction: 'both' }),
  tinyTextData({ units: tinyCharacters, pooling: 'attention', cell: 'gru' }),
];

export const ownTexts: Target = {
  name: 'text model',
  weight: 2,
  prepare: () => Promise.resolve(),
  run: async (random) => {
    const { file, bytes } = pick(random, textModels);
    const isFile = random.below(5) > 0;
    const changed = isFile
      ? (JSON.parse(JSON.stringify(mutated(file, random)) ?? 'null') as TextModelFile)
      : file;
    const numbers = isFile ? bytes : damage(new Uint8Array(bytes), random).buffer;
    const opened = TextModel.open({ file: changed, bytes: numbers }, openPlainKernels());
    const { logits } = await opened.reader().read('a good film');
    expectThat(
      logits.every((value) => typeof value === 'number'),
      'numbers',
    );
    opened.dispose();
    return accepted;
  },
};
