/** Our heads and those of others on the same embeddings: those of the photos that were taught. */
import { join } from 'node:path';
import type { EmbeddingRow, SampleRow } from '../../../src/lib/storage/project-rows.ts';
import { decodeHalves } from '../../../src/lib/engine/graph/half.ts';
import { setTrainSettings, withStorage } from '../../e2e/support/stored-rows.ts';
import type { Bench, Beside, Row, Table } from '../section.ts';
import type { Embeddings, LayersFit } from './layers-page.ts';
import { benchMl5 } from './ml5.ts';
import { trained, type TaughtProject } from './ours.ts';
import { untilEmbedded } from './project.ts';

/** As tf.layers is told, and our network: no early stopping, nothing held out to stop at. */
const shape = { hidden: 64, epochs: 50, batchSize: 32, learningRate: 0.003 } as const;
const together = { earlyStopping: false, validation: 0, l2: 0 } as const;

const ours = [
  ['mlp', 'network of 64 hidden units, 50 epochs of batches of 32, Adam 0.003', together],
  ['linear', 'softmax regression, the same epochs', together],
  ['ridge', 'ridge regression', {}],
  ['lda', 'linear discriminants, the default', {}],
] as const;

const layersBackends = ['wasm', 'cpu', 'webgl'] as const;

export async function benchHeads(host: Bench, project: TaughtProject): Promise<Table> {
  const { teach, id } = project;
  const { page } = teach;
  const embeddings = await embeddingsOf(project);
  const theirs = await besides(host, embeddings);
  const rows: Row[] = [];
  for (const [method, words, settings] of ours) {
    await setTrainSettings(page, id, { ...shape, ...settings, method });
    await teach.openProject(id);
    await untilEmbedded(page);
    const { fit, accuracy } = await trained(teach, id, host.rounds);
    const beside = (of: (fit: LayersFit) => readonly number[]): Beside[] =>
      theirs.map(([who, found]) => ({ who, values: of(found) }));
    rows.push(
      { what: `${words}: fit`, unit: 'ms', ours: fit, beside: beside(({ ms }) => ms) },
      {
        what: `${words}: right about held-out pictures`,
        unit: 'of 1',
        ours: [accuracy],
        ...(method === 'mlp' && { beside: beside((found) => [found.accuracy]) }),
      },
    );
  }
  return {
    title:
      'Heads on the same embeddings, in the app by its buttons; the others always with the network',
    rows,
    notes: [
      'ml5: neuralNetwork for classification, 64 hidden units, the same epochs, its own rate and optimiser. Its ways with pictures load networks from other hosts: not measured.',
      '@tensorflow-models/mobilenet loads its weights from another host, and no package carries them: not measured.',
    ],
  };
}

async function besides(
  host: Bench,
  embeddings: Embeddings,
): Promise<(readonly [who: string, LayersFit])[]> {
  const found: (readonly [string, LayersFit])[] = [];
  for (const backend of layersBackends) {
    const turns = backend === 'webgl' ? 1 : host.rounds;
    const fit = await host.inBenchPage((page) =>
      page.evaluate(
        ([embeddings, shape, backend, turns]) =>
          bench.layers.fit(embeddings, shape, backend, turns),
        [embeddings, shape, backend, turns] as const,
      ),
    );
    found.push([`tf.layers model.fit on ${backend}`, fit]);
    host.say(`tf.layers on ${backend}`);
  }
  found.push(['ml5 neuralNetwork', await benchMl5(host, embeddings, shape, 1)]);
  return found;
}

/** What the app itself has kept, from its own database. */
async function embeddingsOf({ teach, id }: TaughtProject): Promise<Embeddings> {
  const rows = await withStorage(teach.page, (database) =>
    database.evaluate(async (open, projectId) => {
      const all = <T>(store: string) =>
        new Promise<T[]>((resolve) => {
          const range = IDBKeyRange.bound([projectId], [projectId, []]);
          const reading = open.transaction(store).objectStore(store).getAll(range);
          reading.onsuccess = () => resolve(reading.result as T[]);
        });
      const vectors = await all<EmbeddingRow>('embeddings');
      const samples = new Map((await all<SampleRow>('samples')).map((row) => [row.id, row]));
      return vectors.map(({ sampleId, vectors: halves, dimensions }) => {
        const { classId = '', part = 'auto' } = samples.get(sampleId) ?? {};
        return { halves: [...halves], dimensions, classId, part };
      });
    }, id),
  );
  const classes = [...new Set(rows.map(({ classId }) => classId))];
  const of = (part: SampleRow['part']) => {
    const some = rows.filter((row) => row.part === part);
    return {
      values: some.flatMap(({ halves }) => [
        ...decodeHalves(Uint16Array.from(halves).buffer, 0, halves.length),
      ]),
      labels: some.map(({ classId }) => classes.indexOf(classId)),
    };
  };
  const [taught, heldOut] = [of('auto'), of('test')];
  return {
    dimensions: rows[0]!.dimensions,
    classes: classes.length,
    taught: taught.values,
    taughtLabels: taught.labels,
    heldOut: heldOut.values,
    heldOutLabels: heldOut.labels,
  };
}

/** One more sample learnt and asked about, beside knn-classifier. */
export async function benchOneMore(host: Bench, sizes: readonly number[]): Promise<Table> {
  const script = join(
    await host.peers(),
    ...['@tensorflow-models', 'knn-classifier', 'dist', 'knn-classifier.min.js'],
  );
  const rows: Row[] = [];
  for (const size of sizes) {
    const times = await host.inBenchPage(async (page) => {
      await page.addScriptTag({ path: script });
      return page.evaluate(([size, turns]) => bench.oneMore.among(size, turns, ['wasm', 'webgl']), [
        size,
        2 * host.rounds + 1,
      ] as const);
    });
    const [first, ...others] = Object.entries(times);
    rows.push({
      what: `among ${size}`,
      unit: 'ms',
      ours: first![1],
      beside: others.map(([who, values]) => ({ who, values })),
    });
    host.say(`one more among ${size}`);
  }
  return { title: 'One more sample learnt, and one asked about (ours: the default head)', rows };
}
