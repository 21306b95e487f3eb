/**
 * A head as layers. What no layer does by itself is made of those there are, exactly:
 *
 *   v to unit length          normalise(v₁, −v₁, v₂, −v₂ …) = (v, −v …) · √n / |v|, since their mean is 0
 *
 * with `LayerNormalization` for normalise; factors go into the dense layer that comes next. Pure.
 */
import { FailureError } from '#lib/failure/failure.ts';
import type { Head } from '../../heads/head.ts';
import type { LayersWriter } from './layers-writer.ts';

/** Small beside any variance that means something, large beside a rounding error. */
export const epsilon = 1e-10;

/** A row of numbers that the model has at hand. */
export interface Row {
  readonly name: string;
  /** Every number is followed by its negative. */
  readonly paired: boolean;
  /** How many times too large each number is. */
  readonly factors: Float64Array;
}

/** A row as it comes out of a layer. */
export const plainRow = (name: string, length: number): Row => ({
  name,
  paired: false,
  factors: new Float64Array(length).fill(1),
});

export const depthwise = (multiplier = 1) => ({
  kernel_size: [1, 1],
  strides: [1, 1],
  padding: 'same',
  depth_multiplier: multiplier,
  use_bias: true,
  activation: 'linear',
});

/** (v ⊘ factors − mean) ⊘ scale, each number with its negative. */
function pair(
  writer: LayersWriter,
  { name, paired, factors }: Row,
  prefix: string,
  mean?: ArrayLike<number>,
  scale?: ArrayLike<number>,
): Row {
  const n = factors.length;
  const kernel = new Float64Array(2 * n);
  const bias = new Float64Array(2 * n);
  for (let i = 0; i < n; i++) {
    const by = scale?.[i] ?? 1;
    const factor = 1 / (factors[i]! * by);
    kernel[2 * i] = factor;
    // A paired row has the negative there already.
    kernel[2 * i + 1] = paired ? factor : -factor;
    bias[2 * i] = -(mean?.[i] ?? 0) / by;
    bias[2 * i + 1] = -bias[2 * i]!;
  }
  const [channels, multiplier] = paired ? [2 * n, 1] : [n, 2];
  const place = writer.add('Reshape', `${prefix}_place`, [name], {
    target_shape: [1, 1, channels],
  });
  const pairs = writer.add('DepthwiseConv2D', `${prefix}_pairs`, [place], depthwise(multiplier), [
    ['depthwise_kernel', [1, 1, channels, multiplier], kernel],
    ['bias', [2 * n], bias],
  ]);
  const row = writer.add('Reshape', `${prefix}_row`, [pairs], { target_shape: [2 * n] });
  return { name: row, paired: true, factors: new Float64Array(n).fill(1) };
}

export function toUnitLength(
  writer: LayersWriter,
  row: Row,
  prefix: string,
  { mean, scale }: Partial<Head['normalisation']> = {},
): Row {
  const pairs = pair(writer, row, prefix, mean, scale);
  const name = writer.add('LayerNormalization', `${prefix}_length`, [pairs.name], {
    axis: -1,
    epsilon,
    center: false,
    scale: false,
  });
  const n = row.factors.length;
  return { name, paired: true, factors: new Float64Array(n).fill(Math.sqrt(n)) };
}

/** @returns the layer of scores. @throws FailureError `export-unsupported` for a head without layers (nearest neighbours). */
export function addHead(writer: LayersWriter, head: Head, row: Row): string {
  if (head.layers.length === 0) throw new FailureError('export-unsupported', head.method);
  const { normalisation } = head;
  const normalised = normalisation.unitLength
    ? toUnitLength(writer, row, 'head', normalisation)
    : pair(writer, row, 'head', normalisation.mean, normalisation.scale);
  return head.layers.reduce((from, { weights, bias, activation }, i) => {
    const isLast = i === head.layers.length - 1;
    const divisor = isLast ? head.temperature : 1;
    const kernel =
      i === 0 ? pairedKernel(weights.data, weights.columns, normalised.factors) : weights.data;
    return writer.add(
      'Dense',
      isLast ? 'scores' : `head_${i}`,
      [from],
      {
        units: weights.columns,
        use_bias: true,
        activation: isLast ? 'softmax' : activation === 'relu' ? 'relu' : 'linear',
      },
      [
        ['kernel', [kernel.length / weights.columns, weights.columns], over(kernel, divisor)],
        ['bias', [weights.columns], over(bias, divisor)],
      ],
    );
  }, normalised.name);
}

const over = (values: ArrayLike<number>, divisor: number) =>
  Float64Array.from(values, (value) => value / divisor);

/** Half of each row of weights for the number, the other half for its negative. */
function pairedKernel(data: Float32Array, columns: number, factors: Float64Array): Float64Array {
  const kernel = new Float64Array(2 * data.length);
  factors.forEach((factor, i) => {
    for (let j = 0; j < columns; j++) {
      const half = data[i * columns + j]! / (2 * factor);
      kernel[2 * i * columns + j] = half;
      kernel[(2 * i + 1) * columns + j] = -half;
    }
  });
  return kernel;
}
