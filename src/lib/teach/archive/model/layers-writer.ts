/** A layers model while it is written: topology and weights of a functional model. Pure. */

type Config = Readonly<Record<string, unknown>>;

export interface WrittenModel {
  /** As `model.json` has it. */
  readonly topology: object;
  readonly manifest: readonly { readonly name: string; readonly shape: readonly number[] }[];
  /** All weights in the order of the manifest, float32. */
  readonly weights: Float32Array<ArrayBuffer>;
}

/** Numbers of a layer, by the names that TensorFlow.js gives them. */
export type LayerWeights = readonly (readonly [
  name: string,
  shape: readonly number[],
  values: ArrayLike<number>,
])[];

export interface LayersInput {
  readonly name: string;
  /** Without the batch; null: as many as there are. */
  readonly shape: readonly (number | null)[];
}

export class LayersWriter {
  readonly #layers: object[] = [];
  readonly #manifest: { name: string; shape: readonly number[]; dtype: 'float32' }[] = [];
  readonly #values: ArrayLike<number>[] = [];
  readonly #inputs: readonly LayersInput[];

  constructor(...inputs: readonly LayersInput[]) {
    this.#inputs = inputs;
    for (const { name, shape } of inputs) {
      const config = { name, batch_input_shape: [null, ...shape], dtype: 'float32', sparse: false };
      this.#layers.push({ name, class_name: 'InputLayer', config, inbound_nodes: [] });
    }
  }

  /** @returns the name, to be read by others. */
  add(
    kind: string,
    name: string,
    inputs: readonly string[],
    config: Config = {},
    weights: LayerWeights = [],
  ): string {
    this.#layers.push({
      name,
      class_name: kind,
      config: { name, trainable: false, ...config },
      inbound_nodes: [inputs.map((from) => [from, 0, 0, {}])],
    });
    for (const [weight, shape, values] of weights) {
      this.#manifest.push({ name: `${name}/${weight}`, shape, dtype: 'float32' });
      this.#values.push(values);
    }
    return name;
  }

  finish(name: string, output: string): WrittenModel {
    const weights = new Float32Array(this.#values.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const values of this.#values) {
      weights.set(values, at);
      at += values.length;
    }
    const config = {
      name,
      layers: this.#layers,
      input_layers: this.#inputs.map(({ name }) => [name, 0, 0]),
      output_layers: [[output, 0, 0]],
    };
    const topology = {
      class_name: 'Model',
      config,
      keras_version: 'tfjs-layers 4.22.0',
      backend: 'tensor_flow.js',
    };
    return { topology, manifest: this.#manifest, weights };
  }
}
