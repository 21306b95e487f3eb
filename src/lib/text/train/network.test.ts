import { describe, expect, it } from 'vitest';
import { openPlainKernels } from '#lib/engine/kernels/plain/open.ts';
import { optimiserNames } from '#lib/maths/optimisers.ts';
import { Random } from '#lib/maths/random.ts';
import { batchesInOrder, batchesOf } from './batches.ts';
import { packModel, unpackModel } from './files.ts';
import type { TextBatch, TextNetworkSpec, TokenRows, TrainingSettings } from './network.ts';
import { KernelNetwork, openTextNetwork } from './open-network.ts';

const kernels = openPlainKernels();

const spec: TextNetworkSpec = {
  rows: 12,
  columns: 3,
  recurrent: [{ cell: 'lstm', units: 4, direction: 'both' }],
  pooling: 'mean-max',
  hidden: [],
  classes: 3,
};

const settings: TrainingSettings = {
  optimiser: 'adam',
  rates: { network: 0.01, classifier: 0.01 },
  l1: 0,
  l2: 0,
  dropout: { embedding: 0, recurrent: 0, pooled: 0 },
  embeddingRows: 'all',
};

/** Texts of 0 to 6 tokens, every other one with tokens of one to three rows. */
function randomBatch(random: Random, size: number, { rows, classes } = spec): TextBatch {
  const texts = Array.from({ length: size }, (_, i): TokenRows => {
    const tokens = i === 0 ? 0 : 1 + random.below(6);
    const starts = Int32Array.of(0, ...new Array<number>(tokens).fill(0));
    for (let t = 0; t < tokens; t++) starts[t + 1] = starts[t]! + 1 + (i % 2) * random.below(3);
    const all = Int32Array.from({ length: starts.at(-1)! }, () => 1 + random.below(rows - 1));
    return i % 2 ? { rows: all, starts } : { rows: all };
  });
  return {
    texts,
    labels: Int32Array.from(texts, () => random.below(classes)),
    weights: Float64Array.from(texts, () => 0.5 + random.next()),
  };
}

/** The label is whether the token 1 comes before the token 2: words alone do not tell. */
function orderOfTwo(random: Random, size: number): TextBatch {
  const texts = Array.from({ length: size }, (): TokenRows => {
    const rows = Int32Array.from({ length: 4 + random.below(5) }, () => 3 + random.below(9));
    rows.set([1, 2], random.below(rows.length - 1));
    if (random.next() < 0.5) rows.reverse();
    return { rows };
  });
  const labels = Int32Array.from(texts, ({ rows }) => Number(rows.indexOf(1) < rows.indexOf(2)));
  return { texts, labels };
}

describe.each([
  spec,
  { ...spec, pooling: 'last' },
  { ...spec, pooling: 'attention', hidden: [{ units: 5, activation: 'tanh' }] },
  {
    ...spec,
    recurrent: [
      { cell: 'gru', units: 3, direction: 'both' },
      { cell: 'simple', units: 4, direction: 'forward' },
    ],
    pooling: 'max',
    hidden: [{ units: 5, activation: 'relu' }],
  },
  { ...spec, pooling: 'mean', recurrent: [] },
] satisfies readonly TextNetworkSpec[])('a network with pooling $pooling', (one) => {
  it('has the gradients that finite differences have', async () => {
    const random = new Random(5);
    const network = new KernelNetwork(one, 3, kernels);
    // Away from the start, where queries are zero and all maxima are near each other.
    network.load(network.parameters.map((value) => value + 0.3 * random.normal()));
    const batch = randomBatch(random, 6);
    const gradient = new Float64Array(network.size);
    await network.gradient(batch, settings.dropout, random, gradient);
    const start = network.parameters;
    const total = batch.weights!.reduce((sum, weight) => sum + weight, 0);
    const lossAt = async (i: number, value: number) => {
      network.load(Float64Array.from(start, (own, j) => (i === j ? value : own)));
      return (await network.evaluate(batch)).loss / total;
    };
    const step = 1e-3;
    for (const { name, at, size } of network.parts) {
      for (let n = 0; n < 6; n++) {
        const i = at + random.below(size);
        const slope =
          ((await lossAt(i, start[i]! + step)) - (await lossAt(i, start[i]! - step))) / (2 * step);
        const isPadding = name === 'embedding' && i < one.columns;
        expect(gradient[i], `${name} ${i - at}`).toBeCloseTo(isPadding ? 0 : slope, 3);
      }
    }
  });
});

it('has them with all kinds of dropout as well, and its weights back afterwards', async () => {
  const random = new Random(6);
  const network = new KernelNetwork(
    { ...spec, recurrent: [{ cell: 'lstm', units: 4, direction: 'both' }] },
    3,
    kernels,
  );
  const start = network.parameters.map((value) => value + 0.3 * random.normal());
  network.load(start);
  const batch = randomBatch(random, 6);
  const dropout = { embedding: 0.2, recurrent: 0.5, pooled: 0.3 };
  const whole = await network.evaluate(batch);
  const gradientAt = async (parameters: Float64Array) => {
    network.load(parameters);
    const gradient = new Float64Array(network.size);
    const { loss } = await network.gradient(batch, dropout, new Random(9), gradient);
    return { loss, gradient };
  };
  const { gradient } = await gradientAt(start);
  expect(await network.evaluate(batch)).toEqual(whole);
  const step = 1e-3;
  let unseen = 0;
  for (const { name, at, size } of network.parts) {
    for (let n = 0; n < 8; n++) {
      const i = at + random.below(size);
      if (i < network.spec.columns) continue;
      const moved = (by: number) => start.map((value, j) => (i === j ? value + by : value));
      const [up, down] = [await gradientAt(moved(step)), await gradientAt(moved(-step))];
      const slope = (up.loss - down.loss) / (2 * step);
      expect(gradient[i], `${name} ${i - at}`).toBeCloseTo(slope, 3);
      if (name.endsWith('.recurrent') && gradient[i] === 0) unseen++;
    }
  }
  expect(unseen).toBeGreaterThan(0);
});

describe('training', () => {
  it.each([...optimiserNames])('learns what only order tells, with %s', async (optimiser) => {
    const random = new Random(1);
    const rate = { sgd: 2, adadelta: 20, adagrad: 0.1, momentum: 0.5, nesterov: 0.5 };
    const learningRate = rate[optimiser as keyof typeof rate] ?? 0.02;
    const network = openTextNetwork({ ...spec, classes: 2 }, 7, kernels);
    const training = network.train({
      ...settings,
      optimiser,
      rates: { network: learningRate, classifier: learningRate },
      clipNorm: 1,
    });
    for (let i = 0; i < 150; i++) await training.step(orderOfTwo(random, 24), random);
    const unseen = orderOfTwo(random, 100);
    expect((await network.evaluate(unseen)).right).toBeGreaterThan(90);
  });

  it('is the same for the same seed, and after an interruption', async () => {
    const run = async (interrupted: boolean) => {
      const dropping = {
        ...settings,
        dropout: { embedding: 0.2, recurrent: 0.1, pooled: 0.3 },
        l2: 0.01,
      };
      let network = openTextNetwork(spec, 11, kernels);
      let training = network.train(dropping);
      for (let i = 0; i < 6; i++) {
        if (interrupted && i === 3) {
          const { state } = training;
          network = openTextNetwork(spec, network.parameters, kernels);
          training = network.train(dropping, structuredClone(state));
        }
        await training.step(randomBatch(new Random(i), 8), new Random(100 + i));
      }
      return network.parameters;
    };
    expect(await run(true)).toEqual(await run(false));
  });

  it('moves the rows of the batch alone, or none, when told so', async () => {
    const batch: TextBatch = {
      texts: [{ rows: Int32Array.of(2, 10, 2) }],
      labels: Int32Array.of(1),
    };
    for (const [embeddingRows, moved] of [
      ['touched', [2, 10]],
      ['frozen', []],
    ] as const) {
      const network = openTextNetwork(spec, 4, kernels);
      const before = network.parameters;
      const training = network.train({ ...settings, embeddingRows });
      for (let i = 0; i < 2; i++) await training.step(batch, new Random(1));
      const after = network.parameters;
      const rows = Array.from({ length: spec.rows }, (_, row) => row);
      const differs = (at: number) => before[at] !== after[at];
      expect(rows.filter((row) => differs(row * spec.columns))).toEqual(moved);
      expect(differs(network.networkSize - 1) && differs(network.size - 1)).toBe(true);
    }
  });

  it('keeps the step within the norm it is given', async () => {
    const rates = { network: 1, classifier: 1 };
    const network = openTextNetwork(spec, 4, kernels);
    const before = network.parameters;
    const training = network.train({ ...settings, optimiser: 'sgd', rates, clipNorm: 0.01 });
    await training.step(randomBatch(new Random(3), 9), new Random(1));
    const step = network.parameters.map((value, i) => value - before[i]!);
    expect(Math.hypot(...step)).toBeCloseTo(0.01, 6);
  });
});

it('embeds many texts as each by itself, in their order', async () => {
  const network = openTextNetwork(spec, 6, kernels);
  const { texts } = randomBatch(new Random(8), 150);
  const all = await network.embed(texts);
  for (const i of [0, 1, 77, 149]) {
    const own = all.slice(i * network.dimensions, (i + 1) * network.dimensions);
    expect(await network.embed([texts[i]!])).toEqual(own);
  }
});

describe('a model file', () => {
  const frame = {
    id: 'project',
    units: { kind: 'characters', lowerCase: true, alphabet: 'abcdefghij', ranges: [] },
    window: 100,
    labels: ['a', 'b', 'c'],
    temperature: 1,
  } as const;

  it('gives the same network back', async () => {
    const deep: TextNetworkSpec = {
      ...spec,
      pooling: 'attention',
      hidden: [{ units: 5, activation: 'tanh' }],
    };
    const network = openTextNetwork(deep, 2, kernels);
    const { file, weights } = packModel(network, frame, 'float32');
    const starting = unpackModel(
      file,
      ({ at, shape }) =>
        new Float32Array(
          weights.buffer,
          at,
          shape.reduce((a, b) => a * b),
        ),
      3,
      0,
    );
    expect(starting.spec).toEqual(deep);
    expect(starting.parameters).toEqual(Float64Array.from(network.parameters, Math.fround));
    const batch = randomBatch(new Random(1), 8);
    const again = openTextNetwork(starting.spec, starting.parameters, kernels);
    const { logits } = await network.evaluate(batch);
    (await again.evaluate(batch)).logits.forEach((one, i) =>
      expect(one).toBeCloseTo(logits[i]!, 6),
    );
  });

  it('gets a new classifier for other classes', () => {
    const network = openTextNetwork(spec, 2, kernels);
    const { file, weights } = packModel(network, frame, 'float32');
    const { spec: tuned, parameters } = unpackModel(
      file,
      ({ at, shape }) =>
        new Float32Array(
          weights.buffer,
          at,
          shape.reduce((a, b) => a * b),
        ),
      5,
      9,
    );
    expect(tuned).toEqual({ ...spec, classes: 5 });
    const { networkSize } = network;
    expect(parameters.slice(0, networkSize)).toEqual(
      Float64Array.from(network.parameters.subarray(0, networkSize), Math.fround),
    );
  });
});

describe('batches', () => {
  it('hold every text once, with neighbours in length', () => {
    const random = new Random(1);
    const lengths = Array.from({ length: 1000 }, () => 1 + random.below(100));
    for (const batches of [batchesOf(lengths, 32, random), batchesInOrder(lengths, 32)]) {
      expect(batches.flat().sort((a, b) => a - b)).toEqual(lengths.map((_, i) => i));
      const spread = batches.map((batch) => {
        const own = batch.map((i) => lengths[i]!);
        return Math.max(...own) - Math.min(...own);
      });
      expect(spread.reduce((a, b) => a + b) / spread.length).toBeLessThan(10);
    }
  });
});
