/** Each operation of a graph as the layers that do the same. Pure. */
import type { Op, Padding, Weight } from '#lib/engine/graph/format.ts';
import { inputsOf } from '#lib/engine/graph/plan.ts';
import type { LayersWriter } from './layers-writer.ts';

type Convolution = Extract<Op, { filter: Weight }>;

/** @param channels of every activation so far. */
export function channelsOf(op: Op, channels: ReadonlyMap<string, number>): number {
  if (op.op === 'conv') return op.filter.shape[3] ?? 0;
  if (op.op === 'reshape') return op.shape[2];
  const counts = inputsOf(op).map((name) => channels.get(name) ?? 0);
  return op.op === 'concat' ? counts.reduce((sum, n) => sum + n, 0) : (counts[0] ?? 0);
}

/**
 * @param from names of the layers that it reads. @param channels of what it makes.
 * @param read numbers of a filter or bias.
 * @returns the name of the layer that gives what the operation gives.
 */
export function addOp(
  writer: LayersWriter,
  op: Op,
  from: readonly string[],
  name: string,
  channels: number,
  read: (weight: Weight) => Float32Array,
): string {
  switch (op.op) {
    case 'conv':
    case 'depthwise':
      return addConvolution(writer, op, from, name, read);
    case 'add':
      return writer.add('Add', name, from);
    case 'mul':
      return writer.add('Multiply', name, from);
    case 'concat':
      return writer.add('Concatenate', name, from, { axis: -1 });
    case 'activation':
      return writer.add('Activation', name, from, { activation: op.activation });
    case 'softmax':
      return writer.add('Softmax', name, from, { axis: -1 });
    case 'mean':
    case 'max': {
      const kind = op.op === 'mean' ? 'GlobalAveragePooling2D' : 'GlobalMaxPooling2D';
      const row = writer.add(kind, `${name}_${op.op}`, from);
      return writer.add('Reshape', name, [row], { target_shape: [1, 1, channels] });
    }
    case 'max-pool':
    case 'average-pool': {
      const kind = op.op === 'max-pool' ? 'MaxPooling2D' : 'AveragePooling2D';
      const strides = [op.stride, op.stride];
      return writer.add(kind, name, from, { pool_size: op.window, strides, padding: op.pad });
    }
    case 'pad':
      return addZeros(writer, op.sides, from, name);
    case 'reshape':
      return writer.add('Reshape', name, from, { target_shape: op.shape });
    case 'upsample': {
      const interpolation = op.method ?? 'bilinear';
      return writer.add('UpSampling2D', name, from, {
        size: [op.factor, op.factor],
        interpolation,
      });
    }
  }
}

function addConvolution(
  writer: LayersWriter,
  op: Convolution,
  from: readonly string[],
  name: string,
  read: (weight: Weight) => Float32Array,
): string {
  const isConv = op.op === 'conv';
  const [height = 1, width = 1, , filters = 1] = op.filter.shape;
  const numbers = (weight: Weight) => [weight.shape, read(weight)] as const;
  const isPlain = typeof op.pad === 'string';
  const dilation = op.dilation ?? 1;
  return writer.add(
    isConv ? 'Conv2D' : 'DepthwiseConv2D',
    name,
    isPlain ? from : [addZeros(writer, op.pad, from, `${name}_zeros`)],
    {
      ...(isConv ? { filters } : { depth_multiplier: 1 }),
      kernel_size: [height, width],
      strides: [op.stride, op.stride],
      padding: isPlain ? op.pad : 'valid',
      ...(dilation !== 1 && { dilation_rate: [dilation, dilation] }),
      use_bias: op.bias !== undefined,
      activation: op.activation,
    },
    [
      [isConv ? 'kernel' : 'depthwise_kernel', ...numbers(op.filter)],
      ...(op.bias ? [['bias', ...numbers(op.bias)] as const] : []),
    ],
  );
}

function addZeros(
  writer: LayersWriter,
  [top, bottom, left, right]: Exclude<Padding, string>,
  from: readonly string[],
  name: string,
): string {
  const padding = [
    [top, bottom],
    [left, right],
  ];
  return writer.add('ZeroPadding2D', name, from, { padding });
}
