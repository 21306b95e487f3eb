/** The geometry of a sparkline. Pure. */

/**
 * An SVG path through values, evenly spaced from left to right in a box of `width` × `height`.
 * The floor is 0; the ceiling is the largest value, or `least` when all are smaller.
 */
export function sparklinePath(
  values: readonly number[],
  { width, height, least = 0 }: { width: number; height: number; least?: number },
): string {
  if (values.length < 2) return '';
  const ceiling = Math.max(least, ...values) || 1;
  const step = width / (values.length - 1);
  return values
    .map((value, i) => {
      const y = height - (Math.max(0, value) / ceiling) * height;
      return `${i === 0 ? 'M' : 'L'}${(i * step).toFixed(1)} ${y.toFixed(1)}`;
    })
    .join('');
}
