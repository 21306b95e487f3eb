import { expect, it } from 'vitest';
import { Random } from '#lib/maths/random.ts';
import { matrixFrom } from '../heads/matrix.ts';
import { instantTemperature } from './instant-temperature.ts';

const usual = { many: 0.1, few: 2, weight: 2 };
const dimensions = 24;

/** @param apart how far the classes lie from each other; 0: nothing can be told. */
function examples(ofClass: number, apart: number) {
  const random = new Random(5);
  const labels = Int32Array.from({ length: 2 * ofClass }, (_, i) => i % 2);
  const rows = Array.from(labels, (label) =>
    Float32Array.from({ length: dimensions }, (_, j) =>
      j === 0 ? apart * (2 * label - 1) : random.normal() / 5,
    ),
  );
  const bursts = Array.from(labels, (_, i) => `${i}`);
  return { vectors: matrixFrom(rows, dimensions), labels, classCount: 2, bursts };
}

const of = (ofClass: number, apart: number) => {
  const { bursts, ...some } = examples(ofClass, apart);
  return instantTemperature('means', some, bursts, usual);
};

it('begins with what is usual, humbler the fewer there are', () => {
  expect(of(1, 1)).toBeCloseTo(0.3, 5);
  expect(instantTemperature('means', { ...examples(0, 1), classCount: 2 }, [], usual)).toBeCloseTo(
    0.3,
    5,
  );
});

it('follows the samples as they come: sure of what is told apart, humble where nothing is', () => {
  const lost = [5, 20, 80].map((count) => of(count, 0));
  expect(lost[2]).toBeGreaterThan(3 * usual.many);
  expect(lost[1]).toBeGreaterThan(1.5 * of(20, 3));
});

it('looks at some of very many only, and lets no burst answer for itself', () => {
  const { bursts, ...many } = examples(3_000, 0);
  expect(instantTemperature('means', many, bursts, usual)).toBeGreaterThan(0.3);
  const { bursts: own, ...twins } = examples(20, 0);
  const doubled = {
    vectors: matrixFrom(
      [...Array(40).keys()].flatMap((i) => {
        const row = twins.vectors.data.slice(i * dimensions, (i + 1) * dimensions);
        return [row, row];
      }),
      dimensions,
    ),
    labels: Int32Array.from([...twins.labels].flatMap((label) => [label, label])),
    classCount: 2,
  };
  const apart = [...Array(80).keys()].map(String);
  const together = own.flatMap((burst) => [burst, burst]);
  expect(instantTemperature('means', doubled, together, usual)).toBeGreaterThan(
    2 * instantTemperature('means', doubled, apart, usual),
  );
});
