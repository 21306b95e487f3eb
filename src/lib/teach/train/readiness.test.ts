import { expect, it } from 'vitest';
import type { ClassRow, SampleRow } from '#lib/storage/project-rows.ts';
import { readinessOf } from './readiness.ts';

const aClass = (id: string, role: ClassRow['role'] = 'answer'): ClassRow => ({
  id,
  projectId: 'p',
  name: id,
  colour: 0,
  order: 0,
  role,
});

/** Samples as "burst burst!" where ! locks one for the test. */
function readiness(classes: Record<string, string>, none = '') {
  const rows = [
    ...Object.keys(classes).map((id) => aClass(id)),
    ...(none ? [aClass('none', 'none')] : []),
  ];
  const samples = new Map<string, SampleRow[]>();
  for (const [classId, text] of Object.entries({ ...classes, none })) {
    const list = text.split(' ').filter(Boolean);
    const rowsOf = list.map((burst, i): SampleRow => ({
      id: `${classId}${i}`,
      projectId: 'p',
      classId,
      burst,
      takenAt: 0,
      origin: 'file',
      part: burst.endsWith('!') ? 'test' : 'auto',
    }));
    samples.set(classId, rowsOf);
  }
  return readinessOf(rows, (id) => samples.get(id) ?? []);
}

it('says what blocks', () => {
  expect(readiness({}).block).toEqual({ kind: 'no-classes' });
  expect(readiness({ cat: '1 2' }).block).toEqual({ kind: 'one-class' });
  expect(readiness({ cat: '1 2' }, '3 4').block).toEqual({ kind: 'one-class' });
  expect(readiness({ cat: '1 2', cup: '' }).block).toEqual({
    kind: 'empty-class',
    classes: ['cup'],
  });
});

it('does not count what is locked for the test', () => {
  expect(readiness({ cat: '1 2', cup: '1!' }).block).toEqual({
    kind: 'empty-class',
    classes: ['cup'],
  });
  expect(readiness({ cat: '1 2!', cup: '1 2' }).samples).toBe(3);
});

it('warns of a class from a single burst, then of few samples', () => {
  expect(readiness({ cat: '1 1 1 1 1', cup: '1 2 3 4 5' }).caution).toEqual({
    kind: 'nothing-held-out',
    classes: ['cat'],
  });
  expect(readiness({ cat: '1 2', cup: '1 2 3 4 5' }).caution).toEqual({
    kind: 'few',
    classes: ['cat'],
  });
  expect(readiness({ cat: '1 2 3 4 5', cup: '1 2 3 4 5' })).toEqual({
    block: undefined,
    caution: undefined,
    samples: 10,
  });
});
