/** What a network that somebody brings is good for, told by its shape rather than by its names. */
import { inputsOf } from '#lib/engine/graph/plan.ts';
import { FailureError } from '#lib/failure/failure.ts';
import type { Convolution } from './network.ts';
import type { NetworkBuilder } from './network-builder.ts';

export interface Outputs {
  /** Probabilities, [batch, 1, 1, classes]; absent where the network ends in a map or in its mean. */
  readonly classes?: string;
  /** The map before it becomes one place. */
  readonly embedding?: string;
}

/**
 * Adds the softmax that is missing after logits, and a second class beside a single sigmoid.
 * @param last the name of what the network gives.
 * @param skipped classes in front that stand for nothing (the background of ImageNet's 1,001).
 * @throws FailureError `model-unsupported`
 */
export function findOutputs(builder: NetworkBuilder, last: string, skipped = 0): Outputs {
  const classes = findClasses(builder, last, skipped);
  const embedding = findEmbedding(builder, classes ?? last);
  if (classes === undefined && embedding === undefined) {
    throw new FailureError('model-unsupported', 'neither classes nor a map before them');
  }
  return {
    ...(classes !== undefined && { classes }),
    ...(embedding !== undefined && { embedding }),
  };
}

function findClasses(builder: NetworkBuilder, last: string, skipped: number): string | undefined {
  const end = builder.stepOf(last);
  if (!end || !isRow(builder, last)) return undefined;
  if (end.op === 'softmax') {
    if (skipped === 0) return last;
    return builder.softmax(`${last}~kept`, skip(builder, end.in, skipped));
  }
  if (end.op === 'activation' && end.activation === 'sigmoid') {
    return builder.shapeOf(last)[2] === 1 ? besideNothing(builder, end.in) : last;
  }
  if (!denseOf(builder, last)) return undefined;
  return builder.softmax(`${last}~softmax`, skip(builder, last, skipped));
}

/** σ(x) is the second of softmax(0, x). */
function besideNothing(builder: NetworkBuilder, from: string): string {
  const matrix = { shape: [1, 2], data: Float32Array.of(0, 1) };
  return builder.softmax(`${from}~both`, builder.dense(`${from}~beside`, from, matrix));
}

/** The dense layer that a row comes from, through shifts alone. */
function denseOf(builder: NetworkBuilder, name: string): Convolution | undefined {
  const step = builder.stepOf(name);
  if (step?.op === 'affine') return denseOf(builder, step.in);
  return step?.op === 'conv' && isRow(builder, step.in) ? step : undefined;
}

/** Logits without the first ones: the columns that make them are cut off. */
function skip(builder: NetworkBuilder, name: string, skipped: number): string {
  if (skipped === 0) return name;
  const step = builder.stepOf(name);
  const kept = (values: Float32Array<ArrayBuffer>) =>
    values.length === 1 ? values : values.slice(skipped);
  if (step?.op === 'affine') {
    const from = skip(builder, step.in, skipped);
    return builder.affine(`${name}~kept`, from, kept(step.scale), kept(step.shift));
  }
  const dense = denseOf(builder, name);
  if (!dense) throw new FailureError('model-unsupported', `${name} is no dense layer`);
  const [, , rows = 0, columns = 0] = dense.filter.shape;
  const width = columns - skipped;
  const data = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    data.set(dense.filter.data.subarray(start + skipped, start + columns), row * width);
  }
  const bias = dense.bias && { shape: [width], data: dense.bias.data.slice(skipped) };
  return builder.dense(`${name}~kept`, dense.in, { shape: [rows, width], data }, bias);
}

function findEmbedding(builder: NetworkBuilder, last: string): string | undefined {
  for (let name = last; ;) {
    const step = builder.stepOf(name);
    if (!step) return undefined;
    if (!isRow(builder, name)) return name;
    const [from = ''] = inputsOf(step);
    if (!isRow(builder, from)) return builder.stepOf(from) ? from : undefined;
    name = from;
  }
}

function isRow(builder: NetworkBuilder, name: string): boolean {
  const [height, width] = builder.shapeOf(name);
  return height === 1 && width === 1;
}
