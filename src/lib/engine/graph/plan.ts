/** What has to run for given outputs, what can be let go when, and what it costs. Pure. */
import type { Graph, Op } from './format.ts';
import { shapeAfter, type MapShape, type ShapedOp } from './shapes.ts';

export function inputsOf(op: Pick<Op, 'in'>): readonly string[] {
  return typeof op.in === 'string' ? [op.in] : op.in;
}

const plans = new WeakMap<Graph, Map<string, readonly Op[]>>();

/** The operations that lead to these activations, in order; remembered for each graph. */
export function opsFor(graph: Graph, names: readonly string[]): readonly Op[] {
  const known = plans.get(graph) ?? new Map<string, readonly Op[]>();
  plans.set(graph, known);
  const key = names.join('\n');
  const found = known.get(key);
  if (found) return found;
  const needed = new Set(names);
  const ops: Op[] = [];
  for (const op of graph.ops.toReversed()) {
    if (!needed.has(op.out)) continue;
    ops.unshift(op);
    for (const name of inputsOf(op)) needed.add(name);
  }
  known.set(key, ops);
  return ops;
}

/** For each operation, the activations that nothing after it reads. */
export function lastReaders(
  ops: readonly Pick<Op, 'in'>[],
  kept: readonly string[],
): readonly string[][] {
  const seen = new Set(kept);
  const spent: string[][] = ops.map(() => []);
  for (let i = ops.length - 1; i >= 0; i--) {
    const op = ops[i];
    for (const name of op ? inputsOf(op) : []) {
      if (seen.has(name)) continue;
      seen.add(name);
      spent[i]?.push(name);
    }
  }
  return spent;
}

/**
 * Multiplications and additions of the convolutions (nearly all there are) for a square input.
 * @param outputs purposes, as in `graph.outputs`; all of them by default.
 */
export function countMultiplyAdds(
  graph: Graph,
  side: number,
  outputs: readonly string[] = Object.keys(graph.outputs),
): number {
  const shapes = new Map<string, MapShape>([[graph.input, [side, side, 3]]]);
  let total = 0;
  const wanted = outputs.map((purpose) => graph.outputs[purpose] ?? purpose);
  for (const op of opsFor(graph, wanted)) {
    const after = shapeAfter(
      op,
      inputsOf(op).map((name) => shapes.get(name) ?? [0, 0, 0]),
    );
    shapes.set(op.out, after);
    total += multiplyAddsOf(op, after);
  }
  return total;
}

/** @param after the shape of what the operation makes. */
export function multiplyAddsOf(op: ShapedOp, after: MapShape): number {
  if (op.op !== 'conv' && op.op !== 'depthwise') return 0;
  return after[0] * after[1] * op.filter.shape.reduce((product, n) => product * n, 1);
}
