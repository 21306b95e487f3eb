/** A graph of the app as an ONNX model: the same weights and operations, in the layout that ONNX has (NCHW). */
import type { Graph, Op, Padding, Weight } from '../../../src/lib/engine/graph/format.ts';
import { decodeHalves } from '../../../src/lib/engine/graph/half.ts';
import { inputsOf, opsFor } from '../../../src/lib/engine/graph/plan.ts';
import { samePadding, shapeAfter, type MapShape } from '../../../src/lib/engine/graph/shapes.ts';
import { writeOnnx, type OnnxNode, type OnnxTensor } from '../onnx.ts';

type Convolution = Extract<Op, { filter: Weight }>;

/**
 * image [1, 3, side, side] → the activation of each purpose, under its own name.
 * @param numbers as `buildGraph` takes them
 */
export function graphModel(
  graph: Graph,
  numbers: ArrayBuffer | Float32Array,
  side: number,
  purposes: readonly string[],
): Uint8Array {
  const wanted = purposes.map((purpose) => graph.outputs[purpose] ?? purpose);
  const shapes = new Map<string, MapShape>([[graph.input, [side, side, 3]]]);
  const shapeOf = (name: string): MapShape => shapes.get(name)!;
  const nodes: OnnxNode[] = [];
  const weights: OnnxTensor[] = [
    scalar('none', 0),
    scalar('six', 6),
    { name: 'twice', shape: [4], values: Float32Array.of(1, 1, 2, 2) },
  ];
  const read = ({ shape, at }: Weight) => {
    const length = shape.reduce((product, n) => product * n, 1);
    return numbers instanceof Float32Array
      ? numbers.subarray(at, at + length)
      : decodeHalves(numbers, at, length);
  };
  for (const op of opsFor(graph, wanted)) {
    shapes.set(op.out, shapeAfter(op, inputsOf(op).map(shapeOf)));
    if (!('filter' in op)) {
      nodes.push(plain(op));
      continue;
    }
    const same = sameForAll(op, read);
    if (same) {
      // `x + 3` of a hard swish, which a network of ours has as a depthwise layer: exporters write it so.
      weights.push(scalar(`${op.out}/plus`, same.plus));
      nodes.push(node('Add', [op.in, `${op.out}/plus`], beforeCurve(op)));
    } else nodes.push(convolution(op, shapeOf(op.in), read, weights));
    nodes.push(...curve(op));
  }
  return writeOnnx({
    name: graph.id,
    nodes,
    weights,
    inputs: [{ name: graph.input, shape: [1, 3, side, side] }],
    outputs: wanted.map((name) => {
      const [height, width, channels] = shapeOf(name);
      return { name, shape: [1, channels, height, width] };
    }),
  });
}

const scalar = (name: string, value: number): OnnxTensor => ({
  name,
  shape: [],
  values: Float32Array.of(value),
});

const node = (
  op: string,
  inputs: readonly string[],
  output: string,
  attributes: OnnxNode['attributes'] = {},
): OnnxNode => ({ op, inputs, outputs: [output], attributes });

const beforeCurve = ({ out, activation }: Convolution): string =>
  activation === 'linear' ? out : `${out}/before`;

function curve(op: Convolution): OnnxNode[] {
  const from = beforeCurve(op);
  switch (op.activation) {
    case 'linear':
      return [];
    case 'relu':
      return [node('Relu', [from], op.out)];
    case 'relu6':
      return [node('Clip', [from, 'none', 'six'], op.out)];
    case 'sigmoid':
      return [node('Sigmoid', [from], op.out)];
  }
}

/** A depthwise layer of one place that leaves every channel as it is but for one number added to all. */
function sameForAll(
  op: Convolution,
  read: (weight: Weight) => Float32Array,
): { readonly plus: number } | undefined {
  const isPoint = op.op === 'depthwise' && op.filter.shape[0] === 1 && op.filter.shape[1] === 1;
  if (!isPoint || op.stride !== 1 || !op.bias) return undefined;
  const [first = 0, ...others] = read(op.bias);
  const isSame = others.every((one) => one === first) && read(op.filter).every((one) => one === 1);
  return isSame ? { plus: first } : undefined;
}

function convolution(
  op: Convolution,
  from: MapShape,
  read: (weight: Weight) => Float32Array,
  weights: OnnxTensor[],
): OnnxNode {
  const [down = 1, across = 1, inputs = 1, outputs = 1] = op.filter.shape;
  const isDepthwise = op.op === 'depthwise';
  const [makes, takes] = isDepthwise ? [inputs, 1] : [outputs, inputs];
  const filter = read(op.filter);
  const places = down * across;
  // Ours are [down, across, in, out] and [down, across, channel, 1].
  const turned = Float32Array.from({ length: filter.length }, (_, at) => {
    const place = at % places;
    const take = Math.floor(at / places) % takes;
    const make = Math.floor(at / places / takes);
    return filter[isDepthwise ? place * makes + make : (place * takes + take) * makes + make]!;
  });
  weights.push({ name: `${op.out}/filter`, shape: [makes, takes, down, across], values: turned });
  if (op.bias)
    weights.push({ name: `${op.out}/bias`, shape: [makes], values: read(op.bias).slice() });
  return node(
    'Conv',
    [op.in, `${op.out}/filter`, ...(op.bias ? [`${op.out}/bias`] : [])],
    beforeCurve(op),
    {
      kernel_shape: [down, across],
      strides: [op.stride, op.stride],
      dilations: [op.dilation ?? 1, op.dilation ?? 1],
      pads: pads(op.pad, from, [down, across], op.stride, op.dilation),
      group: isDepthwise ? makes : 1,
    },
  );
}

/** @returns top, left, bottom, right */
function pads(
  pad: Padding,
  [height, width]: MapShape,
  window: readonly [number, number],
  stride: number,
  dilation = 1,
): number[] {
  if (pad === 'valid') return [0, 0, 0, 0];
  if (pad !== 'same') return [pad[0], pad[2], pad[1], pad[3]];
  const [down, across] = window.map((size) => (size - 1) * dilation + 1) as [number, number];
  const [top, bottom] = samePadding(height, down, stride);
  const [left, right] = samePadding(width, across, stride);
  return [top, left, bottom, right];
}

function plain(op: Exclude<Op, Convolution>): OnnxNode {
  switch (op.op) {
    case 'add':
      return node('Add', op.in, op.out);
    case 'mul':
      return node('Mul', op.in, op.out);
    case 'concat':
      return node('Concat', op.in, op.out, { axis: 1 });
    case 'mean':
      return node('GlobalAveragePool', [op.in], op.out);
    case 'activation':
      if (op.activation === 'relu6') return node('Clip', [op.in, 'none', 'six'], op.out);
      return node(op.activation === 'relu' ? 'Relu' : 'Sigmoid', [op.in], op.out);
    case 'upsample':
      if (op.factor !== 2) throw new Error(`${op.out}: made larger ${op.factor} times`);
      return node('Resize', [op.in, '', 'twice'], op.out, {
        mode: op.method ?? 'linear',
        coordinate_transformation_mode: 'asymmetric',
        ...(op.method && { nearest_mode: 'floor' }),
      });
    default:
      throw new Error(`${op.out}: ${op.op} is in none of the networks that are compared`);
  }
}
