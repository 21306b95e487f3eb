/** What each example counts for. Pure. */

/** @param even every class counts the same, however many examples it has */
export function classWeights(
  labels: readonly number[] | Int32Array,
  classCount: number,
  even: boolean,
): Float64Array<ArrayBuffer> {
  const counts = new Int32Array(classCount);
  for (const label of labels) counts[label]!++;
  return Float64Array.from(labels, (label) =>
    even ? labels.length / (classCount * counts[label]!) : 1,
  );
}
