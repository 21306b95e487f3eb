/** ONNX models written byte by byte (protobuf of onnx.proto, opset 14): the peer's food. */

export interface OnnxNode {
  readonly op: string;
  /** '' for an input or output that is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** A number is written as an integer, `float` as what it says. */
  readonly attributes?: Readonly<Record<string, OnnxAttribute>>;
}
export type OnnxAttribute = number | string | readonly number[] | { readonly float: number };

export interface OnnxTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** A side by its name is free. */
export interface OnnxValue {
  readonly name: string;
  readonly shape: readonly (number | string)[];
}

export interface OnnxModel {
  readonly name: string;
  readonly nodes: readonly OnnxNode[];
  readonly weights: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

export function writeOnnx({ name, nodes, weights, inputs, outputs }: OnnxModel): Uint8Array {
  const graph = [
    ...nodes.map((one) => part(1, node(one))),
    text(2, name),
    ...weights.map((one) => part(5, tensor(one))),
    ...inputs.map((one) => part(11, value(one))),
    ...outputs.map((one) => part(12, value(one))),
  ];
  return message([whole(1, 7), part(7, graph), part(8, [whole(2, 14)])]);
}

function node({ op, inputs, outputs, attributes = {} }: OnnxNode): Uint8Array[] {
  return [
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    text(4, op),
    ...Object.entries(attributes).map(([name, given]) => part(5, attribute(name, given))),
  ];
}

function attribute(name: string, given: OnnxAttribute): Uint8Array[] {
  if (typeof given === 'number') return [text(1, name), whole(3, given), whole(20, 2)];
  if (typeof given === 'string') return [text(1, name), text(4, given), whole(20, 3)];
  if ('float' in given) return [text(1, name), single(2, given.float), whole(20, 1)];
  return [text(1, name), ...given.map((one) => whole(8, one)), whole(20, 7)];
}

function tensor({ name, shape, values }: OnnxTensor): Uint8Array[] {
  const raw = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return [...shape.map((side) => whole(1, side)), whole(2, 1), text(8, name), bytes(9, raw)];
}

function value({ name, shape }: OnnxValue): Uint8Array[] {
  const sides = shape.map((side) =>
    part(1, [typeof side === 'number' ? whole(1, side) : text(2, side)]),
  );
  return [text(1, name), part(2, [part(1, [whole(1, 1), part(2, sides)])])];
}

function varint(value: number): number[] {
  const out: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) out.push((rest % 128) | 128);
  return [...out, rest];
}

const whole = (field: number, value: number): Uint8Array =>
  Uint8Array.from([...varint(field * 8), ...varint(value)]);

const single = (field: number, value: number): Uint8Array =>
  message([Uint8Array.from(varint(field * 8 + 5)), new Uint8Array(Float32Array.of(value).buffer)]);

const bytes = (field: number, content: Uint8Array): Uint8Array =>
  message([Uint8Array.from([...varint(field * 8 + 2), ...varint(content.length)]), content]);

const text = (field: number, content: string): Uint8Array =>
  bytes(field, new TextEncoder().encode(content));

const part = (field: number, parts: readonly Uint8Array[]): Uint8Array =>
  bytes(field, message(parts));

function message(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
