import { describe, expect, it } from 'vitest';
import { Random } from '#lib/maths/random.ts';
import { splitByBurst, type SplitSample } from './split.ts';

function randomProject(seed: number): SplitSample[] {
  const random = new Random(seed);
  const bursts = 1 + random.below(40);
  return Array.from({ length: 1 + random.below(300) }, () => {
    const burst = random.below(bursts);
    return {
      // Some bursts show two classes, as after relabelling.
      classId: `class-${(burst + (random.next() < 0.05 ? 1 : 0)) % 5}`,
      burst: `burst-${burst}`,
      part: random.next() < 0.02 ? ('test' as const) : ('auto' as const),
    };
  });
}

describe('splitByBurst', () => {
  it('never divides a burst, keeps locked samples apart and every class in training', () => {
    for (let seed = 0; seed < 200; seed++) {
      const samples = randomProject(seed);
      const parts = splitByBurst(samples, 0.2, seed);
      const partOf = new Map<string, string>();
      samples.forEach(({ burst, part }, i) => {
        expect(partOf.get(burst) ?? parts[i]).toBe(parts[i]);
        partOf.set(burst, parts[i]!);
        if (part === 'test') expect(parts[i]).toBe('test');
      });
      for (const id of new Set(samples.map(({ classId }) => classId))) {
        const own = parts.filter((_, i) => samples[i]!.classId === id);
        if (own.some((part) => part !== 'test')) expect(own).toContain('train');
      }
    }
  });

  it('takes the fraction of each class where bursts are small', () => {
    const samples = Array.from({ length: 100 }, (_, i) => ({
      classId: i < 80 ? 'many' : 'few',
      burst: `${i}`,
      part: 'auto' as const,
    }));
    const parts = splitByBurst(samples, 0.25, 3);
    expect(parts.slice(0, 80).filter((part) => part === 'validation')).toHaveLength(20);
    expect(parts.slice(80).filter((part) => part === 'validation')).toHaveLength(5);
  });

  it('leaves a single burst to training, and most of a class held twice', () => {
    const burst = (name: string, size: number) =>
      Array.from({ length: size }, () => ({ classId: 'a', burst: name, part: 'auto' as const }));
    expect(splitByBurst(burst('one', 9), 0.2, 1)).not.toContain('validation');
    const parts = splitByBurst([...burst('big', 90), ...burst('small', 10)], 0.2, 1);
    expect(parts.filter((part) => part === 'validation')).toHaveLength(10);
  });

  it('is the same for the same seed whatever the order, another for another', () => {
    const samples = [1, 2, 3, 4].flatMap((seed) => randomProject(seed));
    const parts = splitByBurst(samples, 0.3, 5);
    const reversed = splitByBurst([...samples].reverse(), 0.3, 5).reverse();
    expect(reversed).toEqual(parts);
    expect([6, 7, 8].some((seed) => splitByBurst(samples, 0.3, seed).join() !== parts.join())).toBe(
      true,
    );
  });
});
