/** Where each part of a network lies among its parameters, and with what it starts. Pure. */
import { gatesOf } from '#lib/engine/kernels/recurrent.ts';
import { Random } from '#lib/maths/random.ts';
import type { ParameterPart, TextNetworkSpec } from './network.ts';

export interface Layout {
  readonly parts: readonly ParameterPart[];
  readonly size: number;
  /** First parameter of the classifier. */
  readonly networkSize: number;
  /** Width of the outputs of the last recurrent layer. */
  readonly width: number;
  /** Length of what pooling gives. */
  readonly pooled: number;
  /** Length of what the classifier reads. */
  readonly dimensions: number;
}

export const directionsOf = (direction: 'forward' | 'both') =>
  direction === 'both' ? (['forward', 'backward'] as const) : (['forward'] as const);

export function layOut(spec: TextNetworkSpec): Layout {
  const parts: ParameterPart[] = [];
  let at = 0;
  const add = (name: string, ...shape: number[]) => {
    const size = shape.reduce((product, side) => product * side, 1);
    parts.push({ name, shape, at, size });
    at += size;
  };
  add('embedding', spec.rows, spec.columns);
  let width = spec.columns;
  spec.recurrent.forEach(({ cell, units, direction }, i) => {
    const directions = directionsOf(direction);
    for (const way of directions) {
      add(`recurrent.${i}.${way}.kernel`, width, gatesOf[cell] * units);
      add(`recurrent.${i}.${way}.recurrent`, units, gatesOf[cell] * units);
      add(`recurrent.${i}.${way}.bias`, gatesOf[cell] * units);
    }
    width = units * directions.length;
  });
  if (spec.pooling === 'attention') add('pooling.query', width);
  const pooled = spec.pooling === 'mean-max' ? 2 * width : width;
  let networkSize = at;
  [...spec.hidden.map(({ units }) => units), spec.classes].forEach((units, i) => {
    networkSize = at;
    add(`dense.${i}.kernel`, i === 0 ? pooled : spec.hidden[i - 1]!.units, units);
    add(`dense.${i}.bias`, units);
  });
  const dimensions = spec.hidden.at(-1)?.units ?? pooled;
  return { parts, size: at, networkSize, width, pooled, dimensions };
}

/**
 * As tf.layers starts them: embeddings uniform within ±0.05, kernels by Glorot and Bengio (2010,
 * eq. 16), recurrent kernels with orthogonal rows (Saxe et al., 2014), a bias of 1 on the forget gate
 * (Jozefowicz et al., 2015), other biases 0; the attention's query 0, which makes it the mean.
 */
export function initialParameters(spec: TextNetworkSpec, seed: number): Float64Array<ArrayBuffer> {
  const { parts, size } = layOut(spec);
  const values = new Float64Array(size);
  const random = new Random(seed);
  const uniform = (part: Float64Array, limit: number) => {
    for (let i = 0; i < part.length; i++) part[i] = limit * (2 * random.next() - 1);
  };
  for (const { name, shape, at, size } of parts) {
    const part = values.subarray(at, at + size);
    const [rows, columns] = [shape[0]!, shape[1] ?? 1];
    if (name === 'embedding') {
      uniform(part, 0.05);
      part.fill(0, 0, columns);
    } else if (name.endsWith('.kernel')) {
      uniform(part, Math.sqrt(6 / (rows + columns)));
    } else if (name.endsWith('.recurrent')) {
      orthogonalRows(part, rows, columns, random);
    } else if (name.startsWith('recurrent.')) {
      const { cell, units } = spec.recurrent[Number(name.split('.')[1])]!;
      if (cell === 'lstm') part.fill(1, units, 2 * units);
    }
  }
  return values;
}

/** Normal numbers, made orthonormal row by row (Gram and Schmidt, twice over for precision). */
function orthogonalRows(into: Float64Array, rows: number, columns: number, random: Random): void {
  for (let i = 0; i < rows; i++) {
    const row = into.subarray(i * columns, (i + 1) * columns);
    for (let k = 0; k < columns; k++) row[k] = random.normal();
    for (let pass = 0; pass < 2; pass++) {
      for (let j = 0; j < i; j++) {
        const before = into.subarray(j * columns, (j + 1) * columns);
        let product = 0;
        for (let k = 0; k < columns; k++) product += row[k]! * before[k]!;
        for (let k = 0; k < columns; k++) row[k]! -= product * before[k]!;
      }
    }
    const length = Math.hypot(...row);
    for (let k = 0; k < columns; k++) row[k]! /= length;
  }
}
