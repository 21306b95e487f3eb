import { describe, expect, it } from 'vitest';
import { filesOfModel, savedModel, tinyModel } from '../../../../../tests/support/tiny-model.ts';
import { dimensionsOf, smallTrunk } from '#lib/vision/trunks.ts';
import { matrixFrom } from '../../heads/matrix.ts';
import { KnnLearner } from '../../heads/knn.ts';
import { fitFamiliarity } from '../../score/open-set.ts';
import type { Answerer } from '../../trainer/protocol.ts';
import { pageNetwork, tunedWeights, type PageContent } from '../page/content.ts';
import { pageDocument } from '../page/document.ts';
import { answererOf } from '../store/import-model.ts';
import { readTeachable } from '../teachable/read-teachable.ts';
import { modelFrom, packOwnModel, readOwnModel } from './own-model.ts';
import { readPage } from './read-page.ts';

const dimensions = dimensionsOf(smallTrunk);
const description = { kind: 'image', name: 'Pets', labels: ['Cat', 'Dog'], trunk: smallTrunk.id };
const row = (from: number) => Float32Array.from({ length: dimensions }, (_, j) => (j + from) % 7);

const head: Answerer['head'] = {
  method: 'lda',
  classes: ['a', 'b'],
  dimensions,
  normalisation: { mean: row(3), unitLength: false },
  temperature: 0.5,
  layers: [
    {
      weights: { rows: dimensions, columns: 2, data: new Float32Array(2 * dimensions).fill(0.1) },
      bias: Float32Array.of(0, 1),
      activation: 'none',
    },
  ],
};
const familiarity = fitFamiliarity(
  { vectors: matrixFrom([row(0), row(1), row(2)], dimensions), labels: Int32Array.of(0, 1, 1) },
  ['1', '2', '3'],
  ['a', 'b'],
);

function neighbours(): Answerer['head'] {
  const learner = new KnnLearner(dimensions);
  for (let i = 0; i < 5; i++) learner.add(row(i), 'ab'[i % 2]!);
  return learner.head(['a', 'b']);
}

async function ownNetwork(): Promise<Answerer> {
  const files = filesOfModel(await savedModel(tinyModel(32)), ['a', 'b', 'c'], 32);
  const model = await readTeachable((file) => Promise.resolve(files[file]!));
  return answererOf(model, ['a', 'b']);
}

/** Two filters of a graph, the second of which a run has trained. */
const graph = {
  format: 'aprendiz-graph-1',
  id: smallTrunk.parts[0]!.model,
  input: 'image',
  scale: 1,
  offset: 0,
  multiple: 32,
  ops: [0, 1].map((i) => ({
    op: 'conv' as const,
    in: i === 0 ? 'image' : 'one',
    out: i === 0 ? 'one' : 'two',
    filter: { shape: [1, 1, 3, 3], at: 20 * i + 4 },
    stride: 1,
    pad: 'same' as const,
    activation: 'linear' as const,
  })),
  outputs: { embedding: 'two' },
} as const;
const trained = Float32Array.from({ length: 9 }, (_, i) => i / 7);
const tuned: NonNullable<Answerer['tail']> = {
  kind: 'fine-tune',
  network: 0,
  weights: [{ at: 24, shape: [1, 1, 3, 3], values: trained }],
};
const input = { size: 160, fit: 'cover', scale: 1, offset: 0 } as const;
const network = {
  graph,
  input,
  read: ({ at }: { at: number }) => (at === 24 ? trained : new Float32Array(9).fill(0.5)),
};

const page = (content: Partial<PageContent>): Blob =>
  new Blob([
    pageDocument<PageContent>(
      {
        format: 'aprendiz-page-1',
        name: 'Pets',
        labels: ['Cat', 'Dog'],
        networks: [pageNetwork(network)],
        pooling: 'mean-deviation',
        head,
        golden: [],
        locale: 'en',
        words: {},
        ...content,
      },
      'a program',
    ),
  ]);

let next = 0;
const newId = () => `id-${next++}`;
const named = (answerer: Answerer): Answerer => ({
  ...answerer,
  head: { ...answerer.head, classes: ['a', 'b'] },
  ...(answerer.familiarity && { familiarity: { ...answerer.familiarity, classes: ['a', 'b'] } }),
});
const cases: readonly [string, () => Promise<Answerer>][] = [
  ['a head with what it knows', () => Promise.resolve({ head, familiarity })],
  ['neighbours as they come', () => Promise.resolve({ head: neighbours() })],
  ['the end of a trunk', () => Promise.resolve({ head, tail: tuned })],
  ['a network of its own', ownNetwork],
];

describe.each(cases)('a model of pictures: %s', (_, made) => {
  it('comes back as it went', async () => {
    const answerer = await made();
    const labels = answerer.head.layers.at(-1)?.bias.length === 3 ? undefined : description.labels;
    const classes = labels ? ['a', 'b'] : ['a', 'b', 'c'];
    const own = { ...answerer, head: { ...answerer.head, classes } };
    const { json, bytes } = await packOwnModel({
      ...description,
      kind: 'image',
      labels: labels ?? classes,
      answerer: own,
    });
    const back = await readOwnModel(JSON.parse(JSON.stringify(json)), bytes, newId);
    expect(back.answerer.head.classes).not.toContain('a');
    expect(named(back.answerer)).toEqual(named(own));
  });
});

describe('a page that was taken home', () => {
  it('gives its head, what it knows and its trunk back', async () => {
    const found = await readPage(page({ familiarity, trunk: smallTrunk.id }));
    const model = await modelFrom(found.description, found.answerer, newId);
    expect(model).toMatchObject({ kind: 'image', name: 'Pets', trunk: smallTrunk.id });
    expect(named(model.answerer)).toEqual({ head, familiarity, trunk: smallTrunk.id });
  });

  it('gives the weights back that a run has trained, where they were', async () => {
    const made = pageNetwork(network);
    const places = tunedWeights(
      tuned as Extract<typeof tuned, { kind: 'fine-tune' }>,
      network,
      made,
    );
    expect(places.weights).toEqual([{ at: 24, shape: [1, 1, 3, 3], from: 9 }]);
    const file = page({ trunk: smallTrunk.id, tuned: places, networks: [made] });
    const { answerer, description: said } = await readPage(file);
    const back = await modelFrom(said, answerer, newId);
    expect(back.answerer.tail).toEqual(tuned);
  });

  it('gives a network of its own back', async () => {
    const own = await ownNetwork();
    if (own.tail?.kind !== 'cnn') throw new Error('no network of its own');
    const kept = new Map(own.tail.weights.map(({ at, values }) => [at, values]));
    const source = { ...own.tail, read: ({ at }: { at: number }) => kept.get(at)! };
    const labels = ['a', 'b', 'c'];
    const file = page({
      networks: [pageNetwork(source)],
      pooling: 'none',
      head: { ...own.head, classes: labels },
      labels,
    });
    const { answerer, description: said } = await readPage(file);
    const { tail } = (await modelFrom(said, answerer, newId)).answerer;
    if (tail?.kind !== 'cnn') throw new Error('no network of its own came back');
    expect(tail.weights.map(({ values }) => values)).toEqual(
      own.tail.weights.map(({ values }) => values),
    );
  });

  it('of the first version knows its trunk by its networks, unless a run has trained them', async () => {
    const shipped = { ...network, read: () => new Float32Array(9).fill(0.5) };
    const found = await readPage(page({ networks: [pageNetwork(shipped)] }));
    expect(found.description).toMatchObject({ trunk: smallTrunk.id });
    await expect(readPage(page({}))).rejects.toMatchObject({ failure: { code: 'model-missing' } });
  });

  it.each([
    ['archive-unknown', () => new Blob(['<!doctype html><p>hello</p>'])],
    ['archive-damaged', async () => new Blob([(await page({}).text()).slice(0, 900)])],
    [
      'archive-damaged',
      async () => new Blob([(await page({}).text()).replace('"name":"Pets"', '"name":"Pets')]),
    ],
    ['model-corrupt', () => page({ networks: [], trunk: smallTrunk.id })],
  ] as const)('is refused with %s', async (code, make) => {
    await expect(readPage(await make())).rejects.toMatchObject({ failure: { code } });
  });

  it.each([
    ['model-missing', { trunk: 'nobody-1' }],
    ['model-corrupt', { trunk: smallTrunk.id, head: { ...head, dimensions: 5 } }],
    ['model-corrupt', { trunk: smallTrunk.id, labels: ['Cat'] }],
    ['model-corrupt', { trunk: smallTrunk.id, pooling: 'none' }],
    [
      'model-corrupt',
      { trunk: smallTrunk.id, tuned: { network: 0, weights: [{ at: 1, shape: [99], from: 3 }] } },
    ],
  ] as const)('with what does not fit together is refused with %s', async (code, odd) => {
    const { answerer, description: said } = await readPage(page(odd as Partial<PageContent>));
    await expect(modelFrom(said, answerer, newId)).rejects.toMatchObject({ failure: { code } });
  });
});
