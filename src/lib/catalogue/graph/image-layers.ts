/** Layers of a network of pictures, in the app's own graph format; its weights are not read. Pure. */
import type { Graph, Op, Padding } from '#lib/engine/graph/format.ts';
import { inputsOf } from '#lib/engine/graph/plan.ts';
import { shapeAfter, type MapShape } from '#lib/engine/graph/shapes.ts';
import { groupLayers } from './group-layers.ts';
import type { Layer, LayerKind, ModelLayers } from './layers.ts';

/**
 * @param side of the square picture, in pixels.
 * @param weightBytes of the whole weights file: half or single precision.
 */
export function imageLayers(graph: Graph, side: number, weightBytes: number): ModelLayers {
  const shapes = new Map<string, MapShape>([[graph.input, [side, side, 3]]]);
  const total = graph.ops.reduce((sum, op) => sum + parametersOf(op), 0);
  const bytesEach = total > 0 && weightBytes >= 4 * total ? 4 : 2;
  const input: Layer = {
    id: graph.input,
    kind: 'image',
    reads: [],
    shape: [side, side, 3],
    parameters: 0,
    bytes: 0,
  };
  const layers = graph.ops.map((op): Layer => {
    const before = inputsOf(op).map((name) => shapes.get(name) ?? ([0, 0, 0] as const));
    const shape = shapeAfter(op, before);
    shapes.set(op.out, shape);
    const parameters = parametersOf(op);
    const purposes = Object.entries(graph.outputs)
      .filter(([, name]) => name === op.out)
      .map(([purpose]) => purpose);
    return {
      id: op.out,
      kind: kindOf(op, before[0] ?? [0, 0, 0]),
      name: op.out,
      reads: inputsOf(op),
      shape: shape[0] === 1 && shape[1] === 1 ? [shape[2]] : shape,
      parameters,
      bytes: parameters * bytesEach,
      detail: detailOf(op),
      ...(purposes.length > 0 && { purposes }),
    };
  });
  return { parts: [input, ...groupLayers(layers)] };
}

const product = (shape: readonly number[]) => shape.reduce((all, side) => all * side, 1);

const parametersOf = (op: Op): number =>
  op.op === 'conv' || op.op === 'depthwise'
    ? product(op.filter.shape) + (op.bias ? product(op.bias.shape) : 0)
    : 0;

function kindOf(op: Op, before: MapShape): LayerKind {
  if (op.op !== 'conv') return op.op;
  const [height, width] = op.filter.shape;
  if (height !== 1 || width !== 1) return 'conv';
  return before[0] === 1 && before[1] === 1 ? 'dense' : 'pointwise';
}

const padded = (pad: Padding): string =>
  typeof pad === 'string' ? (pad === 'valid' ? 'valid' : '') : `pad ${pad.join(' ')}`;

function detailOf(op: Op): string | undefined {
  const words = (): readonly (string | false | undefined)[] => {
    switch (op.op) {
      case 'conv':
      case 'depthwise': {
        const [height, width] = op.filter.shape;
        const isWide = height !== 1 || width !== 1;
        return [
          isWide && `${height}×${width}`,
          op.stride > 1 && `/${op.stride}`,
          (op.dilation ?? 1) > 1 && `dilation ${op.dilation}`,
          isWide && padded(op.pad),
          op.activation !== 'linear' && op.activation,
        ];
      }
      case 'max-pool':
      case 'average-pool':
        return [op.window.join('×'), op.stride > 1 && `/${op.stride}`, padded(op.pad)];
      case 'pad':
        return [op.sides.join(' ')];
      case 'activation':
        return [op.activation];
      case 'upsample':
        return [`×${op.factor}`];
      default:
        return [];
    }
  };
  return words().filter(Boolean).join(' ') || undefined;
}
