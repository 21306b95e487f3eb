/**
 * A converted classifier in two: a graph up to the row that its dense layers read, and those as a head,
 * which can be looked into. Pure; the numbers stay float32.
 */
import { isConvolution, type Layer, type Network } from '#lib/catalogue/convert/network.ts';
import { joinSingles, packGraph } from '#lib/catalogue/convert/pack.ts';
import type { Graph } from '#lib/engine/graph/format.ts';
import { FailureError } from '#lib/failure/failure.ts';
import type { HeadLayer } from '../../heads/head.ts';

export interface SplitModel {
  readonly graph: Graph;
  /** Where `Weight.at` points into. */
  readonly weights: Float32Array<ArrayBuffer>;
  /** Channels of the graph's output `embedding`, which is [1, 1, 1, channels]. */
  readonly dimensions: number;
  /** From the embedding to the logits. */
  readonly layers: readonly HeadLayer[];
}

/** What can also be exported again. */
const known: ReadonlySet<Layer['op']> = new Set(['conv', 'depthwise', 'add', 'activation', 'mean']);

/** @throws FailureError `model-unsupported` */
export function splitHead(network: Network): SplitModel {
  const byName = new Map(network.layers.map((layer) => [layer.out, layer]));
  const end = byName.get(network.outputs['classes'] ?? '');
  if (end?.op !== 'softmax') throw unsupported('no softmax at the end');
  const layers: HeadLayer[] = [];
  const dense = new Set<Layer>([end]);
  let embedding = end.in;
  for (let layer = byName.get(embedding); layer && layer.op !== 'mean';) {
    layers.unshift(headLayer(layer));
    dense.add(layer);
    embedding = typeof layer.in === 'string' ? layer.in : '';
    layer = byName.get(embedding);
  }
  const [first] = layers;
  if (!first) throw unsupported('no dense layer at the end');
  const trunk = network.layers.filter((layer) => !dense.has(layer));
  const odd = trunk.find(({ op }) => !known.has(op));
  if (odd) throw unsupported(odd.op);
  const packed = packGraph({ ...network, layers: trunk, outputs: { embedding } });
  return {
    graph: packed.graph,
    weights: joinSingles(packed),
    dimensions: first.weights.rows,
    layers,
  };
}

function headLayer(layer: Layer): HeadLayer {
  if (!isConvolution(layer) || layer.op !== 'conv') throw unsupported(`${layer.op} in the head`);
  const { filter, bias, activation } = layer;
  const [height, width, rows = 0, columns = 0] = filter.shape;
  if (height !== 1 || width !== 1 || (activation !== 'linear' && activation !== 'relu')) {
    throw unsupported(`${activation} between dense layers`);
  }
  return {
    weights: { rows, columns, data: filter.data },
    bias: bias?.data ?? new Float32Array(columns),
    activation: activation === 'relu' ? 'relu' : 'none',
  };
}

const unsupported = (what: string) => new FailureError('model-unsupported', what);
