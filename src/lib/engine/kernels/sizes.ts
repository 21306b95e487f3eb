import {
  gatesOf,
  type RecurrentShape,
  type RecurrentState,
  type RecurrentWeights,
  type Sequences,
} from './recurrent.ts';

/** Wrong sizes are a bug of the caller; found here, they are not read as somebody else's memory. */
export function expectWeights(shape: RecurrentShape, weights: RecurrentWeights): void {
  const columns = gatesOf[shape.cell] * shape.units;
  expectLength('kernel', weights.kernel, shape.inputs * columns);
  expectLength('recurrent', weights.recurrent, shape.units * columns);
  expectLength('bias', weights.bias, columns);
}

export function expectSequences(shape: RecurrentShape, sequences: Sequences): void {
  const { data, batch, steps, lengths, initial, rows } = sequences;
  if (rows) {
    const count = data.length / shape.inputs;
    expectLength('rows', rows, batch * steps);
    for (const row of rows) if (!(row >= 0 && row < count)) throw new RangeError(`row ${row}`);
  } else {
    expectLength('data', data, batch * steps * shape.inputs);
  }
  if (initial) expectState(shape, initial, batch);
  if (!lengths) return;
  expectLength('lengths', lengths, batch);
  for (const length of lengths) {
    if (length < 0 || length > steps) throw new RangeError(`length ${length} of ${steps} steps`);
  }
}

export function expectState(shape: RecurrentShape, state: RecurrentState, batch: number): void {
  expectLength('hidden', state.hidden, batch * shape.units);
  if (shape.cell === 'lstm') expectLength('carry', state.carry, batch * shape.units);
}

export function expectLength(name: string, values: ArrayLike<number> | undefined, length: number) {
  if (values?.length === length) return;
  throw new RangeError(`${name}: ${values?.length ?? 'no'} values, not ${length}`);
}
