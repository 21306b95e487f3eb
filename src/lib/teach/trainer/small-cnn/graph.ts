/**
 * A small network of its own: three convolutions that each halve the map, and their mean. In the
 * format of the prepared networks, so that it runs wherever they do. Pure.
 */
import type { Graph } from '#lib/engine/graph/format.ts';
import type { InputSpec } from '#lib/vision/preprocess/input-spec.ts';
import type { Random } from '#lib/maths/random.ts';
import { lengthOf } from '../deep/deep-model.ts';
import { isTrainable, type TrainableOp } from '../deep/graph-network.ts';

export const smallInput: InputSpec = { size: 64, fit: 'cover', scale: 1 / 127.5, offset: -1 };

const channels = [3, 16, 32, 64] as const;
/** A stride of two instead of pooling: as good, and a quarter of the work. */
const stride = 2;

/** Name of the last map before its mean. */
export const lastMap = 'conv-3';

export const smallGraph: Graph = smallNetwork();

function smallNetwork(): Graph {
  let at = 0;
  const place = (shape: number[]) => {
    const weight = { shape, at };
    at += lengthOf(shape);
    return weight;
  };
  const blocks = [1, 2, 3].map((i): TrainableOp => ({
    op: 'conv',
    in: i === 1 ? 'image' : `conv-${i - 1}`,
    out: `conv-${i}`,
    filter: place([3, 3, channels[i - 1]!, channels[i]!]),
    bias: place([channels[i]!]),
    stride,
    pad: 'same',
    activation: 'relu',
  }));
  return {
    format: 'aprendiz-graph-1',
    id: 'small-cnn',
    input: 'image',
    scale: smallInput.scale,
    offset: smallInput.offset,
    multiple: 1,
    ops: [...blocks, { op: 'mean', in: lastMap, out: 'mean' }],
    outputs: { embedding: 'mean' },
  };
}

export const smallOps: readonly TrainableOp[] = smallGraph.ops.filter(isTrainable);

/** He et al. (2015): normal, variance 2 ÷ inputs before a ReLU; no bias. */
export function initialWeights(random: Random): number[] {
  return smallOps.flatMap((op) => {
    if (op.op === 'add') return [];
    const { shape } = op.filter;
    const deviation = Math.sqrt(2 / lengthOf(shape.slice(0, 3)));
    const filter = Array.from({ length: lengthOf(shape) }, () => deviation * random.normal());
    return [...filter, ...new Array<number>(shape[3]!).fill(0)];
  });
}
