import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Graph, ModelIndex } from '#lib/engine/graph/format.ts';
import { decodeHalves } from '#lib/engine/graph/half.ts';
import { opsFor } from '#lib/engine/graph/plan.ts';
import { runGraph } from '#lib/engine/graph/run.ts';
import { readPhoto, startWasm, toTensor } from '../../../../../scripts/models/node.ts';
import { convert } from '../../../../../tests/support/conversion.ts';
import { oddNet } from '../../../../../tests/support/mobilenets.ts';
import { filesOfModel, savedModel } from '../../../../../tests/support/tiny-model.ts';
import { defaultFolders, prepare } from '../../../../../scripts/models/prepare.ts';
import type { Head } from '../../heads/head.ts';
import { Predictor } from '../../heads/predict.ts';
import type { ModelSource, SourceNetwork } from './source.ts';
import { toLayers } from './to-layers.ts';

const root = fileURLToPath(new URL('../../../../..', import.meta.url));
const size = 96;

beforeAll(async () => {
  await prepare();
  await startWasm();
});

/** A network of the trunk, as it is served. */
function network(id: string): SourceNetwork {
  const folder = defaultFolders.models;
  const index = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as ModelIndex;
  const entry = index.models.find((one) => one.id === id)!;
  const graph = JSON.parse(readFileSync(join(folder, entry.graph.file), 'utf8')) as Graph;
  const { buffer } = new Uint8Array(readFileSync(join(folder, entry.weights.file)));
  return {
    graph,
    input: { size, fit: 'cover', scale: graph.scale, offset: graph.offset },
    read: ({ at, shape }) =>
      decodeHalves(
        buffer,
        at,
        shape.reduce((a, b) => a * b, 1),
      ),
  };
}

/** The definition: mean and deviation of each channel, to unit length. */
function pool(map: Float32Array, channels: number): Float32Array {
  const places = map.length / channels;
  const row = new Float32Array(2 * channels);
  for (let c = 0; c < channels; c++) {
    const values = Array.from({ length: places }, (_, i) => map[i * channels + c]!);
    const mean = values.reduce((sum, value) => sum + value, 0) / places;
    row[c] = mean;
    row[channels + c] = Math.sqrt(
      values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / places,
    );
  }
  const length = Math.hypot(...row);
  return row.map((value) => value / length);
}

async function embed(networks: readonly SourceNetwork[], photo: string): Promise<Float32Array> {
  const image = await readPhoto(join(root, 'tests/fixtures/photos', photo));
  const rows: number[] = [];
  for (const { graph, input, read } of networks) {
    const weights = new Map<number, tf.Tensor>();
    for (const op of graph.ops) {
      if (op.op !== 'conv' && op.op !== 'depthwise') continue;
      for (const place of [op.filter, ...(op.bias ? [op.bias] : [])]) {
        weights.set(place.at, tf.tensor(read(place), [...place.shape]));
      }
    }
    const tensor = toTensor(image, input);
    const { embedding } = runGraph({ graph, weights }, tensor, ['embedding']);
    rows.push(...pool((await embedding.data()) as Float32Array, embedding.shape[3]));
    tf.dispose([embedding, tensor, ...weights.values()]);
  }
  return Float32Array.from(rows);
}

let state = 1;
const random = () => {
  state = (state * 48_271) % 2_147_483_647;
  return state / 2_147_483_647 - 0.5;
};
const numbers = (length: number, scale: number) =>
  Float32Array.from({ length }, () => random() * scale);
const layer = (rows: number, columns: number, activation: 'none' | 'relu') => ({
  weights: { rows, columns, data: numbers(rows * columns, 4) },
  bias: numbers(columns, 1),
  activation,
});

function head(dimensions: number, centre: Float32Array, change: Partial<Head>): Head {
  return {
    method: 'linear',
    classes: ['a', 'b', 'c'],
    dimensions,
    normalisation: { mean: new Float32Array(centre), unitLength: true },
    temperature: 0.7,
    layers: [layer(dimensions, 3, 'none')],
    ...change,
  };
}

/** What TensorFlow.js' own loader makes of what was written. */
async function load(source: ModelSource): Promise<tf.LayersModel> {
  const { topology, manifest, weights } = toLayers(source);
  return tf.loadLayersModel(
    tf.io.fromMemory({
      modelTopology: JSON.parse(JSON.stringify(topology)) as object,
      weightSpecs: manifest.map(({ name, shape }) => ({
        name,
        shape: [...shape],
        dtype: 'float32',
      })),
      weightData: weights.buffer,
    }),
  );
}

async function difference(source: ModelSource, photos: readonly string[]): Promise<number> {
  const model = await load(source);
  const predictor = new Predictor(source.head);
  let worst = 0;
  for (const photo of photos) {
    const live = predictor.scores(await embed(source.networks, photo));
    const image = await readPhoto(join(root, 'tests/fixtures/photos', photo));
    const square = toTensor(image, { size, fit: 'cover', scale: 2 / 255, offset: -1 });
    const scores = await (model.predict(square) as tf.Tensor).data();
    live.forEach((score, i) => (worst = Math.max(worst, Math.abs(score - scores[i]!))));
    expect(Math.max(...live)).toBeLessThan(0.999);
    square.dispose();
  }
  return worst;
}

describe('toLayers', () => {
  const networks = () => [network('open-images-ssd'), network('coco-centernet')];

  it('is the trunk and the head, to rounding, in tf.loadLayersModel', async () => {
    const both = networks();
    const centre = await embed(both, 'cup.jpg');
    const source = (change: Partial<Head>): ModelSource => ({
      name: 'pets',
      labels: ['a', 'b', 'c'],
      networks: both,
      pooling: 'mean-deviation',
      head: head(centre.length, centre, change),
    });
    const photos = ['cat.jpg', 'rocket.jpg'];
    const linear = await difference(source({}), photos);
    const mlp = await difference(
      source({
        normalisation: {
          mean: new Float32Array(centre),
          scale: numbers(centre.length, 1).map((value) => value + 1),
          unitLength: false,
        },
        layers: [layer(centre.length, 16, 'relu'), layer(16, 3, 'none')],
      }),
      photos,
    );
    console.warn(
      `largest difference: linear ${linear.toExponential(1)}, MLP ${mlp.toExponential(1)}`,
    );
    expect(linear).toBeLessThan(1e-4);
    expect(mlp).toBeLessThan(1e-4);
  }, 60_000);

  it('refuses what has no layers', () => {
    const source: ModelSource = {
      name: 'pets',
      labels: ['a'],
      networks: networks(),
      pooling: 'mean-deviation',
      head: head(560, new Float32Array(560), { layers: [], method: 'knn' }),
    };
    expect(() => toLayers(source)).toThrow('export-unsupported');
    const [ssd, centernet] = source.networks;
    const unlike = { ...centernet!, input: { ...centernet!.input, size: 128 } };
    expect(() => toLayers({ ...source, networks: [ssd!, unlike] })).toThrow('export-unsupported');
  });

  it('is any network that was brought, whatever it is made of', async () => {
    const files = filesOfModel(await savedModel(oddNet(size, 3)), [], size);
    const { graph, weights } = await convert(files);
    const odd: SourceNetwork = {
      graph,
      input: { size, fit: 'cover', scale: graph.scale, offset: graph.offset },
      read: ({ at, shape }) => {
        const length = shape.reduce((a, b) => a * b, 1);
        return decodeHalves(weights.buffer, at, length);
      },
    };
    const ops = opsFor(graph, [graph.outputs['embedding']!]).map(({ op }) => op);
    expect(ops).toEqual(expect.arrayContaining(['max-pool', 'average-pool', 'concat', 'upsample']));
    const centre = await embed([odd], 'cup.jpg');
    const source = {
      name: 'odd',
      labels: ['a', 'b', 'c'],
      networks: [odd],
      pooling: 'mean-deviation' as const,
      head: head(
        centre.length,
        centre.map((value) => value * 0.9),
        {},
      ),
    };
    expect(await difference(source, ['cat.jpg', 'cup.jpg'])).toBeLessThan(1e-4);
  });
});
