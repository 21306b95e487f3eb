/** An ONNX model of one LSTM, written byte by byte (protobuf of onnx.proto, opset 14): the peer's food. */
import type {
  RecurrentShape,
  RecurrentWeights,
} from '../../../src/lib/engine/kernels/recurrent.ts';

/** X [steps, batch, inputs] → Y_h [1, batch, units]; both sizes free. */
export function lstmModel(
  { inputs, units }: RecurrentShape,
  weights: RecurrentWeights,
): Uint8Array {
  const tensors = [
    floats('W', [1, 4 * units, inputs], turned(weights.kernel, inputs, units)),
    floats('R', [1, 4 * units, units], turned(weights.recurrent, units, units)),
    // Two biases, added by the operator: ours and nothing.
    floats(
      'B',
      [1, 8 * units],
      Float32Array.from([...turned(weights.bias, 1, units), ...zeros(4 * units)]),
    ),
  ];
  const node = message([
    ...['X', 'W', 'R', 'B'].map((name) => text(1, name)),
    ...['', 'Y_h'].map((name) => text(2, name)),
    text(4, 'LSTM'),
    part(5, [text(1, 'hidden_size'), whole(3, units), whole(20, 2)]),
  ]);
  const graph = [
    bytes(1, node),
    text(2, 'lstm'),
    ...tensors.map((tensor) => part(5, tensor)),
    part(11, value('X', ['steps', 'batch', inputs])),
    part(12, value('Y_h', [1, 'batch', units])),
  ];
  return message([whole(1, 7), part(7, graph), part(8, [whole(2, 14)])]);
}

/** Our columns of gates i, f, c, o as rows i, o, f, c. */
function turned(matrix: Float32Array, rows: number, units: number): Float32Array {
  const order = [0, 3, 1, 2];
  return Float32Array.from({ length: matrix.length }, (_, at) => {
    const [column, row] = [Math.floor(at / rows), at % rows];
    const gate = order[Math.floor(column / units)]!;
    return matrix[row * 4 * units + gate * units + (column % units)]!;
  });
}

const zeros = (count: number): number[] => new Array<number>(count).fill(0);

function floats(name: string, shape: readonly number[], values: Float32Array): Uint8Array[] {
  const raw = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return [...shape.map((side) => whole(1, side)), whole(2, 1), text(8, name), bytes(9, raw)];
}

function value(name: string, shape: readonly (number | string)[]): Uint8Array[] {
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
