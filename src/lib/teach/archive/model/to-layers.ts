/**
 * A model as layers that TensorFlow.js and Teachable Machine's library can run: a square of −1..1 in,
 * scores out. What no layer does by itself is made of those there are, exactly:
 *
 *   deviation of a map x      mean(x · normalise(x)), where normalise(x) = (x − mean) / deviation
 *   v to unit length          normalise(v₁, −v₁, v₂, −v₂ …) = (v, −v …) · √n / |v|, since their mean is 0
 *
 * with `LayerNormalization` for normalise; factors go into the dense layer that comes next. Pure.
 */
import type { Graph, Op, Weight } from '#lib/engine/graph/format.ts';
import { opsFor } from '#lib/engine/graph/plan.ts';
import { FailureError } from '#lib/failure/failure.ts';
import type { Head } from '../../heads/head.ts';
import { LayersWriter, type WrittenModel } from './layers-writer.ts';
import type { ModelSource, SourceNetwork } from './source.ts';

const input = 'image';
/** Small beside any variance that means something, large beside a rounding error. */
const epsilon = 1e-10;

/** A row of numbers that the model has at hand. */
interface Row {
  readonly name: string;
  /** Every number is followed by its negative. */
  readonly paired: boolean;
  /** How many times too large each number is. */
  readonly factors: Float64Array;
}

/** Side of the square that the model wants. @throws FailureError `export-unsupported` */
export function squareOf({ networks }: ModelSource): number {
  const [first] = networks;
  const alike = networks.every(({ input: { size, fit } }) => {
    return size === first?.input.size && fit === 'cover';
  });
  if (!first || !alike) throw new FailureError('export-unsupported', 'unlike inputs');
  return first.input.size;
}

/** @throws FailureError `export-unsupported` for a head without layers (nearest neighbours). */
export function toLayers(source: ModelSource): WrittenModel {
  const writer = new LayersWriter(input, squareOf(source));
  const rows = source.networks.map((network, i) => {
    const { name, channels } = addNetwork(writer, network, `net${i}`);
    return source.pooling === 'none'
      ? flat(writer, name, channels, `net${i}`)
      : pooled(writer, name, channels, `net${i}`);
  });
  const [only, ...others] = rows;
  if (!only) throw new Error('a model without networks');
  const all: Row =
    others.length === 0
      ? only
      : {
          name: writer.add(
            'Concatenate',
            'embedding',
            rows.map(({ name }) => name),
            { axis: -1 },
          ),
          paired: only.paired,
          factors: Float64Array.from(rows.flatMap(({ factors }) => [...factors])),
        };
  const output = addHead(writer, source.head, all);
  return writer.finish('aprendiz', output);
}

function addNetwork(
  writer: LayersWriter,
  network: SourceNetwork,
  prefix: string,
): { name: string; channels: number } {
  const { graph } = network;
  const embedding = graph.outputs['embedding'];
  if (embedding === undefined) throw new Error(`${graph.id} has no embedding`);
  const names = new Map([[graph.input, rescaled(writer, graph, prefix)]]);
  const channels = new Map([[graph.input, 3]]);
  opsFor(graph, [embedding]).forEach((op, i) => {
    const inputs = typeof op.in === 'string' ? [op.in] : op.in;
    const from = inputs.map((name) => names.get(name) ?? '');
    names.set(op.out, addOp(writer, op, from, `${prefix}_${i}`, network, channels));
    channels.set(op.out, channelsOf(op, channels));
  });
  return { name: names.get(embedding) ?? '', channels: channels.get(embedding) ?? 0 };
}

/** From −1..1 to what the network wants; a layer only where that differs. */
function rescaled(writer: LayersWriter, { scale, offset }: Graph, prefix: string): string {
  const factor = 127.5 * scale;
  const shift = 127.5 * scale + offset;
  if (Math.abs(factor - 1) < 1e-6 && Math.abs(shift) < 1e-6) return input;
  return writer.add('DepthwiseConv2D', `${prefix}_scale`, [input], depthwise(), [
    ['depthwise_kernel', [1, 1, 3, 1], [factor, factor, factor]],
    ['bias', [3], [shift, shift, shift]],
  ]);
}

const depthwise = (multiplier = 1) => ({
  kernel_size: [1, 1],
  strides: [1, 1],
  padding: 'same',
  depth_multiplier: multiplier,
  use_bias: true,
  activation: 'linear',
});

function channelsOf(op: Op, channels: ReadonlyMap<string, number>): number {
  if (op.op === 'conv') return op.filter.shape[3] ?? 0;
  return channels.get(typeof op.in === 'string' ? op.in : (op.in[0] ?? '')) ?? 0;
}

function addOp(
  writer: LayersWriter,
  op: Op,
  from: readonly string[],
  name: string,
  { read, graph }: SourceNetwork,
  channels: ReadonlyMap<string, number>,
): string {
  switch (op.op) {
    case 'conv':
    case 'depthwise': {
      const isConv = op.op === 'conv';
      const [height = 1, width = 1, , filters = 1] = op.filter.shape;
      const numbers = (weight: Weight) => [weight.shape, read(weight)] as const;
      return writer.add(
        isConv ? 'Conv2D' : 'DepthwiseConv2D',
        name,
        from,
        {
          ...(isConv ? { filters } : { depth_multiplier: 1 }),
          kernel_size: [height, width],
          strides: [op.stride, op.stride],
          padding: op.pad,
          use_bias: op.bias !== undefined,
          activation: op.activation,
        },
        [
          [isConv ? 'kernel' : 'depthwise_kernel', ...numbers(op.filter)],
          ...(op.bias ? [['bias', ...numbers(op.bias)] as const] : []),
        ],
      );
    }
    case 'add':
      return writer.add('Add', name, from);
    case 'mul':
      return writer.add('Multiply', name, from);
    case 'activation':
      return writer.add('Activation', name, from, { activation: op.activation });
    case 'mean': {
      const row = writer.add('GlobalAveragePooling2D', `${name}_mean`, from);
      const target_shape = [1, 1, channels.get(op.in) ?? 0];
      return writer.add('Reshape', name, [row], { target_shape });
    }
    case 'concat':
    case 'upsample':
      throw new Error(`${graph.id}: ${op.op} has no layer`);
  }
}

function flat(writer: LayersWriter, name: string, channels: number, prefix: string): Row {
  return {
    name: writer.add('Reshape', `${prefix}_row`, [name], { target_shape: [channels] }),
    paired: false,
    factors: new Float64Array(channels).fill(1),
  };
}

function pooled(writer: LayersWriter, map: string, channels: number, prefix: string): Row {
  const mean = writer.add('GlobalAveragePooling2D', `${prefix}_mean`, [map]);
  const normal = writer.add('LayerNormalization', `${prefix}_normal`, [map], {
    axis: [1, 2],
    epsilon,
    center: false,
    scale: false,
  });
  const product = writer.add('Multiply', `${prefix}_product`, [map, normal]);
  const deviation = writer.add('GlobalAveragePooling2D', `${prefix}_deviation`, [product]);
  const both = writer.add('Concatenate', `${prefix}_both`, [mean, deviation], { axis: -1 });
  const row: Row = { name: both, paired: false, factors: new Float64Array(2 * channels).fill(1) };
  return toUnitLength(writer, row, `${prefix}_unit`);
}

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

function toUnitLength(
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

function addHead(writer: LayersWriter, head: Head, row: Row): string {
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
