/**
 * Which texts are so alike that they must not stand on both sides of a split: the same but for case,
 * digits, marks and blanks, or with four in five of their runs of four letters in common (Jaccard
 * index; Broder, 1997, calls the runs shingles).
 *
 * Exact, without comparing all with all: two sets with an index of t or more share one of the
 * |x| − ⌈t·|x|⌉ + 1 rarest members of each (prefix filtering: Chaudhuri, Ganti and Kaushik, 2006;
 * Bayardo, Ma and Srikant, 2007). Pure.
 */

const alike = 0.8;
const run = 4;

/** What is alike in so many letters is alike. */
const mostLetters = 2_000;

/** The same for texts that differ in nothing that matters here. */
export function plainKey(text: string): string {
  const key = text
    .slice(0, mostLetters)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\p{Nd}+/gu, '0')
    .replace(/[\p{P}\p{Cc}\p{Cf}]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  // Of marks alone nothing is left: then they matter.
  return key === '' ? text.trim() : key;
}

/**
 * About linear in the letters of all texts.
 * @param bursts one for each text; what shares one stays together as well
 * @returns a burst for each text: the first by name of all that belong together
 */
export function joinNearDuplicates(texts: readonly string[], bursts: readonly string[]): string[] {
  const groups = new Groups(texts.length);
  const byKey = new Map<string, number>();
  const byBurst = new Map<string, number>();
  const distinct: { readonly key: string; readonly index: number }[] = [];
  texts.forEach((text, index) => {
    const key = plainKey(text);
    const twin = byKey.get(key);
    if (twin === undefined) distinct.push({ key, index });
    else groups.join(twin, index);
    byKey.set(key, twin ?? index);
    const burst = bursts[index]!;
    const mate = byBurst.get(burst);
    if (mate !== undefined) groups.join(mate, index);
    byBurst.set(burst, mate ?? index);
  });
  const sets = rarestFirst(distinct.map(({ key }) => runsOf(key)));
  for (const [a, b] of alikePairs(sets)) groups.join(distinct[a]!.index, distinct[b]!.index);
  const names = new Map<number, string>();
  bursts.forEach((burst, index) => {
    const root = groups.rootOf(index);
    const name = names.get(root);
    if (name === undefined || burst < name) names.set(root, burst);
  });
  return bursts.map((_, index) => names.get(groups.rootOf(index))!);
}

/** Disjoint sets (Galler and Fischer, 1964), with paths halved. */
class Groups {
  readonly #parents: Int32Array;

  constructor(count: number) {
    this.#parents = Int32Array.from({ length: count }, (_, i) => i);
  }

  rootOf(index: number): number {
    const parents = this.#parents;
    let at = index;
    while (parents[at] !== at) {
      parents[at] = parents[parents[at]!]!;
      at = parents[at]!;
    }
    return at;
  }

  join(a: number, b: number): void {
    const [low, high] = [this.rootOf(a), this.rootOf(b)].sort((x, y) => x - y);
    this.#parents[high!] = low!;
  }
}

/** Different runs of letters, as FNV-1a hashes; of a shorter text itself. */
function runsOf(key: string): Set<number> {
  const runs = new Set<number>();
  for (let from = 0; from === 0 || from + run <= key.length; from++) {
    let hash = 0x811c9dc5;
    for (let i = from; i < Math.min(from + run, key.length); i++) {
      hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
    }
    runs.add(hash >>> 0);
  }
  return runs;
}

/** Members by how rare they are among all sets, the rarest first: each as its place in that order. */
function rarestFirst(sets: readonly ReadonlySet<number>[]): Int32Array[] {
  const counts = new Map<number, number>();
  for (const set of sets) for (const one of set) counts.set(one, (counts.get(one) ?? 0) + 1);
  const order = [...counts.keys()].sort((a, b) => counts.get(a)! - counts.get(b)! || a - b);
  const place = new Map(order.map((one, i) => [one, i]));
  return sets.map((set) => Int32Array.from(set, (one) => place.get(one)!).sort());
}

function* alikePairs(sets: readonly Int32Array[]): Generator<[number, number]> {
  // Shorter ones first: what is looked up is never the longer of two.
  const order = [...sets.keys()].sort((a, b) => sets[a]!.length - sets[b]!.length || a - b);
  const having = new Map<number, number[]>();
  for (const index of order) {
    const set = sets[index]!;
    const prefix = set.length - Math.ceil(alike * set.length) + 1;
    const tried = new Set<number>();
    for (const one of set.subarray(0, prefix)) {
      const others = having.get(one);
      if (!others) {
        having.set(one, [index]);
        continue;
      }
      for (const other of others) {
        if (tried.has(other)) continue;
        tried.add(other);
        const small = sets[other]!;
        if (small.length >= alike * set.length && jaccard(small, set) >= alike) {
          yield [other, index];
        }
      }
      others.push(index);
    }
  }
}

/** Of two ascending lists without repetitions. */
function jaccard(a: Int32Array, b: Int32Array): number {
  let shared = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) shared++;
    const step = a[i]! - b[j]!;
    if (step <= 0) i++;
    if (step >= 0) j++;
  }
  return shared / (a.length + b.length - shared);
}
