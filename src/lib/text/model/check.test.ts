import { describe, expect, it } from 'vitest';
import { FailureError } from '#lib/failure/failure.ts';
import { tinyTextData, tinyWords } from '../../../../tests/support/tiny-text-model.ts';
import { checkTextModel } from './check.ts';
import type { TextModelFile } from './format.ts';

const { file, bytes } = tinyTextData();
const [layer] = file.recurrent;
const broken: [string, Partial<TextModelFile> | Record<string, unknown>][] = [
  ['another format', { format: 'aprendiz-text-9' }],
  ['no window', { window: 0 }],
  ['no temperature', { temperature: NaN }],
  ['no layers', { recurrent: [] }],
  ['nothing of what is needed', { units: undefined }],
  ['an embedding with too few rows', { units: { ...file.units, alphabet: 'a'.repeat(200) } }],
  ['numbers beyond the file', { embedding: { ...file.embedding, at: bytes.byteLength - 4 } }],
  ['numbers before the file', { embedding: { ...file.embedding, at: -4 } }],
  ['numbers between the words', { embedding: { ...file.embedding, at: 2 } }],
  ['an unknown cell', { recurrent: [{ ...layer, cell: 'elman' }] }],
  ['a direction too many', { recurrent: [{ ...layer, direction: 'both' }] }],
  ['layers that do not fit', { recurrent: [{ ...layer, units: 6 }] }],
  ['an unknown pooling', { pooling: { kind: 'median' } }],
  ['an unknown activation', { dense: [{ ...file.dense[0], activation: 'gelu' }] }],
  ['too many labels', { labels: ['a', 'b', 'c', 'd'] }],
  ['a pattern that is none', { units: { ...tinyWords, pattern: '(' } }],
  ['an unknown kind of number', { embedding: { ...file.embedding, type: 'int4' } }],
];

describe('a text model', () => {
  it('is sound as it was packed', () => {
    expect(checkTextModel(file, bytes.byteLength).rowCount).toBe(file.embedding.shape[0]);
  });

  it.each(broken)('with %s is corrupt', (_, change) => {
    const changed = { ...file, ...change } as TextModelFile;
    expect(() => checkTextModel(changed, bytes.byteLength)).toThrow(FailureError);
  });

  it('cut short is corrupt', () => {
    expect(() => checkTextModel(file, bytes.byteLength - 4)).toThrow(/model-corrupt/);
  });
});
