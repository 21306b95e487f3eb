/** IEEE half precision, rounded to nearest even; what does not fit becomes infinity. */

const single = new Float32Array(1);
const bits = new Uint32Array(single.buffer);

export function toHalf(value: number): number {
  single[0] = value;
  const raw = bits[0] ?? 0;
  const sign = (raw >>> 16) & 0x8000;
  const exponent = ((raw >>> 23) & 0xff) - 112;
  const mantissa = raw & 0x7fffff;
  if (exponent === 143) return sign | 0x7c00 | (mantissa ? 0x200 : 0);
  if (exponent >= 31) return sign | 0x7c00;
  if (exponent <= 0) {
    if (exponent < -10) return sign;
    const shift = 14 - exponent;
    return sign | roundedShift(mantissa | 0x800000, shift);
  }
  // A mantissa that rounds up to a power of two carries into the exponent, as it should.
  return sign | roundedShift((exponent << 23) | mantissa, 13);
}

function roundedShift(value: number, shift: number): number {
  const kept = value >>> shift;
  const rest = value & ((1 << shift) - 1);
  const half = 1 << (shift - 1);
  return kept + (rest > half || (rest === half && (kept & 1) === 1) ? 1 : 0);
}

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
export function readHalves(bytes: Uint8Array): Float32Array {
  table ??= Float32Array.from({ length: 65_536 }, (_, half) => fromHalf(half));
  const values = new Float32Array(bytes.byteLength / 2);
  for (let i = 0; i < values.length; i++) {
    values[i] = table[bytes[2 * i]! | (bytes[2 * i + 1]! << 8)]!;
  }
  return values;
}

/** Numbers to little-endian halves. */
export function writeHalves(values: Float32Array): Uint8Array {
  const bytes = new Uint8Array(values.length * 2);
  for (let i = 0; i < values.length; i++) {
    const half = toHalf(values[i]!);
    bytes[2 * i] = half & 0xff;
    bytes[2 * i + 1] = half >> 8;
  }
  return bytes;
}
