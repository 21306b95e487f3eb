/**
 * CenterNet with a MobileNetV3 trunk (COCO, 80 classes) inside `@vladmandic/human`. The package's
 * graph wants exactly 512×512, because the sizes that its head scales up to are constants; as factors
 * of two they fit any multiple of 32. The graph's own decoding is left out (`vision/detectors`).
 */
import type { Activation } from '#lib/engine/graph/format.ts';
import { GraphModel, text, type GraphModelJson, type GraphNode } from './graph-model.ts';
import { foldGates } from './gates.ts';
import { fuseActivations, type Convolution, type DraftLayer, type Network } from './network.ts';

const prefix = 'tower_0/';
const inputNode = `${prefix}images`;

const outputs = {
  /** Logits; the package's graph ends in their sigmoid. */
  classes: 'CenternetHead/centernet_cls_output/BiasAdd',
  /** Distances from a place to the left, top, right and bottom of its box, in pixels of the input. */
  boxes: 'mul',
  embedding: 'MobilenetV3/expanded_conv_12/project/BatchNorm/FusedBatchNorm',
};

export function readCenterNet(json: GraphModelJson, weights: Uint8Array): Network {
  const reader = new Reader(new GraphModel(json, weights));
  for (const name of Object.values(outputs)) reader.need(prefix + name);
  const draft = {
    id: 'coco-centernet',
    input: 'image',
    scale: 1,
    offset: 0,
    multiple: 32,
    layers: reader.layers,
    outputs: Object.fromEntries(
      Object.entries(outputs).map(([purpose, name]) => [purpose, shortName(prefix + name)]),
    ),
  };
  return fuseActivations(foldGates(draft));
}

function shortName(name: string): string {
  return name === inputNode ? 'image' : name.replace(prefix, '');
}

const activations: Readonly<Record<string, Exclude<Activation, 'linear'>>> = {
  Relu: 'relu',
  Relu6: 'relu6',
  Sigmoid: 'sigmoid',
};

/** Follows the graph back from what is wanted; layers come out in an order that can be run. */
class Reader {
  readonly layers: DraftLayer[] = [];
  readonly #model: GraphModel;
  readonly #done = new Set([inputNode]);

  constructor(model: GraphModel) {
    this.#model = model;
  }

  need(name: string | undefined): string {
    const node = this.#model.node(name);
    if (!this.#done.has(node.name)) {
      this.#done.add(node.name);
      this.layers.push(this.#layer(node));
    }
    return shortName(node.name);
  }

  #layer(node: GraphNode): DraftLayer {
    const out = shortName(node.name);
    const [first, second] = node.input ?? [];
    switch (node.op) {
      case 'Conv2D':
      case '_FusedConv2D':
        return this.#convolution('conv', node);
      case 'DepthwiseConv2dNative':
      case 'FusedDepthwiseConv2dNative':
        return this.#convolution('depthwise', node);
      case 'Add':
        return { op: 'add', in: [this.need(first), this.need(second)], out };
      case 'Mul':
        return this.#product(node);
      case 'Mean':
        expect(`${this.#model.numbers(second)}` === '1,2', `${node.name}: mean over other axes`);
        expect(node.attr?.keep_dims?.b === true, `${node.name}: mean drops its axes`);
        return { op: 'mean', in: this.need(first), out };
      case 'ConcatV2':
        expect(this.#model.scalar(node.input?.at(-1)) === 3, `${node.name}: not over channels`);
        return { op: 'concat', in: (node.input ?? []).slice(0, -1).map((n) => this.need(n)), out };
      case 'ResizeBilinear':
        expect(node.attr?.align_corners?.b === false, `${node.name}: aligned corners`);
        expect(node.attr?.half_pixel_centers?.b === false, `${node.name}: half-pixel centres`);
        return { op: 'upsample', in: this.need(first), out, factor: 2 };
      default: {
        const activation = activations[node.op];
        if (!activation) throw new Error(`unexpected operation ${node.op} (${node.name})`);
        return { op: 'activation', in: this.need(first), out, activation };
      }
    }
  }

  #convolution(op: 'conv' | 'depthwise', node: GraphNode): Convolution {
    const [input, filterName, biasName] = node.input ?? [];
    const filter = this.#model.constant(filterName);
    if (!filter) throw new Error(`${node.name} has no constant filter`);
    const fused = (node.attr?.fused_ops?.list.s ?? []).map(text);
    expect(
      ['', 'BiasAdd', 'BiasAdd,Relu', 'BiasAdd,Relu6'].includes(`${fused}`),
      `${node.name}: ${fused}`,
    );
    const dilations = node.attr?.dilations?.list.i ?? [];
    expect(
      dilations.every((d) => d === '1'),
      `${node.name} is dilated`,
    );
    const [, stride = '', across = ''] = node.attr?.strides?.list.i ?? [];
    expect(stride === across, `${node.name}: strides differ`);
    return {
      op,
      in: this.need(input),
      out: shortName(node.name),
      filter,
      ...(fused.length > 0 && { bias: this.#model.constant(biasName) }),
      stride: Number(stride),
      pad: text(node.attr?.padding?.s) === 'SAME' ? 'same' : 'valid',
      activation: activations[fused[1] ?? ''] ?? 'linear',
    };
  }

  /** A product is x·relu6(x + 3)/6, relu6(x + 3)/6, a convolution times a constant, or plain. */
  #product(node: GraphNode): DraftLayer {
    const out = shortName(node.name);
    const [first, second] = node.input ?? [];
    const scale = this.#model.scalar(first) ?? this.#model.scalar(second);
    if (scale === undefined) {
      const base = this.#sixth(first);
      if (base !== undefined && base === this.#shiftedRelu6(second)) {
        return { op: 'activation', in: this.need(base), out, activation: 'hard-swish' };
      }
      return { op: 'mul', in: [this.need(first), this.need(second)], out };
    }
    const input = this.#model.scalar(first) === undefined ? first : second;
    const base = this.#shiftedRelu6(input);
    if (base !== undefined && isSixth(scale)) {
      return { op: 'activation', in: this.need(base), out, activation: 'hard-sigmoid' };
    }
    const convolution = this.#convolution('conv', this.#model.node(input));
    expect(convolution.activation === 'linear', `${node.name} scales an activation`);
    const scaled = (values: Convolution['filter']) => ({
      shape: values.shape,
      data: values.data.map((value) => value * scale),
    });
    const { filter, bias } = convolution;
    return { ...convolution, out, filter: scaled(filter), ...(bias && { bias: scaled(bias) }) };
  }

  /** x, where the node is x/6. */
  #sixth(name: string | undefined): string | undefined {
    const node = this.#model.node(name);
    const [scale, x] = node.input ?? [];
    return node.op === 'Mul' && isSixth(this.#model.scalar(scale)) ? x : undefined;
  }

  /** x, where the node is relu6(x + 3). */
  #shiftedRelu6(name: string | undefined): string | undefined {
    const node = this.#model.node(name);
    if (node.op !== 'Relu6') return undefined;
    const sum = this.#model.node(node.input?.[0]);
    const [x, shift] = sum.input ?? [];
    return sum.op === 'Add' && this.#model.scalar(shift) === 3 ? x : undefined;
  }
}

/** One sixth as a half-precision number has it. */
function isSixth(value: number | undefined): boolean {
  return value !== undefined && Math.abs(value - 1 / 6) < 1e-4;
}

function expect(condition: boolean, otherwise: string): void {
  if (!condition) throw new Error(otherwise);
}
