import { expect, it } from 'vitest';
import { placeAmong } from './place-among.ts';

const points = [
  { id: 'a', x: 0, y: 0 },
  { id: 'b', x: 1, y: 0 },
];

it('lies between its look-alikes, nearer to the more similar', () => {
  const even = placeAmong(
    [
      { sampleId: 'a', similarity: 0.5 },
      { sampleId: 'b', similarity: 0.5 },
    ],
    points,
  );
  expect(even).toEqual({ x: 0.5, y: 0 });
  const nearer = placeAmong(
    [
      { sampleId: 'a', similarity: 0.9 },
      { sampleId: 'b', similarity: 0.3 },
    ],
    points,
  );
  expect(nearer!.x).toBeLessThan(0.1);
});

it('has no place among samples that are not on the map', () => {
  expect(placeAmong([{ sampleId: 'gone', similarity: 1 }], points)).toBeUndefined();
  expect(placeAmong([], points)).toBeUndefined();
});

it('takes look-alikes that are unlike', () => {
  expect(placeAmong([{ sampleId: 'b', similarity: -0.4 }], points)).toEqual({ x: 1, y: 0 });
});
