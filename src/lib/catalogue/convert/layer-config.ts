/** What the settings of a layer say, in the words of either Keras or TensorFlow.js. Pure. */
import type { MapShape } from '#lib/engine/graph/shapes.ts';
import { FailureError } from '#lib/failure/failure.ts';
import type { ActivationKind } from './activations.ts';
import type { LayerNode } from './flatten.ts';

export function numberOf({ config }: LayerNode, key: string, otherwise: number): number {
  const value = config[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
}

export function booleanOf({ config }: LayerNode, key: string, otherwise: boolean): boolean {
  const value = config[key];
  return typeof value === 'boolean' ? value : otherwise;
}

/** One number stands for two. @throws FailureError `model-unsupported` */
export function pairOf(node: LayerNode, key: string, otherwise: number): [number, number] {
  const value = node.config[key] ?? otherwise;
  const pair: unknown[] = Array.isArray(value) ? value : [value, value];
  const [a, b] = pair;
  if (!isCount(a) || !isCount(b) || pair.length !== 2) throw unsupported(node, key);
  return [a, b];
}

/** [top, bottom, left, right] @throws FailureError `model-unsupported` */
export function paddingOf(node: LayerNode): [number, number, number, number] {
  const value = node.config['padding'] ?? 1;
  const sides: unknown[] = Array.isArray(value) ? value : [value, value];
  const [top, bottom, left, right] = sides.flatMap((side) =>
    Array.isArray(side) ? (side as unknown[]) : [side, side],
  );
  if (!isCount(top) || !isCount(bottom) || !isCount(left) || !isCount(right)) {
    throw unsupported(node, 'padding');
  }
  return [top, bottom, left, right];
}

/** The only number of a pair. @throws FailureError `model-unsupported` where there are two. */
export function evenOf(node: LayerNode, key: string, otherwise: number): number {
  const [down, across] = pairOf(node, key, otherwise);
  if (down !== across) throw unsupported(node, `${key} ${down} × ${across}`);
  return down;
}

/** @throws FailureError `model-unsupported` */
export function borderOf(node: LayerNode): 'same' | 'valid' {
  const padding: unknown = node.config['padding'] ?? 'valid';
  if (padding !== 'same' && padding !== 'valid')
    throw unsupported(node, `padding ${String(padding)}`);
  return padding;
}

/** Maps must have their channels last. @throws FailureError `model-unsupported` */
export function checkLayout(node: LayerNode): void {
  const format: unknown = node.config['data_format'] ?? 'channels_last';
  if (format !== 'channels_last') throw unsupported(node, String(format));
}

/** An axis must be that of the channels, which of a row is the first. @throws FailureError `model-unsupported` */
export function checkAxis(node: LayerNode, [height, width]: MapShape): void {
  const axis: unknown = node.config['axis'] ?? -1;
  const only: unknown = Array.isArray(axis) ? axis[0] : axis;
  const isOfRow = only === 1 && height === 1 && width === 1;
  if (only !== -1 && only !== 3 && !isOfRow) throw unsupported(node, `axis ${String(only)}`);
}

/** @throws FailureError `model-unsupported` */
export function activationOf(node: LayerNode): ActivationKind {
  if (node.kind === 'ReLU') {
    const slope = numberOf(node, 'negative_slope', 0);
    if (numberOf(node, 'threshold', 0) !== 0) throw unsupported(node, 'threshold');
    const limit: unknown = node.config['max_value'] ?? null;
    if (limit === null) return slope ? { kind: 'leaky-relu', slope: [slope] } : { kind: 'relu' };
    if (typeof limit !== 'number' || slope) throw unsupported(node, 'max_value');
    return { kind: 'relu', limit };
  }
  if (node.kind === 'LeakyReLU') {
    return {
      kind: 'leaky-relu',
      slope: [numberOf(node, 'alpha', numberOf(node, 'negative_slope', 0.3))],
    };
  }
  const activation: unknown = node.config['activation'] ?? 'linear';
  const known = typeof activation === 'string' ? activations.get(activation) : undefined;
  if (!known) throw unsupported(node, `activation ${JSON.stringify(activation)?.slice(0, 60)}`);
  return known;
}

const activations = new Map<string, ActivationKind>([
  ['linear', { kind: 'linear' }],
  ['relu', { kind: 'relu' }],
  ['relu6', { kind: 'relu', limit: 6 }],
  ['sigmoid', { kind: 'sigmoid' }],
  ['softmax', { kind: 'softmax' }],
  ['tanh', { kind: 'tanh' }],
  ['swish', { kind: 'swish' }],
  ['silu', { kind: 'swish' }],
  ['hard_sigmoid', { kind: 'hard-sigmoid', slope: [0.2] }],
  ['hardSigmoid', { kind: 'hard-sigmoid', slope: [0.2] }],
  ['hard_swish', { kind: 'hard-swish' }],
]);

const isCount = (value: unknown): value is number => Number.isInteger(value) && Number(value) >= 0;

const unsupported = (node: LayerNode, what: string) =>
  new FailureError('model-unsupported', `${node.kind} ${node.name}: ${what}`);
