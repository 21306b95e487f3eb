/**
 * The Open Images detector inside `@mediapipe/objectron`: MobileNetV2 SSD, 23 everyday classes.
 * The package's `.data` file is a label list followed by the TFLite model.
 */
import type { Convolution, Layer, Network, Values } from '#lib/catalogue/convert/network.ts';
import { readHalves } from './float16.ts';
import { builtin, readTflite, type TfliteModel, type TfliteOperator } from './tflite.ts';

/** Where the label list ends and the model begins, as the package's own loader says. */
const modelAt = 184;

/** Numbers that the network says of one anchor: four for the box, then one for each class. */
const boxNumbers = 4;

export function readObjectron(packed: Uint8Array): { labels: string[]; network: Network } {
  const [background, ...labels] = new TextDecoder()
    .decode(packed.subarray(0, modelAt))
    .trim()
    .split('\n');
  if (background !== '???') throw new Error(`expected the background class first: ${background}`);
  const model = readTflite(packed.subarray(modelAt));
  return { labels, network: convert(model) };
}

function convert(model: TfliteModel): Network {
  const reader = new Reader(model);
  const layers: Layer[] = [];
  for (const operator of model.operators) {
    const layer = reader.layer(operator);
    if (layer) layers.push(layer);
  }
  const heads = layers.filter((layer) => layer.out.includes('ClassPredictor'));
  return {
    id: 'open-images-ssd',
    input: 'image',
    scale: 1 / 127.5,
    offset: -1,
    multiple: 1,
    layers: joinHeads(layers),
    outputs: {
      ...Object.fromEntries(heads.map((_, i) => [`head-${i}`, `head-${i}`])),
      embedding: 'expanded_conv_14/add',
    },
  };
}

class Reader {
  readonly #model: TfliteModel;
  /** Constants by tensor index, once DEQUANTIZE has been seen. */
  readonly #constants = new Map<number, Values>();

  constructor(model: TfliteModel) {
    this.#model = model;
  }

  #tensor(index: number | undefined) {
    const tensor = this.#model.tensors[index ?? -1];
    if (!tensor) throw new Error(`no tensor ${index}`);
    return tensor;
  }

  #name(index: number | undefined): string {
    if (index === this.#model.inputs[0]) return 'image';
    const [first = ''] = this.#tensor(index).name.split(';');
    return first
      .replace('FeatureExtractor/MobilenetV2/', '')
      .replace(/\/(Relu6|BiasAdd|BatchNorm\/FusedBatchNormV3)$/, '');
  }

  #constant(index: number | undefined): Values {
    const values = this.#constants.get(index ?? -1);
    if (!values) throw new Error(`tensor ${this.#tensor(index).name} is not a constant`);
    return values;
  }

  /** The layer of an operator; none for those that only prepare constants or reshape the result. */
  layer(operator: TfliteOperator): Layer | undefined {
    const [first, second, third] = operator.inputs;
    const out = this.#name(operator.outputs[0]);
    switch (operator.builtin) {
      case builtin.dequantize: {
        const { shape, data } = this.#tensor(first);
        this.#constants.set(operator.outputs[0] ?? -1, { shape, data: readHalves(data) });
        return undefined;
      }
      case builtin.conv2d:
      case builtin.depthwiseConv2d: {
        const depthwise = operator.builtin === builtin.depthwiseConv2d;
        return {
          op: depthwise ? 'depthwise' : 'conv',
          in: this.#name(first),
          out,
          filter: depthwise ? toHwi1(this.#constant(second)) : toHwio(this.#constant(second)),
          bias: this.#constant(third),
          stride: operator.intOption(1),
          pad: operator.byteOption(0) === 0 ? 'same' : 'valid',
          activation: activationOf(operator.byteOption(depthwise ? 4 : 3)),
        };
      }
      case builtin.add:
        return { op: 'add', in: [this.#name(first), this.#name(second)], out };
      case builtin.reshape:
      case builtin.concatenation:
        return undefined;
      default:
        throw new Error(`unexpected TFLite operator ${operator.builtin}`);
    }
  }
}

function activationOf(code: number): 'linear' | 'relu6' {
  if (code === 0) return 'linear';
  if (code === 3) return 'relu6';
  throw new Error(`unexpected TFLite activation ${code}`);
}

/** [out, height, width, in] → [height, width, in, out]. */
function toHwio({ shape, data }: Values): Values {
  const [outputs = 0, height = 0, width = 0, inputs = 0] = shape;
  const rest = height * width * inputs;
  const moved = new Float32Array(data.length);
  for (let o = 0; o < outputs; o++) {
    for (let r = 0; r < rest; r++) moved[r * outputs + o] = data[o * rest + r] ?? NaN;
  }
  return { shape: [height, width, inputs, outputs], data: moved };
}

/** [1, height, width, channels] → [height, width, channels, 1]: the same numbers in the same order. */
function toHwi1({ shape, data }: Values): Values {
  const [, height = 0, width = 0, channels = 0] = shape;
  return { shape: [height, width, channels, 1], data };
}

/**
 * Each of the six maps has a box predictor and a class predictor, both 1×1 convolutions of the same
 * input. One convolution does both: for each anchor 4 box numbers, then 23 class logits (that of the
 * background class, which nobody reads, is left out).
 */
function joinHeads(layers: readonly Layer[]): Layer[] {
  const find = (name: string) => {
    const layer = layers.find(({ out }) => out === name);
    if (layer?.op !== 'conv') throw new Error(`no predictor ${name}`);
    return layer;
  };
  const head = (i: number): Convolution => {
    const boxes = find(`BoxPredictor_${i}/BoxEncodingPredictor`);
    const classes = find(`BoxPredictor_${i}/ClassPredictor`);
    const anchors = (boxes.filter.shape[3] ?? 0) / boxNumbers;
    return {
      ...boxes,
      out: `head-${i}`,
      filter: joinColumns(boxes.filter, classes.filter, anchors),
      bias: joinColumns(biasOf(boxes), biasOf(classes), anchors),
    };
  };
  return layers.flatMap((layer): Layer[] => {
    const found = /^BoxPredictor_(\d)\/ClassPredictor$/.exec(layer.out);
    if (found) return [head(Number(found[1]))];
    return layer.out.startsWith('BoxPredictor_') ? [] : [layer];
  });
}

function biasOf({ bias, out }: Convolution): Values {
  if (!bias) throw new Error(`${out} has no bias`);
  return bias;
}

function joinColumns(boxes: Values, classes: Values, anchors: number): Values {
  const boxColumns = boxes.shape.at(-1) ?? 0;
  const classColumns = classes.shape.at(-1) ?? 0;
  const perAnchor = classColumns / anchors;
  const rows = boxes.data.length / boxColumns;
  const data: number[] = [];
  for (let row = 0; row < rows; row++) {
    for (let anchor = 0; anchor < anchors; anchor++) {
      const box = row * boxColumns + anchor * boxNumbers;
      const first = row * classColumns + anchor * perAnchor;
      data.push(...boxes.data.subarray(box, box + boxNumbers));
      data.push(...classes.data.subarray(first + 1, first + perAnchor));
    }
  }
  const columns = anchors * (boxNumbers + perAnchor - 1);
  return { shape: [...boxes.shape.slice(0, -1), columns], data: Float32Array.from(data) };
}
