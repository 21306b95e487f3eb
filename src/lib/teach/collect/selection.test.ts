import { expect, test } from 'vitest';
import {
  emptySelection,
  keepExisting,
  selectAll,
  selectOnly,
  selectRange,
  toggleSelected,
} from './selection.ts';

const order = ['a', 'b', 'c', 'd', 'e'];

test('a range runs both ways from the anchor and replaces the last one', () => {
  const there = selectRange(selectOnly('b'), 'd', order);
  expect([...there.ids]).toEqual(['b', 'c', 'd']);
  expect([...selectRange(there, 'a', order).ids]).toEqual(['a', 'b']);
});

test('a range without an anchor, or from one that went, is the sample alone', () => {
  expect([...selectRange(emptySelection, 'c', order).ids]).toEqual(['c']);
  expect([...selectRange(selectOnly('gone'), 'c', order).ids]).toEqual(['c']);
});

test('toggling adds and takes away and moves the anchor', () => {
  const two = toggleSelected(toggleSelected(emptySelection, 'a'), 'c');
  expect([...two.ids]).toEqual(['a', 'c']);
  expect(toggleSelected(two, 'a')).toMatchObject({ ids: new Set(['c']), anchor: 'a' });
});

test('what is gone is no longer chosen; nothing gone is the same value', () => {
  const all = selectAll(order);
  expect(keepExisting(all, () => true)).toBe(all);
  expect(keepExisting(all, (id) => id > 'c')).toEqual({ ids: new Set(['d', 'e']) });
});
