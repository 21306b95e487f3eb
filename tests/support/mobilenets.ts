/**
 * Models shaped like the MobileNets that Keras makes, narrow and with random weights that are always
 * the same, built with TensorFlow.js itself.
 */
import * as tf from '@tensorflow/tfjs';

type Map = tf.SymbolicTensor;
type Padding = [[number, number], [number, number]];

/** Builds layers with numbers of its own. */
class Maker {
  #seed = 1;

  random(scale = 0.5) {
    return tf.initializers.randomUniform({ minval: -scale, maxval: scale, seed: this.#seed++ });
  }

  positive() {
    return tf.initializers.randomUniform({ minval: 0.5, maxval: 2, seed: this.#seed++ });
  }

  /** Keeps the size of what goes through it, whatever it reads. */
  spread() {
    return tf.initializers.varianceScaling({
      scale: 2,
      mode: 'fanIn',
      distribution: 'normal',
      seed: this.#seed++,
    });
  }

  conv(filters: number, kernelSize: number, strides = 1, padding: 'same' | 'valid' = 'same') {
    return tf.layers.conv2d({
      filters,
      kernelSize,
      strides,
      padding,
      useBias: false,
      kernelInitializer: this.spread(),
    });
  }

  depthwise(kernelSize: number, strides = 1, padding: 'same' | 'valid' = 'same') {
    return tf.layers.depthwiseConv2d({
      kernelSize,
      strides,
      padding,
      useBias: false,
      depthwiseInitializer: this.random(),
    });
  }

  normalise() {
    return tf.layers.batchNormalization({
      gammaInitializer: this.positive(),
      betaInitializer: this.random(),
      movingMeanInitializer: this.random(),
      movingVarianceInitializer: this.positive(),
    });
  }

  dense(units: number, activation?: 'softmax' | 'sigmoid' | 'relu') {
    return tf.layers.dense({
      units,
      ...(activation && { activation }),
      kernelInitializer: this.spread(),
      biasInitializer: this.random(),
    });
  }
}

const six = () => tf.layers.reLU({ maxValue: 6 });
const through = (x: Map, ...layers: tf.layers.Layer[]) =>
  layers.reduce((value, layer) => layer.apply(value) as Map, x);
const before: Padding = [
  [0, 1],
  [0, 1],
];

/** Zeros before strided convolutions, a reshape and a dropout before a convolution that is the head. */
export function mobileNetV1(side: number, classes: number): tf.LayersModel {
  const make = new Maker();
  const image = tf.input({ shape: [side, side, 3] });
  const strided = (filters: number) => [
    tf.layers.zeroPadding2d({ padding: before }),
    make.depthwise(3, 2, 'valid'),
    make.normalise(),
    six(),
    make.conv(filters, 1),
    make.normalise(),
    six(),
  ];
  const plain = (filters: number) => [
    make.depthwise(3),
    make.normalise(),
    six(),
    make.conv(filters, 1),
    make.normalise(),
    six(),
  ];
  const map = through(
    image,
    tf.layers.zeroPadding2d({ padding: before }),
    make.conv(8, 3, 2, 'valid'),
    make.normalise(),
    six(),
    ...plain(16),
    ...strided(24),
    ...plain(24),
    ...strided(32),
    ...strided(48),
  );
  const scores = through(
    map,
    tf.layers.globalAveragePooling2d({}),
    tf.layers.reshape({ targetShape: [1, 1, 48] }),
    tf.layers.dropout({ rate: 0.001 }),
    tf.layers.conv2d({ filters: classes, kernelSize: 1, kernelInitializer: make.spread() }),
    tf.layers.reshape({ targetShape: [classes] }),
    tf.layers.activation({ activation: 'softmax' }),
  );
  return tf.model({ inputs: image, outputs: scores });
}

/** Inverted residuals. */
export function mobileNetV2(side: number, classes: number): tf.LayersModel {
  const make = new Maker();
  const image = tf.input({ shape: [side, side, 3] });
  const block = (x: Map, inputs: number, filters: number, strides: number) => {
    const narrow = through(
      x,
      make.conv(inputs * 6, 1),
      make.normalise(),
      six(),
      ...(strides === 2 ? [tf.layers.zeroPadding2d({ padding: before })] : []),
      make.depthwise(3, strides, strides === 2 ? 'valid' : 'same'),
      make.normalise(),
      six(),
      make.conv(filters, 1),
      make.normalise(),
    );
    return strides === 1 && inputs === filters
      ? (tf.layers.add().apply([x, narrow]) as Map)
      : narrow;
  };
  let map = through(image, make.conv(8, 3, 2), make.normalise(), six());
  let inputs = 8;
  for (const [filters, strides] of [
    [8, 1],
    [16, 2],
    [16, 1],
    [24, 2],
    [24, 1],
    [32, 2],
    [32, 1],
  ] as const) {
    map = block(map, inputs, filters, strides);
    inputs = filters;
  }
  map = through(map, make.conv(96, 1), make.normalise(), six());
  const scores = through(map, tf.layers.globalAveragePooling2d({}), make.dense(classes, 'softmax'));
  return tf.model({ inputs: image, outputs: scores });
}

/** Squeeze and excite, and x · hard-sigmoid(x) in place of a relu. */
export function mobileNetV3(side: number, classes: number): tf.LayersModel {
  const make = new Maker();
  const image = tf.input({ shape: [side, side, 3] });
  const hard = () => tf.layers.activation({ activation: 'hardSigmoid' });
  const swish = (x: Map) => tf.layers.multiply().apply([x, hard().apply(x) as Map]) as Map;
  const squeeze = (x: Map, channels: number) => {
    const gate = through(
      x,
      tf.layers.globalAveragePooling2d({}),
      tf.layers.reshape({ targetShape: [1, 1, channels] }),
      make.conv(channels / 4, 1),
      tf.layers.reLU(),
      make.conv(channels, 1),
      hard(),
    );
    return tf.layers.multiply().apply([x, gate]) as Map;
  };
  const block = (x: Map, inputs: number, filters: number, strides: number) => {
    const wide = swish(through(x, make.conv(inputs * 4, 1), make.normalise()));
    const seen = swish(through(wide, make.depthwise(5, strides), make.normalise()));
    const narrow = through(squeeze(seen, inputs * 4), make.conv(filters, 1), make.normalise());
    return strides === 1 && inputs === filters
      ? (tf.layers.add().apply([x, narrow]) as Map)
      : narrow;
  };
  let map = swish(through(image, make.conv(8, 3, 2), make.normalise()));
  map = block(map, 8, 16, 2);
  map = block(map, 16, 16, 1);
  map = block(map, 16, 24, 2);
  map = swish(through(map, make.conv(48, 1), make.normalise()));
  const row = through(
    map,
    tf.layers.globalAveragePooling2d({}),
    tf.layers.reshape({ targetShape: [1, 1, 48] }),
    tf.layers.conv2d({ filters: 32, kernelSize: 1, kernelInitializer: make.spread() }),
  );
  const scores = through(swish(row), tf.layers.flatten(), make.dense(classes, 'softmax'));
  return tf.model({ inputs: image, outputs: scores });
}

/** Whatever else a small classifier of pictures may be made of. */
export function oddNet(side: number, classes: number): tf.LayersModel {
  const make = new Maker();
  const image = tf.input({ shape: [side, side, 1] });
  const first = through(
    image,
    tf.layers.conv2d({
      filters: 6,
      kernelSize: 5,
      activation: 'tanh',
      kernelInitializer: make.spread(),
    }),
    tf.layers.averagePooling2d({ poolSize: 2 }),
    tf.layers.separableConv2d({
      filters: 8,
      kernelSize: 3,
      padding: 'same',
      activation: 'swish',
      depthwiseInitializer: make.random(),
      pointwiseInitializer: make.spread(),
    }),
  );
  const left = through(first, tf.layers.maxPooling2d({ poolSize: 3, strides: 2, padding: 'same' }));
  const right = through(
    first,
    tf.layers.zeroPadding2d({ padding: 1 }),
    make.conv(8, 3, 2, 'valid'),
    tf.layers.leakyReLU({ alpha: 0.1 }),
  );
  const joined = tf.layers.concatenate({ axis: -1 }).apply([left, right]) as Map;
  const enlarged = through(joined, tf.layers.upSampling2d({ size: [2, 2] }), make.conv(8, 3));
  const capped = through(
    enlarged,
    tf.layers.reLU({ maxValue: 1 }),
    tf.layers.zeroPadding2d({ padding: 1 }),
  );
  const pooled = through(capped, tf.layers.maxPooling2d({ poolSize: 4 }));
  const scores = through(
    pooled,
    tf.layers.flatten(),
    make.normalise(),
    make.dense(12, 'relu'),
    tf.layers.dropout({ rate: 0.5 }),
    make.dense(classes),
    tf.layers.softmax(),
  );
  return tf.model({ inputs: image, outputs: scores });
}
