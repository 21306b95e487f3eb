/**
 * A multilayer perceptron in plain typed arrays, its loss and the loss's gradient by hand
 * (Rumelhart, Hinton and Williams, 1986): small networks of the labs, of which everything inside is
 * on show. All parameters lie in one array, so that any optimiser can move them; the optional
 * parts (normalisation, residual, dropout) are a layer's own.
 *
 *     const network = createNetwork({
 *       inputs: 2,
 *       layers: [{ units: 8, activation: 'tanh' }, { units: 1 }],
 *       loss: 'logistic', initialisation: 'xavier', seed: 1,
 *     });
 *     const optimiser = createOptimiser('adam', 0.01, network.parameters.length);
 *     const { loss, gradient } = network.gradient(x, y, rows);
 *     optimiser.step(network.parameters, gradient);
 */
import type { ActivationName } from './network/activations.ts';
import { deviationOf, drawWeights, type Initialisation } from './network/initialisation.ts';
import { Layer } from './network/layer.ts';
import { applyOutput, meanLoss, shareRight, subtractTargets } from './network/loss.ts';
import type { LossName } from './network/loss.ts';
import type { NormalisationName } from './network/normalisation.ts';
import { Random } from './random.ts';

export interface LayerShape {
  readonly units: number;
  /** `linear` unless told. The last layer of `logistic` and `softmax` has none: the loss brings its own. */
  readonly activation?: ActivationName;
  /** Before the activation: pre = gain·standardised(x·W + b) + shift. */
  readonly normalisation?: NormalisationName | undefined;
  /** post = activation(pre) + input (He et al., 2016). As many units as inputs. */
  readonly residual?: boolean;
  /** The part of the units left out of each training row; the others are scaled up (Srivastava et al., 2014). */
  readonly dropout?: number;
}

export interface NetworkShape {
  readonly inputs: number;
  readonly layers: readonly LayerShape[];
  readonly loss: LossName;
  readonly initialisation: Initialisation;
  /** Multiplies what the initialisation draws; 1 unless told. */
  readonly gain?: number;
  readonly seed: number;
}

/** What a layer made of some rows; each rows × units. The network's own arrays, until it is next asked. */
export interface LayerActivations {
  /** What the activation was given. */
  readonly pre: Float64Array;
  /** What the next layer is given; probabilities, from the last layer of `logistic` and `softmax`. */
  readonly post: Float64Array;
}

/** The network's own arrays, until it is next asked. */
export interface NetworkGradient {
  readonly loss: number;
  /** ∂loss/∂parameters, laid out as `parameters`. */
  readonly gradient: Float64Array;
  readonly activations: readonly LayerActivations[];
  /** For each layer ∂loss/∂pre, rows × units. */
  readonly deltas: readonly Float64Array[];
}

export class Network {
  readonly shape: NetworkShape;
  /** For each layer: weights [inputs × units], bias [units], and if normalised gain [units], shift [units]. */
  readonly parameters: Float64Array<ArrayBuffer>;
  /** Running statistics of batch normalisations: with `parameters`, all there is to keep of a network. */
  readonly statistics: Float64Array<ArrayBuffer>;
  /** Views of `parameters`, layer by layer. */
  readonly layers: readonly Layer[];
  readonly #gradient: Float64Array;

  /** @throws RangeError a shape that cannot be */
  constructor(shape: NetworkShape) {
    this.shape = shape;
    const last = shape.layers.at(-1);
    if (!last) throw new RangeError('a network without layers');
    const plain = !last.normalisation && !last.residual && !last.dropout;
    if (shape.loss !== 'squared' && ((last.activation ?? 'linear') !== 'linear' || !plain)) {
      throw new RangeError(`${shape.loss} brings the last layer's activation`);
    }
    const widths = [shape.inputs, ...shape.layers.map(({ units }) => units)];
    let size = 0;
    let tracked = 0;
    shape.layers.forEach(({ units, normalisation, residual }, l) => {
      if (residual && units !== widths[l]) throw new RangeError(`layer ${l} is no residual one`);
      size += widths[l]! * units + (normalisation ? 3 : 1) * units;
      tracked += normalisation === 'batch' ? 2 * units : 0;
    });
    this.parameters = new Float64Array(size);
    this.statistics = new Float64Array(tracked);
    this.#gradient = new Float64Array(size);
    let at = 0;
    let trackedAt = 0;
    this.layers = shape.layers.map((one, l) => {
      const layer = new Layer(
        one,
        widths[l]!,
        { values: this.parameters, gradient: this.#gradient, at },
        this.statistics.subarray(trackedAt),
      );
      at = layer.end;
      trackedAt += one.normalisation === 'batch' ? 2 * one.units : 0;
      return layer;
    });
    this.initialise(shape.seed);
  }

  /** Everything as it begins. */
  initialise(seed: number): void {
    const random = new Random(seed);
    const { initialisation, gain = 1 } = this.shape;
    for (const layer of this.layers) {
      layer.begin();
      const deviation = gain * deviationOf(initialisation, layer.inputs, layer.units);
      drawWeights(layer.weights, deviation, random);
    }
  }

  /**
   * @param x rows × inputs
   * @param training draws the dropouts; batch normalisations go by these rows. Absent: nothing is
   * dropped, and they go by their running statistics.
   * @returns a pair for each layer
   */
  forward(x: Float64Array, rows: number, training?: Random): readonly LayerActivations[] {
    let input = x;
    const all = this.layers.map((layer) => {
      const made = layer.forward(input, rows, training);
      input = made.post;
      return made;
    });
    const { loss } = this.shape;
    const { pre, post } = all.at(-1)!;
    if (loss !== 'squared') applyOutput(loss, pre, post, this.layers.at(-1)!.units);
    return all;
  }

  /** What the network says of some rows: rows × outputs, the network's own array. */
  predict(x: Float64Array, rows: number): Float64Array {
    return this.forward(x, rows).at(-1)!.post;
  }

  /** @param y see `LossName` */
  evaluate(
    x: Float64Array,
    y: ArrayLike<number>,
    rows: number,
    training?: Random,
  ): { loss: number; accuracy: number | undefined } {
    const { pre, post } = this.forward(x, rows, training).at(-1)!;
    const outputs = this.layers.at(-1)!.units;
    return {
      loss: meanLoss(this.shape.loss, pre, post, y, outputs),
      accuracy: shareRight(this.shape.loss, post, y, outputs),
    };
  }

  /** The mean loss of some rows and its gradient. Parameters as for `forward` and `evaluate`. */
  gradient(
    x: Float64Array,
    y: ArrayLike<number>,
    rows: number,
    training?: Random,
  ): NetworkGradient {
    const made = this.forward(x, rows, training);
    const { pre, post } = made.at(-1)!;
    const { loss } = this.shape;
    const last = this.layers.length - 1;
    const { units, error } = this.layers[last]!;
    const value = meanLoss(loss, pre, post, y, units);
    subtractTargets(loss, post, y, units, error.subarray(0, rows * units));
    for (let l = last; l >= 0; l--) {
      const input = l > 0 ? made[l - 1]!.post : x;
      this.layers[l]!.backward(input, rows, {
        training: training !== undefined,
        // The loss of these is taken at the pre-activation already.
        atPre: l === last && loss !== 'squared',
        into: l > 0 ? this.layers[l - 1]!.error : undefined,
      });
    }
    return {
      loss: value,
      gradient: this.#gradient,
      activations: made,
      deltas: this.layers.map((layer) => layer.delta.subarray(0, rows * layer.units)),
    };
  }
}

export const createNetwork = (shape: NetworkShape): Network => new Network(shape);
