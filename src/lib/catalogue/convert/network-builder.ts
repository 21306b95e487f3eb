/**
 * Puts a network together step by step, with the shape of everything known: what does not fit
 * together, or would be too large, is refused where it is read.
 */
import type { Activation, Padding } from '#lib/engine/graph/format.ts';
import { inputsOf } from '#lib/engine/graph/plan.ts';
import { shapeAfter, type MapShape } from '#lib/engine/graph/shapes.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { limits } from './limits.ts';
import type { Layer, Step, Values } from './network.ts';

export interface Filtering {
  readonly filter: Values;
  readonly bias?: Values | undefined;
  readonly stride: number;
  readonly pad: Padding;
  readonly dilation?: number;
}

type Sides = Exclude<Padding, string>;

/** Methods add a step under a name and return the name; `from` is the name of what it reads. */
export class NetworkBuilder {
  readonly #steps = new Map<string, Step>();
  readonly #shapes = new Map<string, MapShape>();
  #channels = 0;

  constructor(input: string, shape: MapShape) {
    this.#shapes.set(input, shape);
  }

  /** In the order in which they were added, which can be run. */
  get steps(): readonly Step[] {
    return [...this.#steps.values()];
  }

  /** What makes an activation; nothing does of the input. */
  stepOf(name: string): Step | undefined {
    return this.#steps.get(name);
  }

  shapeOf(name: string): MapShape {
    const shape = this.#shapes.get(name);
    if (!shape) throw corrupt(`${name} is not there`);
    return shape;
  }

  convolve(name: string, from: string, { filter, bias, dilation = 1, ...rest }: Filtering): string {
    const [height = 0, width = 0, inputs = 0, outputs = 0] = filter.shape;
    const channels = this.shapeOf(from)[2];
    if (filter.shape.length !== 4 || height * width * inputs * outputs === 0) throw corrupt(name);
    if (inputs !== channels) throw corrupt(`${name}: ${inputs} of ${channels} channels`);
    checkBias(name, bias, outputs);
    checkWindow(name, rest.stride, dilation);
    return this.#push({
      op: 'conv',
      in: from,
      out: name,
      filter,
      ...(bias && { bias }),
      ...rest,
      ...(dilation !== 1 && { dilation }),
      activation: 'linear',
    });
  }

  /** @param filtering its filter is [height, width, channels, 1] */
  convolveDepthwise(
    name: string,
    from: string,
    { filter, bias, dilation = 1, ...rest }: Filtering,
  ): string {
    const [height = 0, width = 0, inputs = 0, multiplier = 0] = filter.shape;
    const channels = this.shapeOf(from)[2];
    if (filter.shape.length !== 4 || height * width * inputs === 0) throw corrupt(name);
    if (inputs !== channels) throw corrupt(`${name}: ${inputs} of ${channels} channels`);
    if (multiplier !== 1) throw unsupported(`${name}: depth multiplier ${multiplier}`);
    checkBias(name, bias, channels);
    checkWindow(name, rest.stride, dilation);
    return this.#push({
      op: 'depthwise',
      in: from,
      out: name,
      filter,
      ...(bias && { bias }),
      ...rest,
      ...(dilation !== 1 && { dilation }),
      activation: 'linear',
    });
  }

  /** Every place of the map through the same matrix. @param matrix [inputs, outputs] */
  dense(name: string, from: string, matrix: Values, bias?: Values): string {
    if (matrix.shape.length !== 2) throw corrupt(name);
    const filter = { shape: [1, 1, ...matrix.shape], data: matrix.data };
    return this.convolve(name, from, { filter, bias, stride: 1, pad: 'valid' });
  }

  /** Each of the two is one number, or one for each channel. */
  affine(name: string, from: string, scale: ArrayLike<number>, shift: ArrayLike<number>): string {
    const shape = this.shapeOf(from);
    for (const { length } of [scale, shift]) {
      if (length !== 1 && length !== shape[2]) {
        throw corrupt(`${name}: ${length} numbers for ${shape[2]} channels`);
      }
    }
    const numbers = { scale: Float32Array.from(scale), shift: Float32Array.from(shift) };
    return this.#keep({ op: 'affine', in: from, out: name, ...numbers }, shape);
  }

  activate(name: string, from: string, activation: Activation): string {
    if (activation === 'linear') return from;
    return this.#push({ op: 'activation', in: from, out: name, activation });
  }

  softmax(name: string, from: string): string {
    return this.#push({ op: 'softmax', in: from, out: name });
  }

  /** Over the whole map. */
  reduce(name: string, op: 'mean' | 'max', from: string): string {
    const [height, width] = this.shapeOf(from);
    if (height === 1 && width === 1) return from;
    return this.#push({ op, in: from, out: name });
  }

  pool(
    name: string,
    op: 'max-pool' | 'average-pool',
    from: string,
    how: { window: readonly [number, number]; stride: number; pad: 'same' | 'valid' },
  ): string {
    checkWindow(name, how.stride, 1);
    const [height, width] = this.shapeOf(from);
    if (how.window[0] < 1 || how.window[1] < 1) throw corrupt(`${name}: no window`);
    const isWhole = how.pad === 'valid' && how.window[0] === height && how.window[1] === width;
    if (isWhole) return this.reduce(name, op === 'max-pool' ? 'max' : 'mean', from);
    return this.#push({ op, in: from, out: name, ...how });
  }

  pad(name: string, from: string, sides: Sides): string {
    if (sides.every((side) => side === 0)) return from;
    return this.#push({ op: 'pad', in: from, out: name, sides });
  }

  reshape(name: string, from: string, shape: MapShape): string {
    const before = this.shapeOf(from);
    if (sizeOf(before) !== sizeOf(shape)) throw corrupt(`${name}: ${before} as ${shape}`);
    if (before.every((side, i) => side === shape[i])) return from;
    return this.#push({ op: 'reshape', in: from, out: name, shape });
  }

  combine(name: string, op: 'add' | 'mul', a: string, b: string): string {
    const [first, second] = [this.shapeOf(a), this.shapeOf(b)];
    const isSame = first.every((side, i) => side === second[i]);
    const isGate = (gate: MapShape, map: MapShape) =>
      gate[0] === 1 && gate[1] === 1 && gate[2] === map[2];
    if (!isSame && !isGate(second, first) && !isGate(first, second)) {
      throw unsupported(`${name}: ${op} of ${first} and ${second}`);
    }
    return this.#push({ op, in: [a, b], out: name });
  }

  /** Over channels. */
  join(name: string, from: readonly string[]): string {
    const [first, ...more] = from.map((each) => this.shapeOf(each));
    if (!first) throw corrupt(`${name} joins nothing`);
    if (more.some((shape) => shape[0] !== first[0] || shape[1] !== first[1])) {
      throw corrupt(`${name} joins maps of unlike sizes`);
    }
    return this.#push({ op: 'concat', in: from, out: name });
  }

  enlarge(name: string, from: string, factor: number, method: 'bilinear' | 'nearest'): string {
    if (!Number.isInteger(factor) || factor < 1) throw unsupported(`${name}: ${factor} times`);
    const nearest = method === 'nearest' ? { method } : {};
    return this.#push({ op: 'upsample', in: from, out: name, factor, ...nearest });
  }

  #push(layer: Layer): string {
    const shapes = inputsOf(layer).map((name) => this.shapeOf(name));
    return this.#keep(layer, shapeAfter(layer, shapes));
  }

  #keep(step: Step, shape: MapShape): string {
    if (this.#shapes.has(step.out)) throw corrupt(`${step.out} is there twice`);
    if (!shape.every((side) => Number.isInteger(side) && side > 0)) {
      throw corrupt(`${step.out} would be ${shape.join(' × ')}`);
    }
    this.#channels += shape[2];
    const isTooMuch = this.#steps.size >= limits.nodes || this.#channels > limits.channels;
    if (sizeOf(shape) > limits.activation || isTooMuch) {
      throw new FailureError('model-too-large', `${step.out} is ${shape.join(' × ')}`);
    }
    this.#shapes.set(step.out, shape);
    this.#steps.set(step.out, step);
    return step.out;
  }
}

const sizeOf = (shape: MapShape) => shape.reduce((product, side) => product * side, 1);

function checkBias(name: string, bias: Values | undefined, channels: number): void {
  if (bias && bias.data.length !== channels) throw corrupt(`${name}: bias`);
}

function checkWindow(name: string, stride: number, dilation: number): void {
  const isCount = (value: number) => Number.isInteger(value) && value > 0 && value <= 64;
  if (!isCount(stride) || !isCount(dilation)) throw corrupt(`${name}: stride ${stride}`);
  // TensorFlow.js has no kernel that does both.
  if (stride > 1 && dilation > 1) throw unsupported(`${name}: stride and dilation`);
}

const corrupt = (what: string) => new FailureError('model-corrupt', what);
const unsupported = (what: string) => new FailureError('model-unsupported', what);
