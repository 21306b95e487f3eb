/**
 * Reads the part of a TensorFlow Lite file that image networks use: tensors, their constant data, and
 * operators with their options. A TFLite file is a flatbuffer; the field numbers below are those of
 * the public schema (tensorflow/lite/schema/schema.fbs, version 3).
 */

export type TfliteType = 'float32' | 'float16' | 'int32' | 'other';

export interface TfliteTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: TfliteType;
  /** Constant data; empty for activations. */
  readonly data: Uint8Array;
}

export interface TfliteOperator {
  readonly builtin: number;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** Options by field number; 0 where the file leaves the default. */
  readonly byteOption: (field: number) => number;
  readonly intOption: (field: number) => number;
}

export interface TfliteModel {
  readonly tensors: readonly TfliteTensor[];
  readonly operators: readonly TfliteOperator[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

export const builtin = {
  add: 0,
  concatenation: 2,
  conv2d: 3,
  depthwiseConv2d: 4,
  dequantize: 6,
  reshape: 22,
} as const;

const tensorTypes: Readonly<Record<number, TfliteType>> = {
  0: 'float32',
  1: 'float16',
  2: 'int32',
};

/** A flatbuffer table at a position: finds fields through its vtable. */
class Table {
  readonly #view: DataView;
  readonly #at: number;
  readonly #vtable: number;

  constructor(view: DataView, at: number) {
    this.#view = view;
    this.#at = at;
    this.#vtable = at - view.getInt32(at, true);
  }

  /** Position of a field, or 0 where it is absent. */
  #field(index: number): number {
    const slot = 4 + 2 * index;
    if (slot >= this.#view.getUint16(this.#vtable, true)) return 0;
    const offset = this.#view.getUint16(this.#vtable + slot, true);
    return offset === 0 ? 0 : this.#at + offset;
  }

  #follow(index: number): number {
    const at = this.#field(index);
    return at === 0 ? 0 : at + this.#view.getUint32(at, true);
  }

  byte(index: number): number {
    const at = this.#field(index);
    return at === 0 ? 0 : this.#view.getInt8(at);
  }

  int(index: number): number {
    const at = this.#field(index);
    return at === 0 ? 0 : this.#view.getInt32(at, true);
  }

  table(index: number): Table | undefined {
    const at = this.#follow(index);
    return at === 0 ? undefined : new Table(this.#view, at);
  }

  tables(index: number): Table[] {
    const at = this.#follow(index);
    if (at === 0) return [];
    return Array.from({ length: this.#view.getUint32(at, true) }, (_, i) => {
      const slot = at + 4 + 4 * i;
      return new Table(this.#view, slot + this.#view.getUint32(slot, true));
    });
  }

  ints(index: number): number[] {
    const at = this.#follow(index);
    if (at === 0) return [];
    const length = this.#view.getUint32(at, true);
    return Array.from({ length }, (_, i) => this.#view.getInt32(at + 4 + 4 * i, true));
  }

  bytes(index: number): Uint8Array {
    const at = this.#follow(index);
    if (at === 0) return new Uint8Array();
    const start = this.#view.byteOffset + at + 4;
    return new Uint8Array(this.#view.buffer, start, this.#view.getUint32(at, true));
  }

  text(index: number): string {
    return new TextDecoder().decode(this.bytes(index));
  }
}

/** @throws Error where the file is not TFLite or holds more than one subgraph. */
export function readTflite(file: Uint8Array): TfliteModel {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (new TextDecoder().decode(file.subarray(4, 8)) !== 'TFL3')
    throw new Error('not a TFLite file');
  const model = new Table(view, view.getUint32(0, true));
  const codes = model.tables(1).map((code) => Math.max(code.byte(0), code.int(3)));
  const buffers = model.tables(4).map((buffer) => buffer.bytes(0));
  const [graph, ...others] = model.tables(2);
  if (!graph || others.length > 0) throw new Error('expected a TFLite file with one subgraph');
  return {
    inputs: graph.ints(1),
    outputs: graph.ints(2),
    tensors: graph.tables(0).map((tensor) => ({
      name: tensor.text(3),
      shape: tensor.ints(0),
      type: tensorTypes[tensor.byte(1)] ?? 'other',
      data: buffers[tensor.int(2)] ?? new Uint8Array(),
    })),
    operators: graph.tables(3).map((operator) => {
      const options = operator.table(4);
      return {
        builtin: codes[operator.int(0)] ?? -1,
        inputs: operator.ints(1),
        outputs: operator.ints(2),
        byteOption: (field) => options?.byte(field) ?? 0,
        intOption: (field) => options?.int(field) ?? 0,
      };
    }),
  };
}
