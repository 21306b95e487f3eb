/** Writes graph models as the TensorFlow.js converter does: nodes, constants, one file of weights. */
import type { Files } from './tiny-model.ts';

type Attributes = Readonly<Record<string, unknown>>;

export const text = (value: string) => ({ s: btoa(value) });
export const texts = (values: readonly string[]) => ({
  list: { s: values.map((each) => btoa(each)) },
});
export const numbers = (values: readonly number[]) => ({ list: { i: values.map(String) } });
const float = { type: 'DT_FLOAT' };

export class GraphWriter {
  readonly #nodes: { name: string; op: string; input?: string[]; attr: Attributes }[] = [];
  readonly #weights: { name: string; shape: number[]; dtype: string; data: Uint8Array }[] = [];
  #seed = 1;

  picture(side: number): string {
    const dim = [-1, side, side, 3].map((size) => ({ size: String(size) }));
    return this.add('Placeholder', 'image', [], { dtype: float, shape: { shape: { dim } } });
  }

  add(op: string, name: string, input: readonly string[], attr: Attributes = {}): string {
    this.#nodes.push({ name, op, input: [...input], attr: { T: float, ...attr } });
    return name;
  }

  constant(name: string, shape: number[], values: ArrayLike<number>, dtype = 'float32'): string {
    const data = dtype === 'int32' ? Int32Array.from(values) : Float32Array.from(values);
    this.#weights.push({ name, shape, dtype, data: new Uint8Array(data.buffer) });
    this.#nodes.push({ name, op: 'Const', attr: {} });
    return name;
  }

  /** Numbers that are always the same. */
  random(name: string, shape: number[], from = -0.5, to = 0.5): string {
    const length = shape.reduce((product, side) => product * side, 1);
    const values = Float32Array.from({ length }, () => {
      this.#seed = (this.#seed * 48_271) % 2_147_483_647;
      return from + (to - from) * (this.#seed / 2_147_483_647);
    });
    return this.constant(name, shape, values);
  }

  /** @param output the node that the signature names. */
  files(output: string): Files {
    const specs = this.#weights.map(({ name, shape, dtype }) => ({ name, shape, dtype }));
    const json = {
      format: 'graph-model',
      signature: { outputs: { answer: { name: `${output}:0` } } },
      modelTopology: { node: this.#nodes, versions: { producer: 440 } },
      weightsManifest: [{ paths: ['group1-shard1of1.bin'], weights: specs }],
    };
    const weights = Buffer.concat(this.#weights.map(({ data }) => data));
    return {
      'model.json': new TextEncoder().encode(JSON.stringify(json)),
      'group1-shard1of1.bin': new Uint8Array(weights),
    };
  }
}

/**
 * MobileNet v3 as it comes from TensorFlow Hub: pixels of 0..1, hard-swish and hard-sigmoid spelt out,
 * a background class in front, logits at the end.
 */
export function mobileNetV3Graph(side: number, classes: number): Files {
  const writer = new GraphWriter();
  const strides = (stride: number) => ({
    strides: numbers([1, stride, stride, 1]),
    padding: text('SAME'),
    data_format: text('NHWC'),
    dilations: numbers([1, 1, 1, 1]),
  });
  const three = writer.constant('three', [], [3]);
  const sixth = writer.constant('sixth', [], [1 / 6]);
  const six = writer.constant('six', [], [6]);
  const axes = writer.constant('axes', [2], [1, 2], 'int32');
  const gateOf = (name: string, from: string, divides: boolean) => {
    const sum = writer.add('AddV2', `${name}/add`, [from, three]);
    const cut = writer.add('Relu6', `${name}/Relu6`, [sum]);
    return divides
      ? writer.add('RealDiv', `${name}/truediv`, [cut, six])
      : writer.add('Mul', `${name}/mul`, [cut, sixth]);
  };
  const swish = (name: string, from: string) =>
    writer.add('Mul', `${name}/mul_1`, [from, gateOf(name, from, false)]);
  const normalise = (name: string, from: string, channels: number) => {
    const part = (key: string, low: number, high: number) =>
      writer.random(`${name}/${key}`, [channels], low, high);
    const inputs = [part('gamma', 0.5, 1.5), part('beta', -0.5, 0.5), part('mean', -0.5, 0.5)];
    return writer.add('FusedBatchNormV3', name, [from, ...inputs, part('variance', 0.5, 2)], {
      epsilon: { f: 0.001 },
      is_training: { b: false },
      data_format: text('NHWC'),
    });
  };
  const conv = (name: string, from: string, shape: number[], stride = 1) => {
    const filter = writer.random(`${name}/weights`, shape, -0.6, 0.6);
    return writer.add('Conv2D', name, [from, filter], strides(stride));
  };
  /** With its bias and activation inside, as the converter leaves it. */
  const fused = (name: string, from: string, shape: number[], ops: string[]) => {
    const filter = writer.random(`${name}/weights`, shape);
    const bias = writer.random(`${name}/bias`, [shape[3]!]);
    return writer.add('_FusedConv2D', name, [from, filter, bias], {
      ...strides(1),
      fused_ops: texts(ops),
      num_args: { i: '1' },
    });
  };
  const block = (name: string, from: string, inputs: number, filters: number, stride: number) => {
    const wide = inputs * 4;
    const expanded = normalise(`${name}/n1`, conv(`${name}/c1`, from, [1, 1, inputs, wide]), wide);
    const filter = writer.random(`${name}/dw/weights`, [5, 5, wide, 1]);
    const map = swish(`${name}/s1`, expanded);
    const seen = writer.add('DepthwiseConv2dNative', `${name}/dw`, [map, filter], strides(stride));
    const swished = swish(`${name}/s2`, normalise(`${name}/n2`, seen, wide));
    const mean = writer.add('Mean', `${name}/mean`, [swished, axes], { keep_dims: { b: true } });
    const narrow = fused(`${name}/se1`, mean, [1, 1, wide, wide / 4], ['BiasAdd', 'Relu']);
    const again = fused(`${name}/se2`, narrow, [1, 1, wide / 4, wide], ['BiasAdd']);
    const gated = writer.add('Mul', `${name}/se`, [swished, gateOf(`${name}/hs`, again, true)]);
    const out = normalise(`${name}/n3`, conv(`${name}/c2`, gated, [1, 1, wide, filters]), filters);
    return stride === 1 ? writer.add('AddV2', `${name}/add`, [from, out]) : out;
  };
  const image = writer.picture(side);
  const doubled = writer.add('Mul', 'hub/mul', [image, writer.constant('two', [], [2])]);
  const centred = writer.add('Sub', 'hub/sub', [doubled, writer.constant('one', [], [1])]);
  let map = swish('stem', normalise('stem/n', conv('stem/c', centred, [3, 3, 3, 8], 2), 8));
  map = block('b1', map, 8, 12, 2);
  map = block('b2', map, 12, 12, 1);
  map = swish('last', normalise('last/n', conv('last/c', map, [1, 1, 12, 40]), 40));
  const mean = writer.add('Mean', 'pool', [map, axes], { keep_dims: { b: true } });
  const row = swish('head', fused('head/c', mean, [1, 1, 40, 32], ['BiasAdd']));
  const logits = conv('logits/c', row, [1, 1, 32, classes]);
  const bias = writer.random('logits/bias', [classes]);
  const biased = writer.add('BiasAdd', 'logits', [logits, bias]);
  // What Keras makes of a reshape: the batch is asked of the map itself.
  const shape = writer.add('Shape', 'shape', [biased]);
  const index = (name: string, value: number) => writer.constant(name, [1], [value], 'int32');
  const ends = [index('from', 0), index('to', 1), index('by', 1)];
  const batch = writer.add('StridedSlice', 'batch', [shape, ...ends], {
    shrink_axis_mask: { i: '1' },
  });
  const width = writer.constant('width', [], [classes], 'int32');
  const packed = writer.add('Pack', 'packed', [batch, width], { axis: { i: '0' } });
  return writer.files(
    writer.add('Identity', 'answer', [writer.add('Reshape', 'flat', [biased, packed])]),
  );
}
