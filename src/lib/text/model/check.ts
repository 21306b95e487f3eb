/** Whether what was served is a text model that can be run; everything that reading it relies on. */
import { gatesOf } from '#lib/engine/kernels/recurrent.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { tokenizerOf, type Tokenizer } from '#lib/text/units/tokens.ts';
import type { TextModelFile, TextWeight } from './format.ts';
import { sizeOf } from './weights.ts';

const bytesOf = { float32: 4, float16: 2, uint8: 1 } as const;
const poolings: readonly string[] = ['last', 'mean', 'max', 'mean-max', 'attention'];
const activations: readonly string[] = ['none', 'relu', 'tanh'];
const directions: readonly string[] = ['forward', 'both'];

/** @throws FailureError `model-corrupt` */
export function checkTextModel(file: TextModelFile, byteLength: number): Tokenizer {
  try {
    return checked(file, byteLength);
  } catch (error) {
    // Of a file that is none, any property may be missing.
    if (error instanceof RangeError || error instanceof TypeError || error instanceof SyntaxError) {
      throw new FailureError('model-corrupt', error.message);
    }
    throw error;
  }
}

function checked(file: TextModelFile, byteLength: number): Tokenizer {
  const expect = (holds: boolean, what: string) => {
    if (!holds) throw new RangeError(`${file.id}: ${what}`);
  };
  const expectShape = (weight: TextWeight, shape: readonly number[], what: string) => {
    expect(`${weight.shape}` === `${shape}`, `${what} is [${weight.shape}], not [${shape}]`);
    expectInside(weight, what);
  };
  const expectInside = (weight: TextWeight, what: string) => {
    const [rows = 0] = weight.shape;
    const slices = [{ at: weight.at, length: sizeOf(weight) * bytesOf[weight.type] }];
    if (weight.type === 'uint8') slices.push({ at: weight.ranges, length: 8 * rows });
    const sound = slices.every(
      ({ at, length }) => at >= 0 && at % 4 === 0 && at + length <= byteLength,
    );
    expect(sound, `${what} is not within ${byteLength} bytes`);
  };

  expect(file.format === 'aprendiz-text-1', `format ${file.format}`);
  expect(Number.isInteger(file.window) && file.window > 0, `window ${file.window}`);
  expect(file.temperature > 0, `temperature ${file.temperature}`);
  const tokenizer = tokenizerOf(file.units);
  const [rows = 0, columns = 0] = file.embedding.shape;
  expect(rows >= tokenizer.rowCount && columns > 0, `embedding of ${rows} × ${columns}`);
  expectShape(file.embedding, [rows, columns], 'embedding');

  expect(file.recurrent.length > 0, 'no recurrent layer');
  let width = columns;
  for (const { cell, units, direction, weights } of file.recurrent) {
    expect(directions.includes(direction), `direction ${direction}`);
    expect(weights.length === (direction === 'both' ? 2 : 1), `${weights.length} directions`);
    const gates = gatesOf[cell] * units;
    expect(gates > 0, `cell ${cell}`);
    for (const { kernel, recurrent, bias } of weights) {
      expectShape(kernel, [width, gates], 'kernel');
      expectShape(recurrent, [units, gates], 'recurrent kernel');
      expectShape(bias, [gates], 'bias');
    }
    width = units * weights.length;
  }
  const { pooling } = file;
  expect(poolings.includes(pooling.kind), `pooling ${pooling.kind}`);
  if (pooling.kind === 'attention') expectShape(pooling.query, [width], 'query');
  if (pooling.kind === 'mean-max') width *= 2;
  for (const { kernel, bias, activation } of file.dense) {
    expect(activations.includes(activation), `activation ${activation}`);
    const [, outputs = 0] = kernel.shape;
    expectShape(kernel, [width, outputs], 'dense kernel');
    expectShape(bias, [outputs], 'dense bias');
    width = outputs;
  }
  const { length } = file.labels;
  expect(length === 0 || length === width, `${length} labels for ${width} numbers`);
  return tokenizer;
}
