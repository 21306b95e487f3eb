/** From operations that hold their numbers to a graph and one array of numbers. Pure. */
import type { Graph, Op, Weight } from '#lib/engine/graph/format.ts';
import { encodeHalves } from '#lib/engine/graph/half.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { isConvolution, type Layer, type Network, type Values } from './network.ts';

export interface PackedGraph {
  readonly graph: Graph;
  /** In the order in which `Weight.at` points into them. */
  readonly parts: readonly Values[];
  /** Numbers in all of them. */
  readonly length: number;
}

export function packGraph(network: Network): PackedGraph {
  const parts: Values[] = [];
  let length = 0;
  const keep = (values: Values): Weight => {
    const weight = { shape: values.shape, at: length };
    parts.push(values);
    length += values.data.length;
    return weight;
  };
  const place = (layer: Layer): Op => {
    if (!isConvolution(layer)) return layer;
    const { filter, bias, ...rest } = layer;
    return { ...rest, filter: keep(filter), ...(bias && { bias: keep(bias) }) };
  };
  const { layers, ...rest } = network;
  const graph: Graph = { format: 'aprendiz-graph-1', ...rest, ops: layers.map(place) };
  return { graph, parts, length };
}

export function joinSingles({ parts, length }: PackedGraph): Float32Array<ArrayBuffer> {
  const numbers = new Float32Array(length);
  let at = 0;
  for (const { data } of parts) {
    numbers.set(data, at);
    at += data.length;
  }
  return numbers;
}

/** @throws FailureError `model-unsupported` where a number is beyond half precision. */
export function joinHalves({ parts, length }: PackedGraph): Uint16Array<ArrayBuffer> {
  const halves = new Uint16Array(length);
  let at = 0;
  for (const { data } of parts) {
    const part = encodeHalves(data);
    if (part.some((half) => (half & 0x7c00) === 0x7c00)) {
      throw new FailureError('model-unsupported', 'a weight beyond half precision');
    }
    halves.set(part, at);
    at += part.length;
  }
  return halves;
}
