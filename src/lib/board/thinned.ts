/**
 * A series that never grows beyond its limit: when it is full, every second entry goes and from then on
 * only every second one that comes is kept. What stays is evenly spaced over the whole run, and the
 * newest is always there. (TensorBoard keeps a random reservoir; even spacing draws a truer line.) Pure.
 */
export class Thinned<T> {
  readonly #limit: number;
  #kept: T[] = [];
  /** Of how many entries one is kept: a power of two. */
  #stride = 1;
  #count = 0;
  #newest: T | undefined;

  /** @param limit even, 2 or more */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get length(): number {
    return this.#kept.length + (this.#newest === undefined ? 0 : 1);
  }

  add(entry: T): void {
    const due = this.#count % this.#stride === 0;
    this.#count++;
    if (!due) {
      this.#newest = entry;
      return;
    }
    this.#newest = undefined;
    this.#kept.push(entry);
    if (this.#kept.length < this.#limit) return;
    this.#newest = this.#kept.at(-1);
    this.#kept = this.#kept.filter((_, place) => place % 2 === 0);
    this.#stride *= 2;
  }

  /** Puts another in the place of the newest. */
  replaceNewest(entry: T): void {
    if (this.#newest === undefined) this.#kept[this.#kept.length - 1] = entry;
    else this.#newest = entry;
  }

  get newest(): T | undefined {
    return this.#newest ?? this.#kept.at(-1);
  }

  /** In the order they came. */
  entries(): T[] {
    return this.#newest === undefined ? [...this.#kept] : [...this.#kept, this.#newest];
  }
}
