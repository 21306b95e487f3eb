/** What a graph does with the shapes of maps: means, pads, joins, and reshapes whose result is known. */
import { FailureError } from '#lib/failure/failure.ts';
import { shapeOf } from './from-layers.ts';
import type { GraphNode } from './graph-node.ts';
import { constantOf, isConstant, mapOf, numbersOf, type GraphValue } from './graph-value.ts';
import type { NetworkBuilder } from './network-builder.ts';

/** The side of a shape that is the batch. */
const open = -1;

/** @throws FailureError `model-unsupported` | `model-corrupt` | `model-too-large` */
export function addShaping(
  builder: NetworkBuilder,
  node: GraphNode,
  inputs: readonly GraphValue[],
): GraphValue {
  const { name } = node;
  const [first] = inputs;
  switch (node.op) {
    case 'Mean':
    case 'Max':
      return reduce(builder, node, inputs);
    case 'Pad':
    case 'PadV2':
      return pad(builder, node, inputs);
    case 'ConcatV2':
      return join(builder, node, inputs);
    case 'Reshape': {
      const { map } = mapOf(first, name);
      const [batch, ...target] = numbersOf(inputs[1], name);
      const before = builder.shapeOf(map);
      const total = before[0] * before[1] * before[2];
      // A batch of pictures stays one; only of a row may the batch itself be left open with a known rest.
      if (batch !== open && batch !== 1) throw unsupported(node, `batch ${batch}`);
      if (target.length === 0) throw unsupported(node, 'no rest');
      const shape = shapeOf(target, total, name);
      return { map: builder.reshape(name, map, shape), rank: target.length === 1 ? 2 : 4 };
    }
    case 'Squeeze':
      return squeeze(builder, node, mapOf(first, name));
    case 'Shape': {
      const { map, rank } = mapOf(first, name);
      const [height, width, channels] = builder.shapeOf(map);
      return constant(rank === 2 ? [open, channels] : [open, height, width, channels]);
    }
    case 'StridedSlice':
      return slice(node, inputs);
    default:
      return constant(inputs.flatMap((value) => [...scalarOf(value, name)]));
  }
}

function reduce(
  builder: NetworkBuilder,
  node: GraphNode,
  inputs: readonly GraphValue[],
): GraphValue {
  const { map, rank } = mapOf(inputs[0], node.name);
  const axes = numbersOf(inputs[1], node.name).map((axis) => (axis < 0 ? axis + 4 : axis));
  if (rank !== 4 || axes.toSorted().join() !== '1,2')
    throw unsupported(node, `axes ${axes.join()}`);
  const out = builder.reduce(node.name, node.op === 'Mean' ? 'mean' : 'max', map);
  return { map: out, rank: node.flag('keep_dims') ? 4 : 2 };
}

function pad(builder: NetworkBuilder, node: GraphNode, inputs: readonly GraphValue[]): GraphValue {
  const { map, rank } = mapOf(inputs[0], node.name);
  const sides = numbersOf(inputs[1], node.name);
  const [b0, b1, top = 0, bottom = 0, left = 0, right = 0, c0, c1] = sides;
  const value = inputs[2] ? numbersOf(inputs[2], node.name)[0] : 0;
  const isOdd = [b0, b1, c0, c1].some((side) => side !== 0) || value !== 0;
  if (rank !== 4 || isOdd || sides.some((side) => side < 0 || side > 64)) {
    throw unsupported(node, `padding ${sides.join(' ')}`);
  }
  return { map: builder.pad(node.name, map, [top, bottom, left, right]), rank: 4 };
}

function join(builder: NetworkBuilder, node: GraphNode, inputs: readonly GraphValue[]): GraphValue {
  const [axis] = numbersOf(inputs.at(-1), node.name);
  const parts = inputs.slice(0, -1);
  if (parts.every(isConstant))
    return constant(parts.flatMap((value) => numbersOf(value, node.name)));
  const maps = parts.map((value) => mapOf(value, node.name));
  const rank = maps[0]?.rank ?? 4;
  if (axis !== -1 && axis !== rank - 1) throw unsupported(node, `axis ${axis}`);
  if (maps.some((each) => each.rank !== rank)) throw unsupported(node, 'unlike ranks');
  const names = maps.map(({ map }) => map);
  return { map: builder.join(node.name, names), rank };
}

function squeeze(
  builder: NetworkBuilder,
  node: GraphNode,
  { map, rank }: { map: string; rank: 2 | 4 },
): GraphValue {
  const [height, width] = builder.shapeOf(map);
  const listed = node.numbers('squeeze_dims');
  const axes = (listed.length > 0 ? listed : node.numbers('axis')).map((axis) =>
    axis < 0 ? axis + rank : axis,
  );
  const isWhole = axes.length === 0 || axes.toSorted().join() === '1,2';
  if (rank !== 4 || height !== 1 || width !== 1 || !isWhole) throw unsupported(node, axes.join());
  return { map, rank: 2 };
}

/** Of the sides of a shape: one of them, or some in a row. */
function slice(node: GraphNode, inputs: readonly GraphValue[]): GraphValue {
  const sides = numbersOf(inputs[0], node.name);
  const [begin = 0] = numbersOf(inputs[1], node.name);
  const [end = 0] = numbersOf(inputs[2], node.name);
  const [step = 1] = numbersOf(inputs[3], node.name);
  if (step !== 1 || constantOf(inputs[0], node.name).shape.length !== 1) {
    throw unsupported(node, 'of what is no shape');
  }
  const from = begin < 0 ? begin + sides.length : begin;
  const to = end <= 0 ? end + sides.length : end;
  return constant(sides.slice(from, to));
}

const constant = (numbers: readonly number[]): GraphValue => ({
  values: { shape: [numbers.length], data: Float32Array.from(numbers) },
});

function scalarOf(value: GraphValue, name: string): Float32Array {
  const { data } = constantOf(value, name);
  if (data.length !== 1) throw new FailureError('model-unsupported', `${name}: packs no numbers`);
  return data;
}

const unsupported = (node: GraphNode, what: string) =>
  new FailureError('model-unsupported', `${node.op} ${node.name}: ${what}`);
