/**
 * Back-propagation on a computation graph: values forward, gradients backward one edge at a time.
 * Pure. Rumelhart, Hinton and Williams, 1986; the course's deck 000 draws it as here.
 */
import { operationOf, type OperationName } from './operations.ts';

export type GraphNode = {
  readonly id: string;
  /** As it is written: "w₁₁". */
  readonly name: string;
} & (
  | {
      /** `variable`: something to learn, so a gradient is wanted; `data`: given. */
      readonly kind: 'variable' | 'data';
    }
  | { readonly kind: 'number'; readonly value: number }
  | {
      readonly kind: 'operation';
      readonly operation: OperationName;
      /** Ids of the operands, in order; one may be there twice. */
      readonly of: readonly string[];
    }
);

/** Each node after all that it reads; the last is the result L. */
export type ComputationGraph = readonly GraphNode[];

/** From an operand to what is computed of it. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** Which operand of `to`. */
  readonly place: number;
}

export const resultOf = (graph: ComputationGraph): GraphNode => graph.at(-1)!;

export const edgesOf = (graph: ComputationGraph): readonly GraphEdge[] =>
  graph.flatMap((node) =>
    node.kind === 'operation' ? node.of.map((from, place) => ({ from, to: node.id, place })) : [],
  );

type Values = ReadonlyMap<string, number>;

/** Every node's value, in the order of the graph. @param given values of variables and data; 0 unless told. */
export function goForward(
  graph: ComputationGraph,
  given: Readonly<Record<string, number>>,
): Values {
  const values = new Map<string, number>();
  for (const node of graph) {
    values.set(
      node.id,
      node.kind === 'operation'
        ? operationOf(node.operation).compute(node.of.map((id) => values.get(id)!))
        : node.kind === 'number'
          ? node.value
          : (given[node.id] ?? 0),
    );
  }
  return values;
}

/** The gradient crosses one edge: what comes along it is added to what has come before. */
export interface BackwardStep {
  readonly edge: GraphEdge;
  /** ∂L/∂to, complete by now. */
  readonly upstream: number;
  /** ∂to/∂from. */
  readonly local: number;
  /** upstream · local */
  readonly along: number;
  /** ∂L/∂from as far as it is known before and after this step. */
  readonly before: number;
  readonly after: number;
  /** Which of how many edges bring a gradient to `from`; from 1. */
  readonly path: number;
  readonly paths: number;
}

export interface Backward {
  readonly steps: readonly BackwardStep[];
  /** ∂L/∂node of the result and of every node that leads from a variable to it. */
  readonly gradients: Values;
}

/** Nodes in which a variable is. */
function learning(graph: ComputationGraph): ReadonlySet<string> {
  const found = new Set<string>();
  for (const node of graph) {
    const isIn =
      node.kind === 'variable' ||
      (node.kind === 'operation' && node.of.some((id) => found.has(id)));
    if (isIn) found.add(node.id);
  }
  return found;
}

/** Whatever leads to no variable is not gone to, as in the frameworks. @param values of `goForward` */
export function goBackward(graph: ComputationGraph, values: Values): Backward {
  const wanted = learning(graph);
  const gradients = new Map<string, number>([[resultOf(graph).id, 1]]);
  const arrived = new Map<string, number>();
  const steps: Omit<BackwardStep, 'paths'>[] = [];
  for (const node of graph.toReversed()) {
    const upstream = gradients.get(node.id);
    if (upstream === undefined || node.kind !== 'operation') continue;
    const slopes = operationOf(node.operation).slopes(
      node.of.map((id) => values.get(id)!),
      values.get(node.id)!,
    );
    node.of.forEach((from, place) => {
      if (!wanted.has(from)) return;
      const local = slopes[place]!;
      const along = upstream * local;
      const before = gradients.get(from) ?? 0;
      const path = (arrived.get(from) ?? 0) + 1;
      arrived.set(from, path);
      gradients.set(from, before + along);
      steps.push({
        edge: { from, to: node.id, place },
        upstream,
        local,
        along,
        before,
        after: before + along,
        path,
      });
    });
  }
  return {
    steps: steps.map((step) => ({ ...step, paths: arrived.get(step.edge.from)! })),
    gradients,
  };
}

/** One way from a node to the result, and what comes back along it: the product of its local derivatives. */
export interface Path {
  readonly edges: readonly GraphEdge[];
  readonly locals: readonly number[];
  readonly product: number;
}

/**
 * Every way from a node to the result; their products sum to the gradient (the chain rule of several
 * variables).
 * @param most there may be exponentially many: no more than this are told.
 */
export function pathsFrom(
  graph: ComputationGraph,
  values: Values,
  id: string,
  most = 64,
): readonly Path[] {
  const end = resultOf(graph).id;
  const nodes = new Map(graph.map((node) => [node.id, node]));
  const edges = edgesOf(graph);
  const localOf = ({ to, place }: GraphEdge): number => {
    const node = nodes.get(to)!;
    if (node.kind !== 'operation') return 0;
    const operands = node.of.map((one) => values.get(one)!);
    return operationOf(node.operation).slopes(operands, values.get(to)!)[place]!;
  };
  const found: Path[] = [];
  const walk = (at: string, way: readonly GraphEdge[]) => {
    if (found.length >= most) return;
    if (at === end) {
      const locals = way.map(localOf);
      const product = locals.reduce((all, local) => all * local, 1);
      found.push({ edges: way, locals, product });
      return;
    }
    for (const edge of edges) if (edge.from === at) walk(edge.to, [...way, edge]);
  };
  walk(id, []);
  return found;
}

/** How many ways lead from a node to the result. */
export function countPaths(graph: ComputationGraph, id: string): number {
  const counts = new Map<string, number>([[resultOf(graph).id, 1]]);
  for (const node of graph.toReversed()) {
    if (node.kind !== 'operation') continue;
    for (const from of node.of) {
      counts.set(from, (counts.get(from) ?? 0) + (counts.get(node.id) ?? 0));
    }
  }
  return counts.get(id) ?? 0;
}

/** (L(v + h) − L(v − h)) / 2h: what a small nudge of one given value does to the result. */
export function numericGradient(
  graph: ComputationGraph,
  given: Readonly<Record<string, number>>,
  id: string,
  h = 1e-5,
): number {
  const end = resultOf(graph).id;
  const at = (value: number) => goForward(graph, { ...given, [id]: value }).get(end)!;
  const value = given[id] ?? 0;
  return (at(value + h) - at(value - h)) / (2 * h);
}

/** One step of gradient descent of a parameter with the mean gradient of a batch. */
export function updateByMean(
  value: number,
  rate: number,
  gradients: readonly number[],
): { readonly mean: number; readonly value: number } {
  const mean = gradients.reduce((sum, gradient) => sum + gradient, 0) / gradients.length;
  return { mean, value: value - rate * mean };
}
