import { expect, it } from 'vitest';
import { classFor, countLabels, groupLabels, joinedGroups, mostClasses } from './labels.ts';

const counted = (...labels: string[]) => {
  const counts = new Map<string, number>();
  countLabels(labels, counts);
  return counts;
};
const row = (name: string) =>
  ({ id: name, projectId: 'p', name, colour: 0, order: 1, role: 'answer' }) as const;

it('joins labels that differ by case, spaces or Unicode form, under their commonest spelling', () => {
  const counts = counted(
    'spam',
    ' Spam',
    'Spam ',
    'Spam ',
    'ham',
    '',
    '  ',
    'caf\u00e9',
    'cafe\u0301',
  );
  const groups = groupLabels(counts, true);
  expect(groups.map(({ name, count }) => [name, count])).toEqual([
    ['Spam', 4],
    ['ham', 1],
    ['caf\u00e9', 2],
  ]);
  expect(joinedGroups(groups).map(({ name }) => name)).toEqual(['Spam']);
  expect(groupLabels(counts, false).map(({ name }) => name)).toEqual([
    'spam',
    'Spam',
    'ham',
    'caf\u00e9',
  ]);
});

it('finds the class of a label by its exact name first, and by case only where labels are joined', () => {
  const [group] = groupLabels(counted('Spam'), true);
  const classes = [row('spam'), row('Spam')];
  expect(classFor(group!, classes, true)?.name).toBe('Spam');
  expect(classFor(group!, classes.slice(0, 1), true)?.name).toBe('spam');
  expect(classFor(group!, classes.slice(0, 1), false)).toBeUndefined();
});

it('holds no more labels than could ever be classes, whatever the column', () => {
  const counts = counted(...Array.from({ length: 50_000 }, (_, i) => `id ${i}`));
  expect(counts.size).toBeGreaterThan(mostClasses);
  expect(counts.size).toBeLessThan(10_000);
});
