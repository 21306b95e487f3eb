/** From operations that hold their numbers to a graph and one array of float32. Pure. */
import type { Activation, Graph, Op, Weight } from '#lib/engine/graph/format.ts';
import type { Values } from './layers-json.ts';

type Convolution = Extract<Op, { filter: Weight }>;

/** A convolution whose numbers may still change. */
export interface Draft extends Omit<Convolution, 'filter' | 'bias' | 'activation'> {
  filter: Values;
  bias: Float32Array<ArrayBuffer>;
  activation: Activation;
}
export type DraftOp = Draft | Exclude<Op, Convolution>;

export const isDraft = (op: DraftOp): op is Draft => op.op === 'conv' || op.op === 'depthwise';

export interface PackedGraph {
  readonly graph: Graph;
  /** Where `Weight.at` points into. */
  readonly weights: Float32Array<ArrayBuffer>;
}

/** @param embedding the activation that the graph is run for. */
export function packGraph(
  input: string,
  drafts: readonly DraftOp[],
  embedding: string,
): PackedGraph {
  const parts: Float32Array[] = [];
  let length = 0;
  const keep = (shape: readonly number[], data: Float32Array): Weight => {
    parts.push(data);
    length += data.length;
    return { shape, at: length - data.length };
  };
  const ops = drafts.map((op): Op => {
    if (!isDraft(op)) return op;
    const filter = keep(op.filter.shape, op.filter.data);
    return { ...op, filter, bias: keep([op.bias.length], op.bias) };
  });
  const weights = new Float32Array(length);
  let at = 0;
  for (const part of parts) {
    weights.set(part, at);
    at += part.length;
  }
  const graph: Graph = {
    format: 'aprendiz-graph-1',
    id: 'imported',
    input,
    scale: 2 / 255,
    offset: -1,
    multiple: 1,
    ops,
    outputs: { embedding },
  };
  return { graph, weights };
}
