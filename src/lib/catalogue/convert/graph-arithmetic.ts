/** Sums, products and limits of a graph: of two maps, or of a map and a constant. */
import { FailureError } from '#lib/failure/failure.ts';
import { addActivation } from './activations.ts';
import type { GraphNode } from './graph-node.ts';
import { isConstant, mapOf, type GraphMap, type GraphValue } from './graph-value.ts';
import type { NetworkBuilder } from './network-builder.ts';

/** @throws FailureError `model-unsupported` | `model-corrupt` | `model-too-large` */
export function addArithmetic(
  builder: NetworkBuilder,
  node: GraphNode,
  inputs: readonly GraphValue[],
): GraphMap {
  const { name, op } = node;
  if (op === 'AddN') return sumOf(builder, name, inputs);
  const [a, b] = inputs;
  if (op === 'Neg') {
    const from = mapOf(a, name);
    return { ...from, map: builder.affine(name, from.map, [-1], [0]) };
  }
  if (!a || !b) throw new FailureError('model-corrupt', `${name} reads too little`);
  if (isConstant(b)) return withConstant(builder, node, mapOf(a, name), b.values.data, false);
  if (isConstant(a)) return withConstant(builder, node, b, a.values.data, true);
  const rank = a.rank === 4 ? 4 : b.rank;
  switch (op) {
    case 'Add':
    case 'AddV2':
      return { map: builder.combine(name, 'add', a.map, b.map), rank };
    case 'Mul':
      return { map: builder.combine(name, 'mul', a.map, b.map), rank };
    case 'Sub': {
      const negative = builder.affine(`${name}~negative`, b.map, [-1], [0]);
      return { map: builder.combine(name, 'add', a.map, negative), rank };
    }
    default:
      throw new FailureError('model-unsupported', `${op} ${name}: of two maps`);
  }
}

function sumOf(builder: NetworkBuilder, name: string, inputs: readonly GraphValue[]): GraphMap {
  const [first, ...more] = inputs.map((value) => mapOf(value, name));
  if (!first) throw new FailureError('model-corrupt', `${name} reads nothing`);
  const map = more.reduce((sum, each, i) => {
    const part = i === more.length - 1 ? name : `${name}~${i}`;
    return builder.combine(part, 'add', sum, each.map);
  }, first.map);
  return { map, rank: first.rank };
}

/** @param isTurned whether the constant is the first of the two. */
function withConstant(
  builder: NetworkBuilder,
  { name, op }: GraphNode,
  from: GraphMap,
  numbers: Float32Array,
  isTurned: boolean,
): GraphMap {
  const affine = (scale: ArrayLike<number>, shift: ArrayLike<number>) => ({
    ...from,
    map: builder.affine(name, from.map, scale, shift),
  });
  switch (op) {
    case 'Add':
    case 'AddV2':
    case 'BiasAdd':
      return affine([1], numbers);
    case 'Sub':
      return isTurned
        ? affine([-1], numbers)
        : affine(
            [1],
            numbers.map((n) => -n),
          );
    case 'Mul':
      return affine(numbers, [0]);
    case 'RealDiv':
    case 'Div':
      if (isTurned || numbers.includes(0)) break;
      return affine(
        numbers.map((n) => 1 / n),
        [0],
      );
    case 'Maximum':
    case 'Minimum': {
      const [limit, ...more] = numbers;
      if (limit === undefined || more.length > 0) break;
      const map =
        op === 'Maximum'
          ? atLeast(builder, name, from.map, limit)
          : atMost(builder, name, from.map, limit);
      return { ...from, map };
    }
  }
  throw new FailureError('model-unsupported', `${op} ${name}: with this constant`);
}

/** relu(x − limit) + limit; nothing where x is never below 0 anyway. */
function atLeast(builder: NetworkBuilder, name: string, from: string, limit: number): string {
  const step = builder.stepOf(from);
  const isPositive = step?.op === 'activation' || step?.op === 'softmax';
  if (limit <= 0 && isPositive) return from;
  if (limit === 0) return builder.activate(name, from, 'relu');
  const below = builder.affine(`${name}~below`, from, [1], [-limit]);
  const cut = builder.activate(`${name}~cut`, below, 'relu');
  return builder.affine(name, cut, [1], [limit]);
}

/** limit − relu(limit − x); after a relu, a relu with that limit. */
function atMost(builder: NetworkBuilder, name: string, from: string, limit: number): string {
  const step = builder.stepOf(from);
  if (step?.op === 'activation' && step.activation === 'relu' && limit > 0) {
    return addActivation(builder, name, step.in, { kind: 'relu', limit });
  }
  const above = builder.affine(`${name}~above`, from, [-1], [limit]);
  const cut = builder.activate(`${name}~cut`, above, 'relu');
  return builder.affine(name, cut, [-1], [limit]);
}
