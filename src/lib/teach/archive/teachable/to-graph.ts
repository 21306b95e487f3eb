/**
 * A layers model as our own graph: batch normalisation goes into the convolution before it, padding
 * into the one after it, activations likewise. Pure; the arithmetic stays float32.
 */
import type { Activation, Graph } from '#lib/engine/graph/format.ts';
import { outputSide } from '#lib/engine/graph/plan.ts';
import { FailureError } from '#lib/failure/failure.ts';
import type { HeadLayer } from '../../heads/head.ts';
import { inputId, type LayerNode } from './flatten.ts';
import { activationOf, booleanOf, numberOf, paddingOf, pairOf } from './layer-config.ts';
import type { Values } from './layers-json.ts';
import { isDraft, packGraph, type Draft, type DraftOp } from './pack-graph.ts';

interface Place {
  /** Name of the activation that holds it. */
  readonly name: string;
  readonly side: number;
  readonly channels: number;
  /** Zeros around it that the next convolution makes itself. */
  readonly padding?: readonly [number, number, number, number];
}

export interface ConvertedModel {
  readonly graph: Graph;
  /** Where `Weight.at` points into. */
  readonly weights: Float32Array<ArrayBuffer>;
  /** Channels of the graph's output `embedding`, which is [1, 1, 1, channels]. */
  readonly dimensions: number;
  /** From the embedding to the logits. */
  readonly layers: readonly HeadLayer[];
}

/** @throws FailureError `model-unsupported` | `model-corrupt` */
export function toGraph(
  nodes: readonly LayerNode[],
  weights: ReadonlyMap<string, Values>,
  size: number,
): ConvertedModel {
  return new Conversion(nodes, weights, size).result();
}

class Conversion {
  readonly #weights: ReadonlyMap<string, Values>;
  readonly #ops: DraftOp[] = [];
  readonly #places = new Map<string, Place>();
  readonly #readers = new Map<string, number>();
  readonly #head: HeadLayer[] = [];
  #embedding: Place | undefined;
  #ended = false;

  constructor(nodes: readonly LayerNode[], weights: ReadonlyMap<string, Values>, size: number) {
    this.#weights = weights;
    this.#places.set(inputId, { name: inputId, side: size, channels: 3 });
    for (const id of nodes.flatMap(({ inputs }) => inputs)) {
      this.#readers.set(id, (this.#readers.get(id) ?? 0) + 1);
    }
    for (const node of nodes) this.#convert(node);
  }

  result(): ConvertedModel {
    const embedding = this.#embedding;
    if (!embedding || this.#head.length === 0) throw unsupported('no dense layer at the end');
    const packed = packGraph(inputId, this.#ops, embedding.name);
    return { ...packed, dimensions: embedding.channels, layers: this.#head };
  }

  #convert(node: LayerNode): void {
    const [first] = node.inputs.map((id) => this.#place(id, node));
    if (!first) throw corrupt(node, 'reads nothing');
    if (this.#ended && node.kind !== 'Softmax') throw unsupported(`${node.kind} after the softmax`);
    switch (node.kind) {
      case 'ZeroPadding2D':
        return this.#put(node, { ...first, padding: paddingOf(node) });
      case 'Conv2D':
      case 'DepthwiseConv2D':
        return this.#convolve(node, first);
      case 'BatchNormalization':
        return this.#normalise(node, first);
      case 'ReLU':
      case 'Activation':
        return this.#activate(node, first, activationOf(node));
      case 'Add':
        return this.#add(node);
      case 'GlobalAveragePooling2D': {
        this.#ops.push({ op: 'mean', in: plain(first, node), out: node.id });
        return this.#put(node, { name: node.id, side: 1, channels: first.channels });
      }
      case 'Flatten':
      case 'Reshape':
        if (first.side !== 1) throw unsupported(`${node.kind} of a map`);
        return this.#put(node, first);
      case 'Dropout':
      case 'SpatialDropout2D':
        return this.#put(node, first);
      case 'Dense':
        return this.#dense(node, first);
      case 'Softmax':
        this.#ended = true;
        return this.#put(node, first);
      default:
        throw unsupported(node.kind);
    }
  }

  #convolve(node: LayerNode, input: Place): void {
    const op = node.kind === 'Conv2D' ? 'conv' : 'depthwise';
    const filter = this.#weight(node, op === 'conv' ? 'kernel' : 'depthwise_kernel', 4);
    const [height = 0, width = 0, inputs = 0, outputs = 0] = filter.shape;
    const [stride, other] = pairOf(node, 'strides', 1);
    const [dilation, otherDilation] = pairOf(node, 'dilation_rate', 1);
    const isOdd = stride !== other || dilation !== 1 || otherDilation !== 1 || height !== width;
    if (isOdd || (op === 'depthwise' && outputs !== 1)) throw unsupported(`shape of ${node.name}`);
    if (inputs !== input.channels) throw corrupt(node, `${inputs} of ${input.channels} channels`);
    const channels = op === 'conv' ? outputs : inputs;
    const pad = padOf(node, input, height, stride);
    this.#ops.push({
      op,
      in: input.name,
      out: node.id,
      filter: { shape: filter.shape, data: filter.data.slice() },
      bias: booleanOf(node, 'use_bias', true)
        ? this.#weight(node, 'bias', 1, channels).data.slice()
        : new Float32Array(channels),
      stride,
      pad,
      activation: 'linear',
    });
    const side = outputSide(input.side, height, stride, pad);
    if (side < 1) throw corrupt(node, 'nothing is left of the map');
    this.#put(node, { name: node.id, side, channels });
    const activation = activationOf(node);
    if (activation !== 'linear') this.#activate(node, this.#place(node.id, node), activation);
  }

  #normalise(node: LayerNode, input: Place): void {
    const { channels } = input;
    const values = (name: string, otherwise: number) =>
      this.#weights.has(`${node.name}/${name}`)
        ? this.#weight(node, name, 1, channels).data
        : new Float32Array(channels).fill(otherwise);
    const gamma = values('gamma', 1);
    const beta = values('beta', 0);
    const mean = this.#weight(node, 'moving_mean', 1, channels).data;
    const variance = this.#weight(node, 'moving_variance', 1, channels).data;
    const epsilon = numberOf(node, 'epsilon', 1e-3);
    const scale = gamma.map((g, c) => g / Math.sqrt(variance[c]! + epsilon));
    const shift = beta.map((b, c) => b - mean[c]! * scale[c]!);
    const before = this.#soleConvolution(node, input);
    if (before) {
      // Channels are last in a convolution's filter, and all there is in a depthwise one's.
      const data = before.filter.data.map((value, i) => value * scale[i % channels]!);
      before.filter = { shape: before.filter.shape, data };
      before.bias = before.bias.map((value, c) => value * scale[c]! + shift[c]!);
      return this.#put(node, input);
    }
    this.#ops.push({
      op: 'depthwise',
      in: plain(input, node),
      out: node.id,
      filter: { shape: [1, 1, channels, 1], data: scale },
      bias: shift,
      stride: 1,
      pad: 'same',
      activation: 'linear',
    });
    this.#put(node, { ...input, name: node.id });
  }

  #activate(node: LayerNode, input: Place, activation: Activation | 'softmax'): void {
    if (activation === 'softmax') {
      if (this.#head.length === 0) throw unsupported('a softmax before the end');
      this.#ended = true;
      return this.#put(node, input);
    }
    if (this.#head.length > 0) return this.#activateDense(node, input, activation);
    if (activation === 'linear') return this.#put(node, input);
    const before = input.name === node.id ? this.#lastDraft() : this.#soleConvolution(node, input);
    if (before) {
      before.activation = activation;
      return this.#put(node, input);
    }
    const out = input.name === node.id ? `${node.id}/activation` : node.id;
    this.#ops.push({ op: 'activation', in: plain(input, node), out, activation });
    this.#put(node, { ...input, name: out });
  }

  #add(node: LayerNode): void {
    const places = node.inputs.map((id) => this.#place(id, node));
    const [a, b, ...more] = places;
    if (!a || !b || more.length > 0) throw unsupported(`${node.inputs.length} addends`);
    if (a.side !== b.side || a.channels !== b.channels) throw corrupt(node, 'unlike addends');
    this.#ops.push({ op: 'add', in: [plain(a, node), plain(b, node)], out: node.id });
    this.#put(node, { ...a, name: node.id });
  }

  #dense(node: LayerNode, input: Place): void {
    if (input.side !== 1) throw unsupported('a dense layer on a map');
    this.#embedding ??= input;
    const kernel = this.#weight(node, 'kernel', 2);
    const [rows = 0, columns = 0] = kernel.shape;
    if (rows !== input.channels) throw corrupt(node, `${rows} of ${input.channels} inputs`);
    this.#head.push({
      weights: { rows, columns, data: kernel.data },
      bias: booleanOf(node, 'use_bias', true)
        ? this.#weight(node, 'bias', 1, columns).data
        : new Float32Array(columns),
      activation: 'none',
    });
    const after = { name: node.id, side: 1, channels: columns };
    this.#put(node, after);
    this.#activate(node, after, activationOf(node));
  }

  #activateDense(node: LayerNode, input: Place, activation: Activation): void {
    const last = this.#head.pop();
    if (!last) throw corrupt(node, 'no dense layer');
    if (activation !== 'linear' && (activation !== 'relu' || last.activation !== 'none')) {
      throw unsupported(`${activation} between dense layers`);
    }
    this.#head.push(activation === 'relu' ? { ...last, activation: 'relu' } : last);
    this.#put(node, input);
  }

  /** The linear convolution that made `input`, where this is all that reads it. */
  #soleConvolution(node: LayerNode, input: Place): Draft | undefined {
    const [from = ''] = node.inputs;
    if (this.#readers.get(from) !== 1 || input.padding) return undefined;
    const op = this.#ops.findLast(({ out }) => out === input.name);
    return op && isDraft(op) && op.activation === 'linear' ? op : undefined;
  }

  #lastDraft(): Draft | undefined {
    const op = this.#ops.at(-1);
    return op && isDraft(op) ? op : undefined;
  }

  #place(id: string, node: LayerNode): Place {
    const place = this.#places.get(id);
    if (!place) throw corrupt(node, `reads ${id}`);
    return place;
  }

  #put(node: LayerNode, place: Place): void {
    this.#places.set(node.id, place);
  }

  #weight(node: LayerNode, name: string, rank: number, length?: number): Values {
    const found = this.#weights.get(`${node.name}/${name}`);
    if (found?.shape.length !== rank) throw corrupt(node, `no ${name}`);
    if (length !== undefined && found.data.length !== length) throw corrupt(node, name);
    return found;
  }
}

/** Zeros before a convolution that its own `same` would put there, become that. */
function padOf(node: LayerNode, { side, padding }: Place, window: number, stride: number) {
  const own = node.config['padding'] === 'same' ? 'same' : 'valid';
  if (!padding) return own;
  if (own === 'same') throw unsupported('padding twice');
  const total = Math.max((Math.ceil(side / stride) - 1) * stride + window - side, 0);
  const before = Math.floor(total / 2);
  const [top, bottom, left, right] = padding;
  const isSame =
    [top, left].every((n) => n === before) && [bottom, right].every((n) => n === total - before);
  if (!isSame) throw unsupported(`padding ${padding.join(' ')} of ${node.name}`);
  return 'same';
}

/** The name of a place that nobody padded. */
function plain({ name, padding }: Place, node: LayerNode): string {
  if (padding) throw unsupported(`padding before ${node.kind}`);
  return name;
}

const unsupported = (what: string) => new FailureError('model-unsupported', what);
const corrupt = (node: LayerNode, what: string) =>
  new FailureError('model-corrupt', `${node.name}: ${what}`);
