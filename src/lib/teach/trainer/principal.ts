/** Principal components by subspace iteration (Golub and Van Loan, Matrix Computations, ch. 8.2). Pure. */
import { Breath } from '#lib/engine/breath.ts';
import { Random } from '#lib/maths/random.ts';

const rounds = 24;

/**
 * @param rows centred vectors of one length.
 * @returns for each row its coordinates along the `count` directions of most variance, most first.
 * @throws the signal's reason when it is aborted
 */
export async function principalCoordinates(
  rows: readonly Float32Array[],
  count: number,
  seed: number,
  signal?: AbortSignal,
): Promise<Float64Array[]> {
  const dimensions = rows[0]?.length ?? 0;
  const wanted = Math.min(count, dimensions);
  const random = new Random(seed);
  let directions = Array.from({ length: wanted }, () =>
    Float64Array.from({ length: dimensions }, () => random.normal()),
  );
  orthonormalise(directions);
  const breath = new Breath(signal);
  for (let round = 0; round < rounds; round++) {
    const next = directions.map(() => new Float64Array(dimensions));
    for (const row of rows) {
      for (const [k, direction] of directions.entries()) {
        addTo(next[k]!, row, product(row, direction));
      }
      if (breath.due) await breath.take();
    }
    directions = next;
    orthonormalise(directions);
  }
  return rows.map((row) => Float64Array.from(directions, (direction) => product(row, direction)));
}

/** Gram and Schmidt, in place; a direction that is spent becomes zero. */
function orthonormalise(directions: readonly Float64Array[]): void {
  directions.forEach((direction, k) => {
    for (const earlier of directions.slice(0, k)) {
      addTo(direction, earlier, -product(direction, earlier));
    }
    const length = Math.sqrt(product(direction, direction));
    for (let j = 0; j < direction.length; j++) {
      direction[j] = length > 1e-12 ? direction[j]! / length : 0;
    }
  });
}

function product(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j]! * b[j]!;
  return sum;
}

function addTo(to: Float64Array, from: ArrayLike<number>, factor: number): void {
  for (let j = 0; j < to.length; j++) to[j]! += factor * from[j]!;
}
