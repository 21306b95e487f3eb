/** Runs a prepared network with TensorFlow.js kernels, called by name so that nothing else is bundled. */
import {
  engine,
  tidy,
  type NamedAttrMap,
  type NamedTensorMap,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import type { Graph, Op, Padding, Weight } from './format.ts';
import type { GraphKernel } from './kernels.ts';
import type { LoadedGraph } from './load.ts';
import { opsFor, lastReaders } from './plan.ts';

type Convolution = Extract<Op, { filter: Weight }>;

const activationKernels = { relu: 'Relu', relu6: 'Relu6', sigmoid: 'Sigmoid' } as const;

export function runKernel(
  kernel: GraphKernel,
  inputs: Record<string, Tensor | undefined> | Tensor[],
  attributes: Record<string, unknown> = {},
): Tensor4D {
  return engine().runKernel<Tensor4D>(kernel, inputs as NamedTensorMap, attributes as NamedAttrMap);
}

/**
 * Runs only the operations that the wanted outputs need.
 * @param input [batch, height, width, 3], each side a multiple of `graph.multiple`; stays the caller's.
 * @param outputs purposes, as in `graph.outputs`.
 * @returns a tensor for each purpose; the caller disposes them.
 */
export function runGraph<Purpose extends string>(
  { graph, weights }: LoadedGraph,
  input: Tensor4D,
  outputs: readonly Purpose[],
): Record<Purpose, Tensor4D> {
  const wanted = outputs.map((purpose) => nameOf(graph, purpose));
  return tidy(() => {
    const values = new Map<string, Tensor4D>([[graph.input, input]]);
    const value = (name: string): Tensor4D => {
      const found = values.get(name);
      if (!found) throw new Error(`${graph.id}: ${name} has not been computed`);
      return found;
    };
    const weight = (place: Weight | undefined) => (place ? weights.get(place.at) : undefined);
    const ops = opsFor(graph, wanted);
    const spent = lastReaders(ops, [graph.input, ...wanted]);
    ops.forEach((op, i) => {
      values.set(op.out, runOp(op, value, weight));
      for (const name of spent[i] ?? []) {
        value(name).dispose();
        values.delete(name);
      }
    });
    const results = outputs.map((purpose, i) => [purpose, value(wanted[i] ?? '')]);
    return Object.fromEntries(results) as Record<Purpose, Tensor4D>;
  });
}

function nameOf(graph: Graph, purpose: string): string {
  const name = graph.outputs[purpose];
  if (name === undefined) throw new Error(`${graph.id} has no output "${purpose}"`);
  return name;
}

function runOp(
  op: Op,
  value: (name: string) => Tensor4D,
  weight: (place: Weight | undefined) => Tensor | undefined,
): Tensor4D {
  switch (op.op) {
    case 'conv':
    case 'depthwise':
      return convolve(op, value(op.in), weight(op.filter), weight(op.bias));
    case 'add':
    case 'mul': {
      const [a, b] = op.in;
      return runKernel(op.op === 'add' ? 'Add' : 'Multiply', { a: value(a), b: value(b) });
    }
    case 'concat':
      return runKernel('Concat', op.in.map(value), { axis: 3 });
    case 'mean':
      return runKernel('Mean', { x: value(op.in) }, { axis: [1, 2], keepDims: true });
    case 'max':
      return runKernel('Max', { x: value(op.in) }, { reductionIndices: [1, 2], keepDims: true });
    case 'max-pool':
    case 'average-pool': {
      const strides = [op.stride, op.stride];
      const attributes = { filterSize: op.window, strides, pad: op.pad };
      return runKernel(
        op.op === 'max-pool' ? 'MaxPool' : 'AvgPool',
        { x: value(op.in) },
        attributes,
      );
    }
    case 'pad':
      return runKernel(
        'PadV2',
        { x: value(op.in) },
        { paddings: paddings(op.sides), constantValue: 0 },
      );
    case 'reshape': {
      const x = value(op.in);
      return runKernel('Reshape', { x }, { shape: [x.shape[0], ...op.shape] });
    }
    case 'softmax':
      return runKernel('Softmax', { logits: value(op.in) }, { dim: 3 });
    case 'activation':
      return runKernel(activationKernels[op.activation], { x: value(op.in) });
    case 'upsample': {
      const images = value(op.in);
      const size = [images.shape[1] * op.factor, images.shape[2] * op.factor];
      const flags = { alignCorners: false, halfPixelCenters: false };
      const kernel = op.method === 'nearest' ? 'ResizeNearestNeighbor' : 'ResizeBilinear';
      return runKernel(kernel, { images }, { size, ...flags });
    }
  }
}

function convolve(
  op: Convolution,
  x: Tensor4D,
  filter: Tensor | undefined,
  bias: Tensor | undefined,
): Tensor4D {
  const kernel = op.op === 'conv' ? 'FusedConv2D' : 'FusedDepthwiseConv2D';
  return runKernel(
    kernel,
    { x, filter, bias },
    {
      strides: [op.stride, op.stride],
      pad: typeof op.pad === 'string' ? op.pad : paddings(op.pad),
      dataFormat: 'NHWC',
      dilations: [op.dilation ?? 1, op.dilation ?? 1],
      activation: op.activation,
    },
  );
}

const paddings = ([top, bottom, left, right]: Exclude<Padding, string>) => [
  [0, 0],
  [top, bottom],
  [left, right],
  [0, 0],
];

export function disposeGraph({ weights }: LoadedGraph): void {
  for (const weight of weights.values()) weight.dispose();
}
