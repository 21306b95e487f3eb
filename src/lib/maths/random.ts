/** Seeded random numbers: the same seed gives the same run on every machine. */

/** The whole state; plain data, so that a checkpoint can hold it. */
export type RandomState = readonly [number, number, number, number];

/**
 * sfc32 (Chris Doty-Humphrey's "Small Fast Counting", PractRand): 32-bit integers only, so it is
 * exact everywhere. A seed of 32 bits fills the state; twelve rounds mix it.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter: number;

  constructor(seed: number | RandomState) {
    if (typeof seed === 'number') {
      this.#a = 0;
      this.#b = seed >>> 0;
      this.#c = Math.floor(seed / 2 ** 32) | 0;
      this.#counter = 1;
      for (let i = 0; i < 12; i++) this.#step();
    } else {
      [this.#a, this.#b, this.#c, this.#counter] = seed;
    }
  }

  get state(): RandomState {
    return [this.#a, this.#b, this.#c, this.#counter];
  }

  #step(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** 0 ≤ x < 1 */
  next(): number {
    return this.#step() / 2 ** 32;
  }

  /** 0 ≤ whole number < limit */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  /** Normal, mean 0, deviation 1 (Box and Muller). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
  }

  /** In place (Fisher and Yates). */
  shuffle<T extends { [index: number]: unknown; length: number }>(items: T): T {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      const kept = items[i];
      items[i] = items[j];
      items[j] = kept;
    }
    return items;
  }
}
