/** The inverse of a scatter matrix that grows and shrinks sample by sample. */
import { factorise, invert } from './cholesky.ts';
import { addScaled, dot, multiplySymmetric } from './matrix.ts';

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
  /** The inverse does not know yet what was added to S. */
  #stale = false;
  readonly #u: Float64Array<ArrayBuffer>;

  constructor(size: number, ridge: number) {
    if (!(ridge > 0)) throw new RangeError('the ridge must be positive');
    this.size = size;
    this.ridge = ridge;
    this.scatter = new Float64Array(size * size);
    this.#inverse = new Float64Array(size * size);
    for (let i = 0; i < size; i++) this.#inverse[i * size + i] = 1 / ridge;
    this.#u = new Float64Array(size);
  }

  get inverse(): Float64Array<ArrayBuffer> {
    if (this.#stale) this.refresh();
    return this.#inverse;
  }

  /** S += weight · v·vᵀ, the inverse made anew when it is asked for, which half of S is enough for: for many changes at once. */
  changeLater(v: Float64Array, weight: number): void {
    if (weight === 0) return;
    const { size, scatter } = this;
    this.#stale = true;
    for (let i = 0; i < size; i++) {
      const factor = weight * v[i]!;
      if (factor !== 0) addScaled(scatter, i * size, v, 0, i + 1, factor);
    }
  }

  /** The upper triangle, from the lower one. */
  #mirror(): void {
    const { size, scatter } = this;
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < i; j++) scatter[j * size + i] = scatter[i * size + j]!;
    }
  }

  #addTo(v: Float64Array, weight: number): void {
    const { size, scatter } = this;
    for (let i = 0; i < size; i++) {
      const factor = weight * v[i]!;
      if (factor !== 0) addScaled(scatter, i * size, v, 0, size, factor);
    }
  }

  /** S += weight · v·vᵀ; a negative weight takes away what was added before. */
  change(v: Float64Array, weight: number): void {
    const { size } = this;
    if (weight === 0) return;
    if (this.#stale) this.refresh();
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
    if (this.#stale) this.#mirror();
    const copy = this.scatter.slice();
    for (let i = 0; i < size; i++) copy[i * size + i]! += this.ridge;
    factorise(copy, size);
    this.#inverse = invert(copy, size);
    this.#stale = false;
  }
}
