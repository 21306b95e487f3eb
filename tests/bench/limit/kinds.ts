/** Kinds of layers, and what each costs by the graph. Pure: the page and the section use it. */
import type { Graph } from '../../../src/lib/engine/graph/format.ts';
import { inputsOf, multiplyAddsOf, opsFor } from '../../../src/lib/engine/graph/plan.ts';
import { shapeAfter, type MapShape } from '../../../src/lib/engine/graph/shapes.ts';

/** 1×1 convolutions, depthwise ones, those that look at several places of all channels, everything else. */
export type Kind = 'point' | 'depthwise' | 'full' | 'rest';

/** @param filter its shape, of a kernel that has one: [down, across, …] */
export function kindOf(kernel: string, filter?: readonly number[]): Kind {
  if (!filter) return 'rest';
  const isPoint = filter[0] === 1 && filter[1] === 1;
  if (/depthwise/i.test(kernel)) return isPoint ? 'rest' : 'depthwise';
  return isPoint ? 'point' : 'full';
}

export interface Cost {
  readonly multiplyAdds: Record<Kind, number>;
  /** Of float32 weights that are read once, and of maps that are written and read once each. */
  readonly bytes: number;
  /** Kernels that are called. */
  readonly calls: number;
}

const float = 4;

export function costOf(graph: Graph, side: number, purposes: readonly string[]): Cost {
  const shapes = new Map<string, MapShape>([[graph.input, [side, side, 3]]]);
  const multiplyAdds: Record<Kind, number> = { point: 0, depthwise: 0, full: 0, rest: 0 };
  const places = ([height, width, channels]: MapShape) => height * width * channels;
  let numbers = 0;
  const ops = opsFor(
    graph,
    purposes.map((purpose) => graph.outputs[purpose] ?? purpose),
  );
  for (const op of ops) {
    const inputs = inputsOf(op).map((name) => shapes.get(name)!);
    const after = shapeAfter(op, inputs);
    shapes.set(op.out, after);
    const filter = 'filter' in op ? op.filter.shape : undefined;
    multiplyAdds[kindOf(op.op, filter)] += multiplyAddsOf(op, after);
    const weights = filter ? filter.reduce((product, n) => product * n, 1) : 0;
    numbers += weights + places(after) + inputs.reduce((sum, shape) => sum + places(shape), 0);
  }
  return { multiplyAdds, bytes: float * numbers, calls: ops.length };
}
