/** Layers of Keras, one by one, as steps of a network. */
import type { MapShape } from '#lib/engine/graph/shapes.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { addActivation } from './activations.ts';
import { inputId, type LayerNode } from './flatten.ts';
import {
  activationOf,
  booleanOf,
  borderOf,
  checkAxis,
  checkLayout,
  evenOf,
  numberOf,
  paddingOf,
  pairOf,
} from './layer-config.ts';
import type { Values } from './network.ts';
import type { NetworkBuilder } from './network-builder.ts';
import type { Weights } from './weights.ts';

/**
 * @param input the name of what the first layer reads, and its shape.
 * @returns the name of what the last layer gives.
 * @throws FailureError `model-unsupported` | `model-corrupt` | `model-too-large`
 */
export function addLayers(
  builder: NetworkBuilder,
  input: string,
  nodes: readonly LayerNode[],
  weights: Weights,
): string {
  const made = new Map([[inputId, input]]);
  let last = input;
  for (const node of nodes) {
    const inputs = node.inputs.map((id) => {
      const name = made.get(id);
      if (name === undefined) throw corrupt(node, `reads ${id}`);
      return name;
    });
    last = new LayerReader(builder, weights, node).add(inputs);
    made.set(node.id, last);
  }
  return last;
}

class LayerReader {
  readonly #builder: NetworkBuilder;
  readonly #weights: Weights;
  readonly #node: LayerNode;

  constructor(builder: NetworkBuilder, weights: Weights, node: LayerNode) {
    this.#builder = builder;
    this.#weights = weights;
    this.#node = node;
  }

  add(inputs: readonly string[]): string {
    const [builder, node] = [this.#builder, this.#node];
    const { id } = node;
    const [from] = inputs;
    if (from === undefined) throw corrupt(node, 'reads nothing');
    checkLayout(node);
    switch (node.kind) {
      case 'Conv2D':
      case 'DepthwiseConv2D':
      case 'SeparableConv2D':
        return this.#activate(this.#convolve(from));
      case 'BatchNormalization':
        return this.#normalise(from);
      case 'Rescaling':
        return builder.affine(
          id,
          from,
          [numberOf(node, 'scale', 1)],
          [numberOf(node, 'offset', 0)],
        );
      case 'Activation':
      case 'ReLU':
      case 'LeakyReLU':
        return this.#activate(from, id);
      case 'Softmax':
        checkAxis(node, builder.shapeOf(from));
        return builder.softmax(id, from);
      case 'MaxPooling2D':
      case 'AveragePooling2D':
        return this.#pool(from);
      case 'GlobalAveragePooling2D':
        return builder.reduce(id, 'mean', from);
      case 'GlobalMaxPooling2D':
        return builder.reduce(id, 'max', from);
      case 'Flatten':
        return builder.reshape(id, from, [1, 1, size(builder.shapeOf(from))]);
      case 'Reshape':
        return builder.reshape(id, from, this.#targetShape(from));
      case 'Dense':
        return this.#activate(this.#dense(from));
      case 'Dropout':
      case 'SpatialDropout2D':
      case 'GaussianNoise':
      case 'GaussianDropout':
      case 'ActivityRegularization':
        return from;
      case 'Add':
      case 'Multiply':
        return this.#combine(inputs);
      case 'Concatenate':
        checkAxis(node, builder.shapeOf(from));
        return builder.join(id, inputs);
      case 'ZeroPadding2D':
        return builder.pad(id, from, paddingOf(node));
      case 'UpSampling2D':
        return this.#enlarge(from);
      default:
        throw new FailureError('model-unsupported', node.kind);
    }
  }

  #convolve(from: string): string {
    const [builder, node] = [this.#builder, this.#node];
    const how = {
      stride: evenOf(node, 'strides', 1),
      pad: borderOf(node),
      dilation: evenOf(node, 'dilation_rate', 1),
    };
    if (numberOf(node, 'groups', 1) !== 1) throw unsupported(node, 'groups');
    const bias = booleanOf(node, 'use_bias', true) ? this.#weight('bias', 1) : undefined;
    const name = `${node.id}~linear`;
    switch (node.kind) {
      case 'Conv2D':
        return builder.convolve(name, from, { filter: this.#weight('kernel', 4), bias, ...how });
      case 'DepthwiseConv2D': {
        const filter = this.#weight('depthwise_kernel', 4);
        return builder.convolveDepthwise(name, from, { filter, bias, ...how });
      }
      default: {
        const depthwise = this.#weight('depthwise_kernel', 4);
        const filter = this.#weight('pointwise_kernel', 4);
        const map = builder.convolveDepthwise(`${node.id}~depthwise`, from, {
          filter: depthwise,
          ...how,
        });
        return builder.convolve(name, map, { filter, bias, stride: 1, pad: 'valid' });
      }
    }
  }

  #dense(from: string): string {
    const bias = booleanOf(this.#node, 'use_bias', true) ? this.#weight('bias', 1) : undefined;
    return this.#builder.dense(`${this.#node.id}~linear`, from, this.#weight('kernel', 2), bias);
  }

  #normalise(from: string): string {
    const node = this.#node;
    checkAxis(node, this.#builder.shapeOf(from));
    const mean = this.#weight('moving_mean', 1).data;
    const variance = this.#weight('moving_variance', 1).data;
    const gamma = booleanOf(node, 'scale', true) ? this.#weight('gamma', 1).data : undefined;
    const beta = booleanOf(node, 'center', true) ? this.#weight('beta', 1).data : undefined;
    const epsilon = numberOf(node, 'epsilon', 1e-3);
    const { scale, shift } = normalisation({ mean, variance, gamma, beta, epsilon }, node.name);
    return this.#builder.affine(node.id, from, scale, shift);
  }

  #activate(from: string, name = this.#node.id): string {
    return addActivation(this.#builder, name, from, activationOf(this.#node));
  }

  #pool(from: string): string {
    const node = this.#node;
    const window = pairOf(node, 'pool_size', 2);
    const stride =
      (node.config['strides'] ?? null) === null
        ? evenOf(node, 'pool_size', 2)
        : evenOf(node, 'strides', 2);
    const op = node.kind === 'MaxPooling2D' ? 'max-pool' : 'average-pool';
    return this.#builder.pool(node.id, op, from, { window, stride, pad: borderOf(node) });
  }

  #targetShape(from: string): MapShape {
    const target: unknown = this.#node.config['target_shape'];
    if (!Array.isArray(target) || target.length === 0) throw corrupt(this.#node, 'target_shape');
    return shapeOf(target as unknown[], size(this.#builder.shapeOf(from)), this.#node.name);
  }

  #combine(inputs: readonly string[]): string {
    const [first = '', ...more] = inputs;
    if (more.length === 0) throw corrupt(this.#node, 'of one');
    const op = this.#node.kind === 'Add' ? 'add' : 'mul';
    const { id } = this.#node;
    return more.reduce((sum, each, i) => {
      const name = i === more.length - 1 ? id : `${id}~${i}`;
      return this.#builder.combine(name, op, sum, each);
    }, first);
  }

  #enlarge(from: string): string {
    const node = this.#node;
    const method: unknown = node.config['interpolation'] ?? 'nearest';
    if (method !== 'nearest' && method !== 'bilinear') throw unsupported(node, String(method));
    return this.#builder.enlarge(node.id, from, evenOf(node, 'size', 2), method);
  }

  #weight(name: string, rank: number): Values {
    const found = this.#weights.find(`${this.#node.name}/${name}`);
    if (found?.shape.length !== rank) throw corrupt(this.#node, `no ${name}`);
    return found;
  }
}

/** Batch normalisation as x · scale + shift. @throws FailureError `model-corrupt` */
export function normalisation(
  {
    mean,
    variance,
    gamma,
    beta,
    epsilon,
  }: {
    readonly mean: Float32Array;
    readonly variance: Float32Array;
    readonly gamma?: Float32Array | undefined;
    readonly beta?: Float32Array | undefined;
    readonly epsilon: number;
  },
  name: string,
): { scale: Float32Array<ArrayBuffer>; shift: Float32Array<ArrayBuffer> } {
  const { length } = mean;
  if ([variance, gamma, beta].some((values) => values && values.length !== length)) {
    throw new FailureError('model-corrupt', `${name}: unlike lengths`);
  }
  const scale = Float32Array.from(
    variance,
    (value, c) => (gamma?.[c] ?? 1) / Math.sqrt(value + epsilon),
  );
  const shift = Float32Array.from(mean, (value, c) => (beta?.[c] ?? 0) - value * scale[c]!);
  if (!scale.every(Number.isFinite) || !shift.every(Number.isFinite)) {
    throw new FailureError('model-corrupt', `${name}: no such variance`);
  }
  return { scale, shift };
}

/** What a shape without the batch means for so many numbers; −1 is what is left. */
export function shapeOf(target: readonly unknown[], total: number, name: string): MapShape {
  if (target.length > 3)
    throw new FailureError('model-unsupported', `${name}: ${target.length} axes`);
  const isSide = (side: unknown): side is number => Number.isInteger(side) && Number(side) > 0;
  const known = target.filter(isSide).reduce((product, side) => product * side, 1);
  const open = target.filter((side) => !isSide(side));
  if (open.length > 1 || open.some((side) => side !== -1 && side !== null)) {
    throw new FailureError('model-corrupt', `${name}: shape`);
  }
  const sides = target.map((side) => (isSide(side) ? side : total / known));
  const [channels = 1, width = 1, height = 1] = sides.reverse();
  return [height, width, channels];
}

const size = (shape: MapShape) => shape.reduce((product, side) => product * side, 1);

const unsupported = (node: LayerNode, what: string) =>
  new FailureError('model-unsupported', `${node.kind} ${node.name}: ${what}`);
const corrupt = (node: LayerNode, what: string) =>
  new FailureError('model-corrupt', `${node.kind} ${node.name}: ${what}`);
