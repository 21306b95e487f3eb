/** The smallest image classifier in TensorFlow.js's layers format, written by hand: colours of a picture. CC0, ours. */

/** Of the picture: the mean of each channel decides, red, green or blue. */
export const colours = ['red', 'green', 'blue'];

/**
 * Weights, in the order of the manifest: a convolution that lets each channel through, a wide layer of which three
 * answers carry the channels, and the answer.
 */
function weights(width: number): Float32Array<ArrayBuffer> {
  const kernel = new Float32Array(3 * 3 * 3 * 3);
  // The place in the middle, from each channel to itself.
  for (let channel = 0; channel < 3; channel++) kernel[(4 * 3 + channel) * 3 + channel] = 1;
  const wide = new Float32Array(3 * width);
  const answer = new Float32Array(width * 3);
  for (let channel = 0; channel < 3; channel++) {
    wide[channel * width + channel] = 1;
    for (let label = 0; label < 3; label++)
      answer[channel * 3 + label] = label === channel ? 8 : -4;
  }
  const parts = [
    kernel,
    new Float32Array(3),
    wide,
    new Float32Array(width),
    answer,
    new Float32Array(3),
  ];
  return Float32Array.from(parts.flatMap((part) => [...part]));
}

export interface TinyLayersOptions {
  /** Answers of the layer in the middle: a hundred thousand of them weigh two megabytes. */
  readonly width?: number;
  readonly side?: number;
  readonly labels?: readonly string[];
  readonly name?: string;
}

/** `model.json`, `weights.bin`, `metadata.json`. */
export function tinyLayers({
  side = 32,
  labels = colours,
  name = 'Colours',
  width = 3,
}: TinyLayersOptions = {}): Record<string, Uint8Array<ArrayBuffer>> {
  const layer = (className: string, config: object) => ({ class_name: className, config });
  const modelTopology = {
    keras_version: '2.4.0',
    backend: 'tensorflow',
    model_config: layer('Sequential', {
      name: 'tiny',
      layers: [
        layer('Conv2D', {
          name: 'conv',
          batch_input_shape: [null, side, side, 3],
          dtype: 'float32',
          filters: 3,
          kernel_size: [3, 3],
          strides: [2, 2],
          padding: 'same',
          activation: 'relu',
          use_bias: true,
        }),
        layer('GlobalAveragePooling2D', { name: 'pool' }),
        layer('Dense', { name: 'wide', units: width, activation: 'relu', use_bias: true }),
        layer('Dense', { name: 'dense', units: 3, activation: 'softmax', use_bias: true }),
      ],
    }),
  };
  const spec = (weight: string, shape: number[]) => ({ name: weight, shape, dtype: 'float32' });
  const weightsManifest = [
    {
      paths: ['weights.bin'],
      weights: [
        spec('conv/kernel', [3, 3, 3, 3]),
        spec('conv/bias', [3]),
        spec('wide/kernel', [3, width]),
        spec('wide/bias', [width]),
        spec('dense/kernel', [width, 3]),
        spec('dense/bias', [3]),
      ],
    },
  ];
  const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
  return {
    'model.json': json({ format: 'layers-model', modelTopology, weightsManifest }),
    'weights.bin': new Uint8Array(weights(width).buffer),
    'metadata.json': json({ labels, imageSize: side, modelName: name }),
  };
}
