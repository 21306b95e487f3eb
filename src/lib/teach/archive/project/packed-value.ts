/**
 * Plain values with typed arrays in them (heads, checkpoints) as JSON and one run of bytes, and rows
 * with numbers that JSON does not have. Pure.
 */
import { FailureError } from '#lib/failure/failure.ts';

const arrays = {
  float32: Float32Array,
  float64: Float64Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
} as const;
type ArrayKind = keyof typeof arrays;
type TypedArray = InstanceType<(typeof arrays)[ArrayKind]>;

/** An `ArrayBuffer` by itself, among the kinds of arrays. */
const BUFFER = 'buffer';
const ARRAY = '$array';
const NUMBER = '$number';
const deepest = 32;

export interface PackedValue {
  readonly json: unknown;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** @throws TypeError for what is neither plain nor a typed array: a bug of whoever keeps such a thing. */
export function packValue(value: unknown): PackedValue {
  const parts: Uint8Array[] = [];
  let length = 0;
  const json = replaced(value, (array, kind) => {
    // Wherever an array lies, it can be read in place.
    const gap = (8 - (length % 8)) % 8;
    parts.push(new Uint8Array(gap));
    const at = length + gap;
    parts.push(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
    length = at + array.byteLength;
    return { [ARRAY]: kind, at, length: array.length };
  });
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return { json, bytes };
}

/** A value without typed arrays, as JSON. @throws TypeError */
export function packPlain(value: unknown): unknown {
  return replaced(value, () => {
    throw new TypeError('a typed array in a row');
  });
}

/** @throws FailureError `archive-damaged` */
export function unpackValue(json: unknown, bytes = new Uint8Array()): unknown {
  return restored(json, bytes, 0);
}

function replaced(
  value: unknown,
  packArray: (array: TypedArray, kind: ArrayKind | typeof BUFFER) => unknown,
): unknown {
  if (typeof value === 'number') {
    const isPlain = Number.isFinite(value) && !Object.is(value, -0);
    return isPlain ? value : { [NUMBER]: Object.is(value, -0) ? '-0' : String(value) };
  }
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (isTypedArray(value)) return packArray(value, kindOf(value));
  if (value instanceof ArrayBuffer) return packArray(new Uint8Array(value), BUFFER);
  if (Array.isArray(value)) return value.map((each) => replaced(each, packArray));
  if (typeof value !== 'object') throw new TypeError(`${typeof value} cannot be kept`);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new TypeError(`${value.constructor.name} cannot be kept`);
  }
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(entries.map(([key, inner]) => [key, replaced(inner, packArray)]));
}

function restored(json: unknown, bytes: Uint8Array<ArrayBuffer>, depth: number): unknown {
  if (depth > deepest) throw damaged('nested too deeply');
  if (Array.isArray(json)) return json.map((each) => restored(each, bytes, depth + 1));
  if (typeof json !== 'object' || json === null) return json;
  if (NUMBER in json) return Number(json[NUMBER]);
  if (ARRAY in json) return restoredArray(json, bytes);
  const entries = Object.entries(json).filter(([key]) => key !== '__proto__');
  return Object.fromEntries(
    entries.map(([key, inner]) => [key, restored(inner, bytes, depth + 1)]),
  );
}

function restoredArray(json: object, bytes: Uint8Array<ArrayBuffer>): TypedArray | ArrayBuffer {
  const { [ARRAY]: kind, at, length } = json as Record<string, unknown>;
  if (kind === BUFFER) {
    const own = { [ARRAY]: 'uint8', at, length };
    return (restoredArray(own, bytes) as TypedArray).buffer;
  }
  const isKnown = typeof kind === 'string' && Object.hasOwn(arrays, kind);
  if (!isKnown || !isCount(at) || !isCount(length)) throw damaged('an array');
  const Kind = arrays[kind as ArrayKind];
  const end = at + length * Kind.BYTES_PER_ELEMENT;
  if (end > bytes.length) throw damaged('an array beyond its bytes');
  return new Kind(bytes.slice(at, end).buffer);
}

function kindOf(array: TypedArray): ArrayKind {
  const found = Object.entries(arrays).find(([, Kind]) => array instanceof Kind);
  if (!found) throw new TypeError(`${array.constructor.name} cannot be kept`);
  return found[0] as ArrayKind;
}

const isTypedArray = (value: unknown): value is TypedArray =>
  ArrayBuffer.isView(value) && !(value instanceof DataView);
const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0;
const damaged = (detail: string) => new FailureError('archive-damaged', detail);
