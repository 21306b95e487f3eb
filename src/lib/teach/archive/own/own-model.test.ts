import { describe, expect, it } from 'vitest';
import { tinyTextData, tinyWords } from '../../../../../tests/support/tiny-text-model.ts';
import { textTrunk } from '#lib/text/trunks.ts';
import { matrixFrom } from '../../heads/matrix.ts';
import { fitFamiliarity } from '../../score/open-set.ts';
import { fitWriting } from '../../score/writing.ts';
import type { Answerer } from '../../trainer/protocol.ts';
import { learnBag } from '../../trainer/text/bag.ts';
import { packOwnModel, readOwnModel } from './own-model.ts';

const head = (dimensions: number): Answerer['head'] => ({
  method: 'linear',
  classes: ['a', 'b'],
  dimensions,
  normalisation: { mean: new Float32Array(dimensions), unitLength: true },
  temperature: 0.5,
  layers: [
    {
      weights: { rows: dimensions, columns: 2, data: new Float32Array(2 * dimensions).fill(0.5) },
      bias: Float32Array.of(0, 1),
      activation: 'none',
    },
  ],
});

const bag = learnBag(['good film', 'bad film'], false);
const vectors = matrixFrom([Float32Array.of(1, 0, 0), Float32Array.of(0, 1, 0)], 3);
const labels = Int32Array.of(0, 1);
const data = tinyTextData({ pooling: 'mean-max', units: tinyWords });
const answerers: Record<string, Answerer> = {
  'a head': {
    head: head(3),
    familiarity: fitFamiliarity({ vectors, labels }, ['1', '2'], ['a', 'b']),
    writing: fitWriting(['good film', 'bad film'], new Set()),
  },
  'a bag of words': { head: head(3), tail: { kind: 'bag-of-words', bag } },
  'a network': {
    head: head(3),
    tail: { kind: 'text-model', file: data.file, weights: data.bytes },
  },
};
const rest = { kind: 'text', name: 'Films', labels: ['Good', 'Bad'], trunk: textTrunk.id } as const;
let next = 0;
const newId = () => `id-${next++}`;

describe.each(Object.entries(answerers))('%s', (_, answerer) => {
  const packed = async () => {
    const { json, bytes } = await packOwnModel({ ...rest, answerer });
    return { json: JSON.parse(JSON.stringify(json)) as Record<string, unknown>, bytes };
  };

  it('comes back as it went, its classes by other ids', async () => {
    const { json, bytes } = await packed();
    const back = await readOwnModel(json, bytes, newId);
    const { classes } = back.answerer.head;
    expect(back).toMatchObject(rest);
    expect(new Set(classes).size).toBe(2);
    expect(classes).not.toContain('a');
    const named = { ...back.answerer, head: { ...back.answerer.head, classes: ['a', 'b'] } };
    const { familiarity } = named;
    expect(familiarity?.classes ?? classes).toEqual(classes);
    expect({
      ...named,
      ...(familiarity && { familiarity: { ...familiarity, classes: ['a', 'b'] } }),
    }).toEqual(answerer);
  });

  it('is refused when a byte is another, or it does not fit together', async () => {
    const { json, bytes } = await packed();
    const flipped = bytes.slice();
    flipped[flipped.length >> 1]! ^= 1;
    const other = {
      ...json,
      answerer: { ...(json['answerer'] as object), head: { method: 'linear' } },
    };
    for (const [file, numbers] of [
      [json, flipped],
      [{ ...json, labels: ['Good'] }, bytes],
      [other, bytes],
    ] as const) {
      await expect(readOwnModel(file, numbers, newId)).rejects.toMatchObject({
        failure: { code: 'model-corrupt' },
      });
    }
    await expect(readOwnModel({ format: 'x' }, bytes, newId)).rejects.toMatchObject({
      failure: { code: 'archive-newer' },
    });
  });
});

it('is refused where the head takes what its network does not give', async () => {
  const odd: Answerer = { head: head(5), tail: { kind: 'bag-of-words', bag } };
  const { json, bytes } = await packOwnModel({ ...rest, answerer: odd });
  await expect(readOwnModel(json, bytes, newId)).rejects.toMatchObject({
    failure: { code: 'model-corrupt' },
  });
});
