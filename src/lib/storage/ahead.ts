/** Work on a row of things, a few at once, whose results come in the order of the row. */

/**
 * @param most begun and not yet given: what bounds the memory.
 * @throws what `source` and `work` do, when the turn of the result comes
 */
export async function* mapAhead<T, R>(
  source: AsyncIterable<T> | Iterable<T>,
  most: number,
  work: (one: T) => Promise<R>,
): AsyncGenerator<R, void, undefined> {
  const begun: Promise<R>[] = [];
  for await (const one of source) {
    const result = work(one);
    // Heard when its turn comes, if it does.
    result.catch(() => undefined);
    begun.push(result);
    if (begun.length >= most) yield await begun.shift()!;
  }
  while (begun.length > 0) yield await begun.shift()!;
}
