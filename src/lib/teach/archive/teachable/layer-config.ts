/** What the settings of a layer say, in the words of either Keras or TensorFlow.js. Pure. */
import type { Activation } from '#lib/engine/graph/format.ts';
import { FailureError } from '#lib/failure/failure.ts';
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

/** @throws FailureError `model-unsupported` */
export function activationOf(node: LayerNode): Activation | 'softmax' {
  if (node.kind === 'ReLU') {
    const limit = node.config['max_value'] ?? null;
    const isPlain = !numberOf(node, 'negative_slope', 0) && !numberOf(node, 'threshold', 0);
    if (!isPlain || (limit !== null && limit !== 6)) throw unsupported(node, 'max_value');
    return limit === 6 ? 'relu6' : 'relu';
  }
  const activation: unknown = node.config['activation'] ?? 'linear';
  switch (activation) {
    case 'linear':
    case 'relu':
    case 'relu6':
    case 'sigmoid':
    case 'softmax':
      return activation;
    default:
      throw unsupported(node, `activation ${String(activation)}`);
  }
}

const isCount = (value: unknown): value is number => Number.isInteger(value) && Number(value) >= 0;

const unsupported = (node: LayerNode, what: string) =>
  new FailureError('model-unsupported', `${node.kind} ${node.name}: ${what}`);
