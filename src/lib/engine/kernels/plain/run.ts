/**
 * Whole sequences, forward and back (back-propagation through time: Werbos 1990), row by row and step
 * by step, in float64: the readable reference that every other kernel is held to.
 */
import { gatesOf, type Cell, type RecurrentShape } from '../recurrent.ts';
import type { PlainCell } from './cell.ts';
import { gru } from './gru.ts';
import { lstm } from './lstm.ts';
import { addOuter, addTimes, addTimesTransposed, type Numbers } from './products.ts';
import { simple } from './simple.ts';

const cells: Readonly<Record<Cell, PlainCell>> = { lstm, gru, simple };

/** As in `recurrent.ts`, in either precision. */
export interface Weights<T extends Numbers = Numbers> {
  readonly kernel: T;
  readonly recurrent: T;
  readonly bias: T;
}
export interface State<T extends Numbers = Numbers> {
  readonly hidden: T;
  readonly carry?: T;
}
export interface Rows {
  readonly data: Numbers;
  readonly batch: number;
  readonly steps: number;
  readonly rows?: Int32Array;
  readonly lengths?: Int32Array;
  readonly backwards?: boolean;
  readonly initial?: State;
}

/** All that was computed on the way; shapes as in `recurrent.ts`. */
export interface Walk {
  readonly rows: Rows;
  readonly outputs: Float64Array;
  readonly gates: Float64Array;
  readonly carries: Float64Array;
  readonly final: Required<State<Float64Array>>;
}

export function walk(shape: RecurrentShape, weights: Weights, rows: Rows): Walk {
  const { cell, inputs, units } = shape;
  const { data, batch, steps, initial } = rows;
  const columns = gatesOf[cell] * units;
  const all = { all: columns, from: 0, to: columns };
  const outputs = new Float64Array(batch * steps * units);
  const carries = new Float64Array(batch * steps * units);
  const gates = new Float64Array(batch * steps * columns);
  const final = { hidden: copyOf(initial?.hidden, batch * units), carry: carryOf(rows, shape) };
  for (let row = 0; row < batch; row++) {
    const hidden = final.hidden.subarray(row * units, (row + 1) * units);
    const carry = final.carry.subarray(row * units, (row + 1) * units);
    for (const t of stepsOf(rows, row)) {
      const place = row * steps + t;
      gates.set(weights.bias, place * columns);
      addTimes(
        gates,
        place * columns,
        data,
        rowOf(rows, place) * inputs,
        inputs,
        weights.kernel,
        all,
      );
      const at = place * columns;
      cells[cell].forward({ units, recurrent: weights.recurrent, gates, at, hidden, carry });
      outputs.set(hidden, place * units);
      carries.set(carry, place * units);
    }
  }
  return { rows, outputs, gates, carries, final };
}

export interface WalkGradients {
  readonly inputs: Float64Array;
  readonly weights: Weights<Float64Array>;
  readonly initial: Required<State<Float64Array>>;
}

export function walkBack(
  shape: RecurrentShape,
  weights: Weights,
  { rows, outputs, gates, carries }: Walk,
  dOutputs: Numbers,
  dFinal?: State,
): WalkGradients {
  const { cell, inputs, units } = shape;
  const { data, batch, steps, initial } = rows;
  const columns = gatesOf[cell] * units;
  const all = { all: columns, from: 0, to: columns };
  const dGates = new Float64Array(batch * steps * columns);
  const dInputs = new Float64Array(data.length);
  const dWeights = {
    kernel: new Float64Array(inputs * columns),
    recurrent: new Float64Array(units * columns),
    bias: new Float64Array(columns),
  };
  const before = { hidden: copyOf(initial?.hidden, batch * units), carry: carryOf(rows, shape) };
  const dInitial = {
    hidden: copyOf(dFinal?.hidden, batch * units),
    carry: copyOf(cell === 'lstm' ? dFinal?.carry : undefined, batch * units),
  };
  for (let row = 0; row < batch; row++) {
    const state = (values: Float64Array) => values.subarray(row * units, (row + 1) * units);
    const dHidden = state(dInitial.hidden);
    const order = stepsOf(rows, row);
    for (let n = order.length - 1; n >= 0; n--) {
      const place = row * steps + order[n]!;
      const previous = n > 0 ? row * steps + order[n - 1]! : undefined;
      const stateAt = (values: Float64Array, initially: Float64Array) =>
        previous === undefined
          ? state(initially)
          : values.subarray(previous * units, (previous + 1) * units);
      for (let u = 0; u < units; u++) dHidden[u]! += dOutputs[place * units + u]!;
      cells[cell].backward({
        units,
        recurrent: weights.recurrent,
        gates,
        at: place * columns,
        hidden: stateAt(outputs, before.hidden),
        carry: stateAt(carries, before.carry),
        nextCarry: carries.subarray(place * units, (place + 1) * units),
        dHidden,
        dCarry: state(dInitial.carry),
        dGates,
        dRecurrent: dWeights.recurrent,
      });
      const at = place * columns;
      const read = rowOf(rows, place) * inputs;
      for (let j = 0; j < columns; j++) dWeights.bias[j]! += dGates[at + j]!;
      addOuter(dWeights.kernel, data, read, inputs, dGates, at, all);
      addTimesTransposed(dInputs, read, dGates, at, inputs, weights.kernel, all);
    }
  }
  return { inputs: dInputs, weights: dWeights, initial: dInitial };
}

/** Which row of the data a step reads. */
const rowOf = ({ rows }: Rows, place: number): number => rows?.[place] ?? place;

/** The steps of a row in the order in which they are walked. */
function stepsOf({ steps, lengths, backwards }: Rows, row: number): number[] {
  const length = lengths?.[row] ?? steps;
  return Array.from({ length }, (_, n) => (backwards ? length - 1 - n : n));
}

const copyOf = (values: Numbers | undefined, length: number): Float64Array =>
  values ? Float64Array.from(values) : new Float64Array(length);

const carryOf = ({ initial, batch }: Rows, { cell, units }: RecurrentShape): Float64Array =>
  copyOf(cell === 'lstm' ? initial?.carry : undefined, batch * units);
