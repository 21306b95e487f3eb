/**
 * Which samples train, validate and test. Frames of one burst (one hold of the button, one file)
 * look alike, so a burst is never divided: it is in one part as a whole.
 *
 * The rule: samples that a person locked for the test stay there, and with them the whole burst, so
 * that nothing alike trains. Of the remaining bursts of each class, in an order shuffled by the seed,
 * bursts validate until at least `fraction` of the class's samples do; but one burst always trains,
 * and a burst that would take more than half of the class's samples from training trains too. A class
 * with one burst only trains. Every class with a free sample trains with at least one.
 */
import { Random } from '#lib/maths/random.ts';

export type Part = 'train' | 'validation' | 'test';

export interface SplitSample {
  readonly classId: string;
  readonly burst: string;
  readonly part: 'auto' | 'test';
}

/** @param fraction 0..1 of each class's samples, test apart. @returns a part for each sample. */
export function splitByBurst(
  samples: readonly SplitSample[],
  fraction: number,
  seed: number,
): Part[] {
  const locked = new Set(samples.filter(({ part }) => part === 'test').map(({ burst }) => burst));
  const validating = new Set<string>();
  const random = new Random(seed);
  // A burst may show several classes after relabelling; it is decided once, by its most common class.
  for (const bursts of burstsByClass(samples, locked).values()) {
    const total = bursts.reduce((sum, { size }) => sum + size, 0);
    const wanted = fraction * total;
    let taken = 0;
    let left = bursts.length;
    for (const { burst, size } of random.shuffle(bursts)) {
      if (taken >= wanted - 1e-9 || left === 1) break;
      if (taken + size > Math.max(total / 2, wanted)) continue;
      validating.add(burst);
      taken += size;
      left--;
    }
  }
  giveBack(samples, locked, validating);
  return samples.map(({ burst }) =>
    locked.has(burst) ? 'test' : validating.has(burst) ? 'validation' : 'train',
  );
}

/** A class that is a minority in every burst it is in (after relabelling) trains with one of them. */
function giveBack(
  samples: readonly SplitSample[],
  locked: ReadonlySet<string>,
  validating: Set<string>,
): void {
  const free = samples.filter(({ burst }) => !locked.has(burst));
  const trained = new Set(
    free.filter(({ burst }) => !validating.has(burst)).map(({ classId }) => classId),
  );
  const ordered = [...free].sort((a, b) => (a.burst < b.burst ? -1 : a.burst > b.burst ? 1 : 0));
  for (const { classId, burst } of ordered) {
    if (trained.has(classId)) continue;
    validating.delete(burst);
    for (const one of free) if (one.burst === burst) trained.add(one.classId);
  }
}

interface Burst {
  readonly burst: string;
  readonly size: number;
}

/** In an order that does not depend on that of the samples. */
function burstsByClass(
  samples: readonly SplitSample[],
  locked: ReadonlySet<string>,
): Map<string, Burst[]> {
  const counts = new Map<string, Map<string, number>>();
  for (const { classId, burst } of samples) {
    if (locked.has(burst)) continue;
    const classes = counts.get(burst) ?? new Map<string, number>();
    classes.set(classId, (classes.get(classId) ?? 0) + 1);
    counts.set(burst, classes);
  }
  const byClass = new Map<string, Burst[]>();
  for (const burst of [...counts.keys()].sort()) {
    const classes = [...counts.get(burst)!].sort(
      ([a, many], [b, few]) => few - many || (a < b ? -1 : 1),
    );
    const [classId, size] = classes[0]!;
    byClass.set(classId, [...(byClass.get(classId) ?? []), { burst, size }]);
  }
  return new Map([...byClass].sort(([a], [b]) => (a < b ? -1 : 1)));
}
