import { describe, expect, it } from 'vitest';
import { Predictor } from '../heads/predict.ts';
import { Random } from '#lib/maths/random.ts';
import { Gallery } from './gallery.ts';
import { InstantHead } from './instant-head.ts';
import type { FollowedClass, LabelledSample } from './protocol.ts';

const classes: FollowedClass[] = [
  { id: 'a', role: 'answer' },
  { id: 'b', role: 'answer' },
];
const dimensions = 12;
const { signal } = new AbortController();

function samples(count: number, seed: number) {
  const random = new Random(seed);
  return Array.from({ length: count }, (_, i) => {
    const id = `${seed}-${i}`;
    const classId = i % 2 === 0 ? 'a' : 'b';
    const sample: LabelledSample = { id, classId, burst: id, part: 'auto' };
    const vector = Float32Array.from(
      { length: dimensions },
      (_, j) => Number(j % 2 === i % 2) + 0.5 * random.normal(),
    );
    return { sample, vector };
  });
}

function filled(some: ReturnType<typeof samples>, method: 'lda' | 'ridge' | 'means' | 'knn') {
  const gallery = new Gallery(dimensions);
  const instant = new InstantHead(method, dimensions, classes);
  const add = ({ sample, vector }: (typeof some)[number]) => {
    gallery.put(sample, vector);
    instant.add(sample, vector);
  };
  return { gallery, instant, add };
}

describe.each(['lda', 'ridge', 'means', 'knn'] as const)('InstantHead by %s', (method) => {
  it('learns many together what it learns one by one', async () => {
    const some = samples(60, 1);
    const together = filled(some, method);
    some.forEach(together.add);
    const single = filled(some, method);
    for (const one of some) {
      single.add(one);
      await single.instant.update(single.gallery, signal);
    }
    single.instant.tellAgain();
    const heads = await Promise.all(
      [together, single].map(async ({ instant, gallery }) => {
        const update = await instant.update(gallery, signal);
        return new Predictor(update!.answerer.head);
      }),
    );
    for (const { vector } of samples(20, 2)) {
      const [many, few] = heads.map((head) => head.scores(vector)[0]!);
      expect(many).toBeCloseTo(few!, 3);
    }
  });

  it('says nothing when nothing has changed', async () => {
    const { instant, gallery, add } = filled(samples(4, 1), method);
    samples(4, 1).forEach(add);
    expect(await instant.update(gallery, signal)).toBeDefined();
    expect(await instant.update(gallery, signal)).toBeUndefined();
    instant.change(method, [...classes, { id: 'c', role: 'answer' }]);
    const update = await instant.update(gallery, signal);
    expect(update!.answerer.head.classes).toEqual(['a', 'b', 'c']);
  });

  it('tells how far a picture lies from what was shown', async () => {
    const { instant, gallery, add } = filled(samples(8, 1), method);
    samples(8, 1).forEach(add);
    const { answerer } = (await instant.update(gallery, signal))!;
    expect(answerer.familiarity?.classes).toEqual(['a', 'b']);
    expect(answerer.familiarity?.known).toHaveLength(8);
  });
});

it('does not let one more sample wait for the distances among many', async () => {
  const some = samples(320, 1);
  const { instant, gallery, add } = filled(some, 'means');
  some.forEach(add);
  const first = await instant.update(gallery, signal);
  expect(first!.answerer.familiarity).toBeUndefined();
  const second = await instant.update(gallery, signal);
  expect(second!.answerer.familiarity).toBeDefined();
  expect(second!.updateMs).toBe(first!.updateMs);
  expect(await instant.update(gallery, signal)).toBeUndefined();
});
