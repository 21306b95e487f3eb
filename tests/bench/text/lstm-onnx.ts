/** One LSTM as an ONNX model. */
import type {
  RecurrentShape,
  RecurrentWeights,
} from '../../../src/lib/engine/kernels/recurrent.ts';
import { writeOnnx } from '../onnx.ts';

/** X [steps, batch, inputs] → Y_h [1, batch, units]; both sizes free. */
export function lstmModel(
  { inputs, units }: RecurrentShape,
  weights: RecurrentWeights,
): Uint8Array {
  // Two biases, added by the operator: ours and nothing.
  const biases = new Float32Array(8 * units);
  biases.set(turned(weights.bias, 1, units));
  return writeOnnx({
    name: 'lstm',
    nodes: [
      {
        op: 'LSTM',
        inputs: ['X', 'W', 'R', 'B'],
        outputs: ['', 'Y_h'],
        attributes: { hidden_size: units },
      },
    ],
    weights: [
      { name: 'W', shape: [1, 4 * units, inputs], values: turned(weights.kernel, inputs, units) },
      { name: 'R', shape: [1, 4 * units, units], values: turned(weights.recurrent, units, units) },
      { name: 'B', shape: [1, 8 * units], values: biases },
    ],
    inputs: [{ name: 'X', shape: ['steps', 'batch', inputs] }],
    outputs: [{ name: 'Y_h', shape: [1, 'batch', units] }],
  });
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
