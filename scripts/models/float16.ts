/** IEEE half precision as the packages store it. */
export function fromHalf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const mantissa = half & 0x3ff;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  if (exponent === 31) return mantissa ? NaN : sign * Infinity;
  return sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
}

/** All 65,536 halves as numbers. */
let table: Float32Array | undefined;

/** Little-endian halves, as both packages store them, to numbers. */
export function readHalves(bytes: Uint8Array): Float32Array<ArrayBuffer> {
  table ??= Float32Array.from({ length: 65_536 }, (_, half) => fromHalf(half));
  const values = new Float32Array(bytes.byteLength / 2);
  for (let i = 0; i < values.length; i++) {
    values[i] = table[bytes[2 * i]! | (bytes[2 * i + 1]! << 8)]!;
  }
  return values;
}
