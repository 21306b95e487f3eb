import { beforeAll, describe, expect, it } from 'vitest';
import { memory } from '@tensorflow/tfjs-core';
import { openPlainKernels } from '#lib/engine/kernels/plain/open.ts';
import { Random } from '#lib/maths/random.ts';
import { startWasm } from '../../../../../scripts/models/node.ts';
import { tinyTextData, tinyWords } from '../../../../../tests/support/tiny-text-model.ts';
import type { Head } from '../../heads/head.ts';
import { learnBag } from '../../trainer/text/bag.ts';
import type { Answerer } from '../../trainer/protocol.ts';
import { check } from './export-text-layers.ts';
import { LiveTextModel } from './live-text.ts';
import { textLayersFiles } from './text-package.ts';

beforeAll(startWasm);

const random = new Random(3);
const numbers = (count: number) =>
  Float32Array.from({ length: count }, () => 2 * random.next() - 1);

const head = (dimensions: number, unitLength: boolean): Head => ({
  method: 'linear',
  classes: ['a', 'b', 'c'],
  dimensions,
  normalisation: { mean: numbers(dimensions), unitLength },
  temperature: 0.7,
  layers: [
    {
      weights: { rows: dimensions, columns: 3, data: numbers(3 * dimensions) },
      bias: numbers(3),
      activation: 'none',
    },
  ],
});

const texts = [
  'the good, the bad',
  'Zażółć gęślą jaźń!',
  'a\u200Bb \n c',
  '日本 👩‍👩‍👧 e\u0301',
  'good',
];

async function differenceOf(answerer: Answerer, encoder = tinyTextData({ units: tinyWords })) {
  const live = LiveTextModel.open(answerer, ['A', 'B', 'C'], 'n', encoder, openPlainKernels());
  const golden = [];
  for (const text of texts) {
    const embedding = await live.embed(text);
    golden.push({ text, embedding, scores: live.answer(embedding) });
  }
  return check(textLayersFiles(live.source), golden, {});
}

describe('toTextLayers', () => {
  it.each(['mean', 'max', 'mean-max'] as const)(
    'is encoder and head, to rounding, in tf.loadLayersModel (pooling %s)',
    async (pooling) => {
      const encoder = tinyTextData({ units: tinyWords, layers: 2, pooling });
      const before = memory().numTensors;
      expect(await differenceOf({ head: head(3, true) }, encoder)).toBeLessThan(1e-5);
      expect(memory().numTensors).toBe(before);
    },
  );

  it('is a network of its own and its head', async () => {
    const { file, bytes } = tinyTextData({ pooling: 'mean-max', units: tinyWords });
    const tail = { kind: 'text-model', file, weights: bytes } as const;
    expect(await differenceOf({ head: head(3, false), tail })).toBeLessThan(1e-5);
  });

  it('is a bag of words and its head', async () => {
    const bag = learnBag(texts, true);
    const tail = { kind: 'bag-of-words', bag } as const;
    const answerer = { head: head(bag.terms.length, false), tail };
    expect(await differenceOf(answerer)).toBeLessThan(1e-5);
  });
});
