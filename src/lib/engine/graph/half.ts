/** Float16 to float32, quickly: four million numbers are a model. */

/** Where the platform has `Float16Array` (not yet in the TypeScript library in use). */
type HalfArray = new (buffer: ArrayBufferLike, at: number, length: number) => ArrayLike<number>;

const native = (globalThis as { Float16Array?: HalfArray }).Float16Array;

/** All 65,536 halves, made at first use. */
let table: Float32Array | undefined;

function halfTable(): Float32Array {
  const values = new Float32Array(65_536);
  for (let half = 0; half < 65_536; half++) {
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = (half >> 10) & 0x1f;
    const mantissa = half & 0x3ff;
    if (exponent === 0) values[half] = sign * mantissa * 2 ** -24;
    else if (exponent === 31) values[half] = mantissa ? NaN : sign * Infinity;
    else values[half] = sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
  }
  return values;
}

/** @param at first number, in halves from the start of the buffer. */
export function decodeHalves(buffer: ArrayBuffer, at: number, length: number): Float32Array {
  if (native) return Float32Array.from(new native(buffer, 2 * at, length));
  table ??= halfTable();
  const halves = new Uint16Array(buffer, 2 * at, length);
  const values = new Float32Array(length);
  for (let i = 0; i < length; i++) values[i] = table[halves[i] as number] as number;
  return values;
}
