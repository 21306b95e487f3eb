/**
 * Σ wᵢ·vᵢ·vᵢᵀ of many vectors, several times quicker than one after the other: they are gathered, and
 * the sum grows by a tile of two by four numbers at a time, whose eight sums stay in registers.
 */

/** Vectors that are gathered: small enough to stay in the cache with the sum's rows. */
const together = 32;

export class OuterProducts {
  readonly #size: number;
  /** Rounded up to whole tiles. */
  readonly #padded: number;
  /** [padded, together]: each number of a vector beside the same number of the others. */
  readonly #gathered: Float64Array;
  /** [padded, padded], the lower triangle and what tiles reach beyond it. */
  readonly #sum: Float64Array<ArrayBuffer>;
  #count = 0;

  constructor(size: number) {
    this.#size = size;
    this.#padded = Math.ceil(size / 4) * 4;
    this.#gathered = new Float64Array(this.#padded * together);
    this.#sum = new Float64Array(this.#padded * this.#padded);
  }

  /** @param weight above 0 */
  add(v: Float64Array, weight: number): void {
    const root = Math.sqrt(weight);
    for (let j = 0; j < this.#size; j++) this.#gathered[j * together + this.#count] = root * v[j]!;
    this.#count++;
    if (this.#count === together) this.#flush();
  }

  /** Whole and symmetric, [size, size]. */
  sum(): Float64Array<ArrayBuffer> {
    this.#flush();
    const size = this.#size;
    const whole = new Float64Array(size * size);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j <= i; j++) {
        const value = this.#sum[i * this.#padded + j]!;
        whole[i * size + j] = value;
        whole[j * size + i] = value;
      }
    }
    return whole;
  }

  #flush(): void {
    if (this.#count === 0) return;
    for (let i = 0; i < this.#padded; i += 2) {
      for (let j = 0; j <= i; j += 4) this.#addTile(i, j);
    }
    this.#gathered.fill(0);
    this.#count = 0;
  }

  #addTile(i: number, j: number): void {
    const x = this.#gathered;
    const sum = this.#sum;
    const row = i * this.#padded + j;
    const next = row + this.#padded;
    const from = i * together;
    const to = j * together;
    let a = sum[row]!;
    let b = sum[row + 1]!;
    let c = sum[row + 2]!;
    let d = sum[row + 3]!;
    let e = sum[next]!;
    let f = sum[next + 1]!;
    let g = sum[next + 2]!;
    let h = sum[next + 3]!;
    for (let r = 0; r < together; r++) {
      const p = x[from + r]!;
      const q = x[from + together + r]!;
      const s = x[to + r]!;
      const t = x[to + together + r]!;
      const u = x[to + 2 * together + r]!;
      const v = x[to + 3 * together + r]!;
      a += p * s;
      b += p * t;
      c += p * u;
      d += p * v;
      e += q * s;
      f += q * t;
      g += q * u;
      h += q * v;
    }
    sum[row] = a;
    sum[row + 1] = b;
    sum[row + 2] = c;
    sum[row + 3] = d;
    sum[next] = e;
    sum[next + 1] = f;
    sum[next + 2] = g;
    sum[next + 3] = h;
  }
}
