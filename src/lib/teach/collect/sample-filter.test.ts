import { expect, test } from 'vitest';
import type { SampleRow } from '#lib/storage/project-rows.ts';
import { filterSamples } from './sample-filter.ts';

const fine = { sharpness: 500, brightness: 0.5, clipped: 0 };
const sample = (id: string, change: Partial<SampleRow> = {}): SampleRow => ({
  id,
  projectId: 'p',
  classId: 'c',
  burst: id,
  takenAt: 0,
  origin: 'file',
  part: 'auto',
  quality: fine,
  ...change,
});
const ids = (samples: readonly SampleRow[]) => samples.map(({ id }) => id);

test('each filter shows its own, in the order they came', () => {
  const samples = [
    sample('a', { hash: 'ffffffffffffffff' }),
    sample('dark', { hash: '0000000000000000', quality: { ...fine, brightness: 0.05 } }),
    sample('locked', { hash: '00ff00ff00ff00ff', part: 'test' }),
    sample('twin', { hash: 'fffffffffffffffe' }),
    sample('unmeasured', { quality: undefined } as Partial<SampleRow>),
  ];
  expect(filterSamples(samples, 'all')).toBe(samples);
  expect(ids(filterSamples(samples, 'doubtful'))).toEqual(['dark']);
  expect(ids(filterSamples(samples, 'alike'))).toEqual(['a', 'twin']);
  expect(ids(filterSamples(samples, 'test'))).toEqual(['locked']);
});
