/** Places on a line that would each like to be somewhere and must keep their order and distance. Pure. */

export interface Wish {
  readonly at: number;
  /** How much it matters; greater than 0. */
  readonly weight: number;
}

/**
 * The places nearest to the wishes (least squares, weighted) with place[i + 1] − place[i] ≥ apart[i]:
 * isotonic regression by pooling neighbours that would come too near (Ayer and others, 1955).
 * @param apart one fewer than there are wishes.
 */
export function spread(wishes: readonly Wish[], apart: readonly number[]): number[] {
  const shift: number[] = [];
  let total = 0;
  const pools: { sum: number; weight: number; count: number }[] = [];
  wishes.forEach(({ at, weight }, i) => {
    if (i > 0) total += apart[i - 1]!;
    shift.push(total);
    pools.push({ sum: (at - total) * weight, weight, count: 1 });
    for (;;) {
      const last = pools.at(-1)!;
      const former = pools.at(-2);
      if (!former || former.sum / former.weight <= last.sum / last.weight) break;
      pools.pop();
      former.sum += last.sum;
      former.weight += last.weight;
      former.count += last.count;
    }
  });
  return pools
    .flatMap(({ sum, weight, count }) => new Array<number>(count).fill(sum / weight))
    .map((place, i) => place + shift[i]!);
}
