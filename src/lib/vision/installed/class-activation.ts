/**
 * Where a classifier saw its class: the map before the pooling, weighed as the dense layer weighs its
 * means (Zhou et al., Learning Deep Features for Discriminative Localization, 2016). Only where nothing
 * else lies between: then the map adds up to the score.
 */
import type { Graph, Op, Weight } from '#lib/engine/graph/format.ts';
import type { LoadedGraph } from '#lib/engine/graph/load.ts';
import { inputsOf } from '#lib/engine/graph/plan.ts';
import type { Evidence } from '#lib/vision/detectors/detector.ts';

/** The dense layer: channels × classes. */
export interface ClassWeights {
  readonly channels: number;
  readonly classes: number;
  readonly values: Float32Array;
}

const read = new WeakMap<LoadedGraph, Promise<ClassWeights | undefined>>();

/** Undefined where the network is not built so. Read back once. */
export function classWeights(loaded: LoadedGraph): Promise<ClassWeights | undefined> {
  const known = read.get(loaded) ?? readWeights(loaded);
  read.set(loaded, known);
  return known;
}

async function readWeights({ graph, weights }: LoadedGraph): Promise<ClassWeights | undefined> {
  const filter = classFilter(graph);
  const tensor = filter && weights.get(filter.at);
  if (!tensor) return undefined;
  const [channels = 0, classes = 0] = filter.shape.slice(-2);
  return { channels, classes, values: await tensor.data<'float32'>() };
}

/** Of the one dense layer between the mean of the embedding and the classes. Pure. */
export function classFilter({ ops, outputs }: Graph): Weight | undefined {
  const made = new Map(ops.map((op) => [op.out, op]));
  const before = (op: Op | undefined): Op | undefined => made.get((op && inputsOf(op)[0]) ?? '');
  /** Past what changes no order and adds no place. */
  const past = (op: Op | undefined): Op | undefined =>
    op?.op === 'softmax' || op?.op === 'reshape' || op?.op === 'activation' ? past(before(op)) : op;
  const dense = past(made.get(outputs['classes'] ?? ''));
  if (dense?.op !== 'conv' || dense.activation !== 'linear') return undefined;
  const pooling = before(dense)?.op === 'reshape' ? before(before(dense)) : before(dense);
  return pooling?.op === 'mean' && pooling.in === outputs['embedding'] ? dense.filter : undefined;
}

/**
 * @param map places × channels of a square.
 * @param index of the class.
 * @returns what speaks for it, 0..1; undefined where the map is no square
 */
export function evidenceOf(
  map: Float32Array,
  { channels, classes, values }: ClassWeights,
  index: number,
): Evidence | undefined {
  const side = Math.sqrt(map.length / channels);
  if (!Number.isInteger(side) || index < 0) return undefined;
  const evidence = new Float32Array(side * side);
  for (let place = 0; place < evidence.length; place++) {
    let sum = 0;
    for (let c = 0; c < channels; c++) {
      sum += map[place * channels + c]! * values[c * classes + index]!;
    }
    evidence[place] = Math.max(0, sum);
  }
  const peak = evidence.reduce((most, value) => Math.max(most, value), 0);
  return { side, values: peak > 0 ? evidence.map((value) => value / peak) : evidence };
}
