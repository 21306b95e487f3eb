/** Nodes of a TensorFlow graph, one by one, as steps of a network. */
import type { Padding } from '#lib/engine/graph/format.ts';
import type { MapShape } from '#lib/engine/graph/shapes.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { addActivation, type ActivationKind } from './activations.ts';
import { addArithmetic } from './graph-arithmetic.ts';
import { addShaping } from './graph-shaping.ts';
import { constantOf, mapOf, numbersOf, type GraphValue } from './graph-value.ts';
import { inOrder, type GraphNode } from './graph-node.ts';
import { activating, arithmetic, shaping } from './graph-operations.ts';
import { normalisation } from './from-layers.ts';
import type { NetworkBuilder } from './network-builder.ts';
import type { Weights } from './weights.ts';

const activations = new Map<string, ActivationKind>([
  ['Relu', { kind: 'relu' }],
  ['Relu6', { kind: 'relu', limit: 6 }],
  ['Sigmoid', { kind: 'sigmoid' }],
  ['Tanh', { kind: 'tanh' }],
  ['LeakyRelu', { kind: 'leaky-relu' }],
  ['Prelu', { kind: 'leaky-relu' }],
  ['Softmax', { kind: 'softmax' }],
]);

/**
 * @param input the name of what the graph's one placeholder stands for.
 * @param values of what was added before, by node; several outputs share them.
 * @returns the name of what the wanted node gives.
 * @throws FailureError `model-unsupported` | `model-corrupt` | `model-too-large`
 */
export function addGraph(
  builder: NetworkBuilder,
  input: string,
  nodes: ReadonlyMap<string, GraphNode>,
  weights: Weights,
  wanted: string,
  values = new Map<string, GraphValue>(),
): string {
  const reader = new NodeReader(builder, weights, input, values);
  for (const node of inOrder(nodes, wanted)) {
    if (!values.has(node.name)) values.set(node.name, reader.add(node));
  }
  return mapOf(values.get(wanted), wanted).map;
}

class NodeReader {
  readonly #builder: NetworkBuilder;
  readonly #weights: Weights;
  readonly #input: string;
  readonly #values: ReadonlyMap<string, GraphValue>;

  constructor(
    builder: NetworkBuilder,
    weights: Weights,
    input: string,
    values: ReadonlyMap<string, GraphValue>,
  ) {
    this.#builder = builder;
    this.#weights = weights;
    this.#input = input;
    this.#values = values;
  }

  add(node: GraphNode): GraphValue {
    const inputs = node.inputs.map((name) => {
      const value = this.#values.get(name);
      if (!value) throw new FailureError('model-corrupt', `${node.name} reads ${name}`);
      return value;
    });
    const [first] = inputs;
    switch (node.op) {
      case 'Placeholder':
        return { map: this.#input, rank: 4 };
      case 'Const':
        return this.#constant(node);
      case 'Identity':
      case 'StopGradient':
      case 'PlaceholderWithDefault':
      case 'Cast':
        if (!first) throw new FailureError('model-corrupt', `${node.name} reads nothing`);
        return first;
      case 'Conv2D':
      case '_FusedConv2D':
      case 'DepthwiseConv2dNative':
      case 'FusedDepthwiseConv2dNative':
        return this.#convolve(node, inputs);
      case 'MatMul':
      case '_FusedMatMul':
        return this.#multiply(node, inputs);
      case 'FusedBatchNorm':
      case 'FusedBatchNormV2':
      case 'FusedBatchNormV3':
        return this.#normalise(node, inputs);
      case 'MaxPool':
      case 'AvgPool':
        return this.#pool(node, mapOf(first, node.name).map);
      case 'ResizeBilinear':
      case 'ResizeNearestNeighbor':
        return this.#enlarge(node, inputs);
      default:
        if (activating.has(node.op)) {
          const { map, rank } = mapOf(first, node.name);
          const out = this.#activate(node, node.name, map, node.op, inputs[1]);
          return { map: out, rank };
        }
        if (arithmetic.has(node.op)) return addArithmetic(this.#builder, node, inputs);
        if (shaping.has(node.op)) return addShaping(this.#builder, node, inputs);
        throw new FailureError('model-unsupported', node.op);
    }
  }

  #constant({ name }: GraphNode): GraphValue {
    const values = this.#weights.find(name);
    if (!values) throw new FailureError('model-corrupt', `no numbers for ${name}`);
    return { values };
  }

  #convolve(node: GraphNode, inputs: readonly GraphValue[]): GraphValue {
    const from = mapOf(inputs[0], node.name);
    const filter = constantOf(inputs[1], node.name);
    const { bias, activation, extra } = fusedInto(node, inputs);
    const isDepthwise = node.op.includes('Depthwise');
    const isFused = activation !== undefined;
    const how = {
      filter,
      bias: bias && constantOf(bias, node.name),
      stride: evenOf(node, 'strides', 1),
      dilation: evenOf(node, 'dilations', 1),
      pad: paddingOf(node),
    };
    const name = isFused ? `${node.name}~linear` : node.name;
    const map = isDepthwise
      ? this.#builder.convolveDepthwise(name, from.map, how)
      : this.#builder.convolve(name, from.map, how);
    if (!isFused) return { map, rank: 4 };
    return { map: this.#activate(node, node.name, map, activation, extra), rank: 4 };
  }

  #multiply(node: GraphNode, inputs: readonly GraphValue[]): GraphValue {
    const from = mapOf(inputs[0], node.name);
    const matrix = constantOf(inputs[1], node.name);
    if (from.rank !== 2 || node.flag('transpose_a')) throw unsupported(node, 'of a map');
    const turned = node.flag('transpose_b') ? transposed(matrix) : matrix;
    const { bias, activation, extra } = fusedInto(node, inputs);
    const biases = bias && constantOf(bias, node.name);
    const isFused = activation !== undefined;
    const name = isFused ? `${node.name}~linear` : node.name;
    const map = this.#builder.dense(name, from.map, turned, biases);
    if (!isFused) return { map, rank: 2 };
    return { map: this.#activate(node, node.name, map, activation, extra), rank: 2 };
  }

  #normalise(node: GraphNode, inputs: readonly GraphValue[]): GraphValue {
    if (node.flag('is_training')) throw unsupported(node, 'while training');
    checkLayout(node);
    const from = mapOf(inputs[0], node.name);
    const [gamma, beta, mean, variance] = [1, 2, 3, 4].map(
      (i) => constantOf(inputs[i], node.name).data,
    );
    if (!gamma || !beta || !mean || !variance) throw unsupported(node, 'numbers');
    const epsilon = node.number('epsilon', 1e-4);
    const { scale, shift } = normalisation({ mean, variance, gamma, beta, epsilon }, node.name);
    return { map: this.#builder.affine(node.name, from.map, scale, shift), rank: from.rank };
  }

  #activate(
    node: GraphNode,
    name: string,
    from: string,
    activation: string,
    extra: GraphValue | undefined,
  ): string {
    const known = activations.get(activation);
    if (!known) throw unsupported(node, activation);
    const slope =
      activation === 'Prelu'
        ? constantOf(extra, node.name).data
        : [node.number(node.op === 'LeakyRelu' ? 'alpha' : 'leakyrelu_alpha', 0.2)];
    return addActivation(this.#builder, name, from, { ...known, slope });
  }

  #pool(node: GraphNode, from: string): GraphValue {
    const pad = paddingOf(node);
    if (pad !== 'same' && pad !== 'valid') throw unsupported(node, 'explicit padding');
    const [, down = 1, across = 1] = node.numbers('ksize');
    const op = node.op === 'MaxPool' ? 'max-pool' : 'average-pool';
    const stride = evenOf(node, 'strides', 1);
    const map = this.#builder.pool(node.name, op, from, { window: [down, across], stride, pad });
    return { map, rank: 4 };
  }

  #enlarge(node: GraphNode, inputs: readonly GraphValue[]): GraphValue {
    const { map } = mapOf(inputs[0], node.name);
    const [height, width]: MapShape = this.#builder.shapeOf(map);
    const [down = 0, across = 0] = numbersOf(inputs[1], node.name);
    const isBilinear = node.op === 'ResizeBilinear';
    // With whole factors the nearest place is the same one, half pixels or not.
    const isOdd = node.flag('align_corners') || (isBilinear && node.flag('half_pixel_centers'));
    if (isOdd || down / height !== across / width) throw unsupported(node, 'these sizes');
    const method = isBilinear ? 'bilinear' : 'nearest';
    return { map: this.#builder.enlarge(node.name, map, down / height, method), rank: 4 };
  }
}

interface Fused {
  readonly bias?: GraphValue | undefined;
  readonly activation?: string | undefined;
  /** The input that the activation reads. */
  readonly extra?: GraphValue | undefined;
}

function fusedInto(node: GraphNode, inputs: readonly GraphValue[]): Fused {
  const [first, activation, ...more] = node.texts('fused_ops');
  if (first === undefined) return {};
  if (first !== 'BiasAdd' || more.length > 0)
    throw unsupported(node, node.texts('fused_ops').join());
  return { bias: inputs[2], activation, extra: inputs[3] };
}

/** The one number of height and width in a list of four. */
function evenOf(node: GraphNode, key: string, otherwise: number): number {
  const [batch = 1, down = otherwise, across = otherwise, channels = 1] = node.numbers(key);
  if (batch !== 1 || channels !== 1 || down !== across) throw unsupported(node, key);
  return down;
}

function checkLayout(node: GraphNode): void {
  const layout = node.text('data_format', 'NHWC');
  if (layout !== 'NHWC') throw unsupported(node, layout);
}

function paddingOf(node: GraphNode): Padding {
  checkLayout(node);
  const padding = node.text('padding', 'VALID');
  if (padding === 'SAME') return 'same';
  if (padding === 'VALID') return 'valid';
  const [b0, b1, top = 0, bottom = 0, left = 0, right = 0, c0, c1] =
    node.numbers('explicit_paddings');
  if (padding !== 'EXPLICIT' || b0 || b1 || c0 || c1) throw unsupported(node, padding);
  const sides = [top, bottom, left, right] as const;
  if (sides.some((side) => side < 0 || side > 64)) throw unsupported(node, sides.join(' '));
  return sides;
}

function transposed({ shape, data }: ReturnType<typeof constantOf>) {
  const [rows = 0, columns = 0] = shape;
  const turned = new Float32Array(data.length);
  for (let i = 0; i < data.length; i++) {
    turned[(i % columns) * rows + Math.floor(i / columns)] = data[i]!;
  }
  return { shape: [columns, rows], data: turned };
}

const unsupported = (node: GraphNode, what: string) =>
  new FailureError('model-unsupported', `${node.op} ${node.name}: ${what}`);
