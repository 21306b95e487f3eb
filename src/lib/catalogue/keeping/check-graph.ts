/**
 * A graph in the app's own format that somebody else may have written: put together again step by step, so that it
 * is held to the same shapes and limits as one that is converted here.
 */
import type { Graph, Op, Weight } from '#lib/engine/graph/format.ts';
import { decodeHalves } from '#lib/engine/graph/half.ts';
import type { MapShape } from '#lib/engine/graph/shapes.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { limits, needsOf } from '../convert/limits.ts';
import { parseJson } from '../convert/model-json.ts';
import type { Layer, Values } from '../convert/network.ts';
import { NetworkBuilder } from '../convert/network-builder.ts';
import { graphSchema } from './graph-schema.ts';

export interface CheckedGraph {
  readonly graph: Graph;
  /** Of an output by its purpose. */
  readonly shapeOf: (purpose: string) => MapShape | undefined;
}

/** @throws FailureError `model-corrupt` | `model-unsupported` | `model-too-large` */
export function checkGraph(
  graphBytes: Uint8Array,
  weightBytes: Uint8Array<ArrayBuffer>,
): CheckedGraph {
  if (graphBytes.length > limits.jsonBytes || weightBytes.length > limits.weightBytes) {
    throw new FailureError('model-too-large', `${graphBytes.length}, ${weightBytes.length} bytes`);
  }
  const graph: Graph = parseJson(graphSchema, graphBytes, 'graph.json');
  const valuesOf = (weight: Weight) => readValues(weight, weightBytes);
  return { graph, shapeOf: checkOps(graph, graph.side ?? 224, valuesOf) };
}

/**
 * Whether its steps fit together and a device can take them.
 * @param side of the pictures that it will be given, in pixels.
 * @returns the shape of an output by its purpose.
 * @throws FailureError `model-corrupt` | `model-unsupported` | `model-too-large`
 */
export function checkOps(
  graph: Graph,
  side: number,
  valuesOf: (weight: Weight) => Values,
): CheckedGraph['shapeOf'] {
  if (side < limits.side.from || side > limits.side.to) {
    throw new FailureError('model-unsupported', `pictures of ${side} pixels`);
  }
  const builder = new NetworkBuilder(graph.input, [side, side, 3]);
  for (const op of graph.ops) {
    if (addOp(builder, op, valuesOf) !== op.out) {
      throw new FailureError('model-corrupt', `${op.out} does nothing`);
    }
  }
  const outputs = Object.entries(graph.outputs);
  const shapes = new Map(outputs.map(([purpose, name]) => [purpose, builder.shapeOf(name)]));
  // It adds no step that only converting knows.
  needsOf({ ...graph, layers: builder.steps as Layer[] }, [side, side, 3]);
  return (purpose) => shapes.get(purpose);
}

function addOp(builder: NetworkBuilder, op: Op, valuesOf: (weight: Weight) => Values): string {
  switch (op.op) {
    case 'conv':
    case 'depthwise': {
      const { filter, bias, stride, pad, dilation = 1 } = op;
      const filtering = {
        filter: valuesOf(filter),
        bias: bias && valuesOf(bias),
        stride,
        pad,
        dilation,
      };
      return op.op === 'conv'
        ? builder.convolve(op.out, op.in, filtering)
        : builder.convolveDepthwise(op.out, op.in, filtering);
    }
    case 'add':
    case 'mul':
      return builder.combine(op.out, op.op, op.in[0], op.in[1]);
    case 'concat':
      return builder.join(op.out, op.in);
    case 'mean':
    case 'max':
      return builder.reduce(op.out, op.op, op.in);
    case 'softmax':
      return builder.softmax(op.out, op.in);
    case 'max-pool':
    case 'average-pool':
      return builder.pool(op.out, op.op, op.in, op);
    case 'pad':
      return builder.pad(op.out, op.in, op.sides);
    case 'reshape':
      return builder.reshape(op.out, op.in, op.shape);
    case 'activation':
      return builder.activate(op.out, op.in, op.activation);
    case 'upsample':
      return builder.enlarge(op.out, op.in, op.factor, op.method ?? 'bilinear');
  }
}

function readValues({ shape, at }: Weight, bytes: Uint8Array<ArrayBuffer>): Values {
  const length = shape.reduce((product, side) => product * side, 1);
  if (length > limits.weights || 2 * (at + length) > bytes.length) {
    throw new FailureError('model-corrupt', `weights at ${at}`);
  }
  const data = decodeHalves(bytes.buffer, at, length);
  if (!data.every(Number.isFinite)) throw new FailureError('model-corrupt', 'not a number');
  return { shape, data };
}
