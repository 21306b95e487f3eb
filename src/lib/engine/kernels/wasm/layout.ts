/** How weights and gates lie in the kernels' memory: in panels of sixteen columns. */
import { gatesOf, type RecurrentShape } from '../recurrent.ts';

export interface Layout {
  /** Bytes of a row of states: units up to a multiple of four. */
  readonly width: number;
  /** Bytes of a row of states that is written in whole panels. */
  readonly wide: number;
  /** Bytes of a row of gates; every gate `width` wide, and room for the last one in whole panels. */
  readonly gatesRow: number;
  readonly inputsRow: number;
  /** For each column of a row of gates its column in the weights, or −1 where nothing is. */
  readonly columns: Int32Array;
  /** Of these, how many there are before what only fills the last panel. */
  readonly depth: number;
}

const upTo = (multiple: number, value: number): number => Math.ceil(value / multiple) * multiple;

export function layoutOf({ cell, inputs, units }: RecurrentShape): Layout {
  const gates = gatesOf[cell];
  const padded = upTo(4, units);
  const depth = gates * padded;
  const row = upTo(16, (gates - 1) * padded + upTo(16, padded));
  const columns = Int32Array.from({ length: row }, (_, column) => {
    const [gate, unit] = [Math.floor(column / padded), column % padded];
    return gate < gates && unit < units ? gate * units + unit : -1;
  });
  return {
    width: 4 * padded,
    wide: 4 * upTo(16, padded),
    gatesRow: 4 * row,
    inputsRow: 4 * upTo(16, inputs),
    columns,
    depth,
  };
}

/** Row-major weights as the kernels see them. */
export interface Matrix {
  readonly values: Float32Array;
  readonly rows: number;
  readonly columns: number;
}

/** Bytes of {@link pack} and {@link packTransposed}. */
export const packedBytes = (depth: number, columns: number): number =>
  4 * depth * upTo(16, columns);

/** Panels of the matrix's columns in the order of `map`. */
export function pack(to: Float32Array, at: number, matrix: Matrix, map: Int32Array): void {
  let place = at / 4;
  for (let panel = 0; panel < map.length; panel += 16) {
    for (let row = 0; row < matrix.rows; row++) {
      for (let column = panel; column < panel + 16; column++) {
        const from = map[column] ?? -1;
        to[place++] = from < 0 ? 0 : matrix.values[row * matrix.columns + from]!;
      }
    }
  }
}

/** Panels of the transposed matrix's columns, its rows in the order of `map`. */
export function packTransposed(to: Float32Array, at: number, matrix: Matrix, map: Int32Array) {
  let place = at / 4;
  for (let panel = 0; panel < matrix.rows; panel += 16) {
    for (const from of map) {
      for (let row = panel; row < panel + 16; row++) {
        const inside = from >= 0 && row < matrix.rows;
        to[place++] = inside ? matrix.values[row * matrix.columns + from]! : 0;
      }
    }
  }
}

/** Back from rows of so many bytes to a matrix of the weights' own order. */
export function unpack(
  to: Matrix,
  from: Float32Array,
  at: number,
  rowBytes: number,
  map: Int32Array,
): void {
  for (let row = 0; row < to.rows; row++) {
    const start = (at + row * rowBytes) / 4;
    for (let column = 0; column < map.length; column++) {
      const place = map[column]!;
      if (place >= 0) to.values[row * to.columns + place] = from[start + column]!;
    }
  }
}
