/** What has to run for given outputs, what can be let go when, and what it costs. Pure. */
import type { Graph, Op } from './format.ts';

export function inputsOf(op: Op): readonly string[] {
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
export function lastReaders(ops: readonly Op[], kept: readonly string[]): readonly string[][] {
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

interface Size {
  readonly side: number;
  readonly channels: number;
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
  const sizes = new Map<string, Size>([[graph.input, { side, channels: 3 }]]);
  const size = (name: string | undefined): Size =>
    sizes.get(name ?? '') ?? { side: 0, channels: 0 };
  let total = 0;
  const wanted = outputs.map((purpose) => graph.outputs[purpose] ?? purpose);
  for (const op of opsFor(graph, wanted)) {
    const first = size(inputsOf(op)[0]);
    switch (op.op) {
      case 'conv':
      case 'depthwise': {
        const [height = 0, , , last = 0] = op.filter.shape;
        const after = outputSide(first.side, height, op.stride, op.pad);
        total += after * after * op.filter.shape.reduce((product, n) => product * n, 1);
        const channels = op.op === 'conv' ? last : first.channels;
        sizes.set(op.out, { side: after, channels });
        break;
      }
      case 'concat': {
        const channels = op.in.reduce((sum, name) => sum + size(name).channels, 0);
        sizes.set(op.out, { ...first, channels });
        break;
      }
      case 'mean':
        sizes.set(op.out, { ...first, side: 1 });
        break;
      case 'upsample':
        sizes.set(op.out, { ...first, side: first.side * op.factor });
        break;
      case 'add':
      case 'mul': {
        const second = size(op.in[1]);
        sizes.set(op.out, { ...first, side: Math.max(first.side, second.side) });
        break;
      }
      case 'activation':
        sizes.set(op.out, first);
    }
  }
  return total;
}

/** Side of a map after a square window has moved over it. */
export function outputSide(
  side: number,
  window: number,
  stride: number,
  pad: 'same' | 'valid',
): number {
  return pad === 'same' ? Math.ceil(side / stride) : Math.floor((side - window) / stride) + 1;
}
