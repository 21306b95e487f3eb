/** The inverse of a scatter matrix that grows and shrinks sample by sample. */
import { factorise, invert } from './cholesky.ts';
import { addScaled, dot, multiplySymmetric } from './matrix.ts';
import { OuterProducts } from './outer-products.ts';
import type { Turn } from './whitening.ts';

/** Beyond this, relative to the vector solved for, rounding has piled up and the inverse is made anew. */
const tolerance = 1e-7;

/**
 * Keeps S = Σ wᵢ·vᵢ·vᵢᵀ and (S + ridge·I)⁻¹, both float64 [size, size], under rank-one changes:
 * (A + w·v·vᵀ)⁻¹ = A⁻¹ − w·u·uᵀ / (1 + w·vᵀ·u), u = A⁻¹·v (Sherman and Morrison, 1950). A change
 * is O(size²) whatever the number of samples; each checks itself and is repaired by Cholesky's
 * factorisation where rounding shows.
 */
export class ScatterInverse {
  readonly size: number;
  readonly ridge: number;
  readonly scatter: Float64Array<ArrayBuffer>;
  #inverse: Float64Array<ArrayBuffer>;
  readonly #u: Float64Array<ArrayBuffer>;
  readonly #turn: Turn | undefined;
  #later: OuterProducts | undefined;

  /** @param turn T: vectors come as they are, and T·S·T is what is kept. */
  constructor(size: number, ridge: number, turn?: Turn) {
    if (!(ridge > 0)) throw new RangeError('the ridge must be positive');
    this.size = size;
    this.ridge = ridge;
    this.scatter = new Float64Array(size * size);
    this.#inverse = new Float64Array(size * size);
    for (let i = 0; i < size; i++) this.#inverse[i * size + i] = 1 / ridge;
    this.#u = new Float64Array(size);
    this.#turn = turn;
  }

  get inverse(): Float64Array<ArrayBuffer> {
    if (this.#later) this.refresh();
    return this.#inverse;
  }

  /** S += weight · v·vᵀ, the inverse made anew when it is asked for: for many changes at once. */
  changeLater(v: Float64Array, weight: number): void {
    if (weight === 0) return;
    this.#later ??= new OuterProducts(this.size);
    this.#later.add(v, weight);
  }

  #addTo(v: Float64Array, weight: number): void {
    const { size, scatter } = this;
    for (let i = 0; i < size; i++) {
      const factor = weight * v[i]!;
      if (factor !== 0) addScaled(scatter, i * size, v, 0, size, factor);
    }
  }

  /** S += weight · v·vᵀ; a negative weight takes away what was added before. @param v is turned in place */
  change(v: Float64Array, weight: number): void {
    const { size } = this;
    if (weight === 0) return;
    if (this.#later) this.refresh();
    this.#turn?.(v);
    this.#addTo(v, weight);
    const u = this.#u;
    multiplySymmetric(this.#inverse, v, u, size);
    const denominator = 1 + weight * dot(v, 0, u, 0, size);
    if (denominator < 1e-6) return this.refresh();
    for (let i = 0; i < size; i++) {
      const factor = (-weight / denominator) * u[i]!;
      if (factor !== 0) addScaled(this.#inverse, i * size, u, 0, size, factor);
    }
    if (this.#drift(v) > tolerance) this.refresh();
  }

  /** ‖A·A⁻¹·v − v‖ ÷ ‖v‖ */
  #drift(v: Float64Array): number {
    const { size, scatter, ridge } = this;
    const u = this.#u;
    multiplySymmetric(this.#inverse, v, u, size);
    let error = 0;
    for (let i = 0; i < size; i++) {
      error += (dot(scatter, i * size, u, 0, size) + ridge * u[i]! - v[i]!) ** 2;
    }
    const length = dot(v, 0, v, 0, size);
    return length === 0 ? 0 : Math.sqrt(error / length);
  }

  /** The inverse from S alone. */
  refresh(): void {
    const { size } = this;
    this.#takeLater();
    const copy = this.scatter.slice();
    for (let i = 0; i < size; i++) copy[i * size + i]! += this.ridge;
    factorise(copy, size);
    this.#inverse = invert(copy, size);
  }

  /** T·(what waits)·T: its rows turned, which are then the columns of what is turned again. */
  #takeLater(): void {
    const { size, scatter } = this;
    if (!this.#later) return;
    const sum = this.#later.sum();
    this.#later = undefined;
    if (this.#turn) {
      for (let turned = 0; turned < 2; turned++) {
        for (let i = 0; i < size; i++) this.#turn(sum.subarray(i * size, (i + 1) * size));
        transpose(sum, size);
      }
    }
    // Both halves alike to the last bit, whatever the turning rounded.
    for (let i = 0; i < size; i++) {
      for (let j = 0; j <= i; j++) {
        scatter[i * size + j]! += sum[i * size + j]!;
        scatter[j * size + i] = scatter[i * size + j]!;
      }
    }
  }
}

function transpose(matrix: Float64Array, size: number): void {
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      const value = matrix[i * size + j]!;
      matrix[i * size + j] = matrix[j * size + i]!;
      matrix[j * size + i] = value;
    }
  }
}
