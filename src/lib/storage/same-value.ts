/**
 * Whether two rows say the same: plain data compared by value, `NaN` equal to itself, and a property
 * that is undefined equal to one that is not there.
 */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((value, i) => sameValue(value, b[i]))
    );
  }
  return sameProperties(a as Record<string, unknown>, b as Record<string, unknown>);
}

function sameProperties(a: Record<string, unknown>, b: Record<string, unknown>): boolean {
  for (const key in a) if (!sameValue(a[key], b[key])) return false;
  for (const key in b) if (b[key] !== undefined && !(key in a)) return false;
  return true;
}
