/** What each example counts for. Pure. */

/** @param even every class counts the same, however many examples it has */
export function classWeights(
  labels: ArrayLike<number>,
  classCount: number,
  even: boolean,
): Float64Array<ArrayBuffer> {
  const counts = new Int32Array(classCount);
  for (let i = 0; i < labels.length; i++) counts[labels[i]!]!++;
  return Float64Array.from(labels, (label) =>
    even ? labels.length / (classCount * counts[label]!) : 1,
  );
}
