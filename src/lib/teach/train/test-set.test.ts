import { expect, it } from 'vitest';
import type { SampleRow } from '#lib/storage/project-rows.ts';
import { samplesToLock } from './test-set.ts';

const sample = (id: string, burst: string): SampleRow => ({
  id,
  projectId: 'p',
  classId: 'cat',
  burst,
  takenAt: 0,
  origin: 'file',
  part: 'auto',
});

it('locks whole bursts, about the share that is asked for', () => {
  const samples = Array.from({ length: 10 }, (_, i) => sample(`s${i}`, `b${Math.floor(i / 2)}`));
  const locked = samplesToLock(samples, 0.2, 1);
  expect(locked).toHaveLength(2);
  const bursts = new Set(samples.filter(({ id }) => locked.includes(id)).map(({ burst }) => burst));
  expect(bursts.size).toBe(1);
});

it('leaves a class of one burst to training', () => {
  expect(samplesToLock([sample('a', 'b'), sample('c', 'b')], 0.2, 1)).toEqual([]);
});
