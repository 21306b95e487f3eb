/** Running sums of each class: what every instant head starts from. O(dimensions) for a sample. */
export interface ClassSum {
  count: number;
  readonly sum: Float64Array<ArrayBuffer>;
}

export class ClassMeans {
  readonly dimensions: number;
  readonly #classes = new Map<string, ClassSum>();
  readonly #total: ClassSum;

  constructor(dimensions: number) {
    this.dimensions = dimensions;
    this.#total = { count: 0, sum: new Float64Array(dimensions) };
  }

  get count(): number {
    return this.#total.count;
  }

  countOf(classId: string): number {
    return this.#classes.get(classId)?.count ?? 0;
  }

  add(vector: ArrayLike<number>, classId: string): void {
    let found = this.#classes.get(classId);
    if (!found) {
      found = { count: 0, sum: new Float64Array(this.dimensions) };
      this.#classes.set(classId, found);
    }
    change(found, vector, 1);
    change(this.#total, vector, 1);
  }

  /** @throws RangeError for a class without samples. */
  remove(vector: ArrayLike<number>, classId: string): void {
    const found = this.#classes.get(classId);
    if (!found) throw new RangeError(`${classId} has no samples`);
    change(found, vector, -1);
    change(this.#total, vector, -1);
    if (found.count === 0) this.#classes.delete(classId);
  }

  /** Of all samples; zeros without any. */
  mean(): Float64Array<ArrayBuffer> {
    return meanOf(this.#total);
  }

  /** Of one class; zeros without samples. */
  meanOf(classId: string): Float64Array<ArrayBuffer> {
    const found = this.#classes.get(classId);
    return found ? meanOf(found) : new Float64Array(this.dimensions);
  }
}

function change(classSum: ClassSum, vector: ArrayLike<number>, sign: 1 | -1): void {
  classSum.count += sign;
  // Without samples, exactly nothing is left: no rounding of those that went.
  if (classSum.count === 0) classSum.sum.fill(0);
  else for (let j = 0; j < classSum.sum.length; j++) classSum.sum[j]! += sign * vector[j]!;
}

function meanOf({ count, sum }: ClassSum): Float64Array<ArrayBuffer> {
  return count === 0 ? new Float64Array(sum.length) : sum.map((value) => value / count);
}
