/** Who keeps things of a name: of each the shortest way from a root of a heap snapshot, in words. Pure. */
import type { HeapSnapshot } from './heap-snapshot.ts';

/** Ways by their words, and how many things each leads to. */
export type Paths = ReadonlyMap<string, number>;

/** Edges of these kinds are called by a number; all others by a string. */
const numbered = new Set(['element', 'hidden']);

/** A value of a WeakMap is said to be held by its key and by the table; of these two the table alone keeps nothing. */
const tableOfPair = /pair in WeakMap \(table @(\d+)\)$/;

/** Of a node or an edge: what a browser says of where a root was made may fill a page. */
const longestName = 160;

interface Step {
  /** The node it comes from, as a place in `nodes`; -1 of the root. */
  readonly from: number;
  readonly edge: string;
}

/** @param passes edges that are not followed, by their names: what is reached all the same is held by others too. */
export function pathsTo(
  heap: HeapSnapshot,
  name: string,
  passes: (edge: string) => boolean = () => true,
): Paths {
  const graph = new Graph(heap);
  const steps = graph.walk(passes);
  const paths = new Map<string, number>();
  for (const node of steps.keys()) {
    if (!graph.isThing(node, name)) continue;
    const path = describe(graph, steps, node);
    paths.set(path, (paths.get(path) ?? 0) + 1);
  }
  return paths;
}

export const countOf = (paths: Paths): number =>
  [...paths.values()].reduce((sum, count) => sum + count, 0);

function describe(graph: Graph, steps: ReadonlyMap<number, Step>, node: number): string {
  const words: string[] = [];
  for (let at = node; at > 0;) {
    const { from, edge } = steps.get(at)!;
    words.unshift(`-${edge.slice(0, longestName)}→ ${graph.nameOf(at).slice(0, longestName)}`);
    at = from;
  }
  return words.join(' ');
}

class Graph {
  readonly #heap: HeapSnapshot;
  readonly #node: { width: number; type: number; name: number; id: number };
  readonly #edge: { width: number; type: number; name: number; to: number };
  /** By the number of a node, where its edges begin. */
  readonly #firstEdge: Uint32Array;

  constructor(heap: HeapSnapshot) {
    this.#heap = heap;
    const { node_fields: ofNode, edge_fields: ofEdge } = heap.snapshot.meta;
    this.#node = {
      width: ofNode.length,
      type: ofNode.indexOf('type'),
      name: ofNode.indexOf('name'),
      id: ofNode.indexOf('id'),
    };
    this.#edge = {
      width: ofEdge.length,
      type: ofEdge.indexOf('type'),
      name: ofEdge.indexOf('name_or_index'),
      to: ofEdge.indexOf('to_node'),
    };
    const edgeCount = ofNode.indexOf('edge_count');
    const count = heap.nodes.length / this.#node.width;
    this.#firstEdge = new Uint32Array(count + 1);
    for (let n = 0; n < count; n++) {
      const own = heap.nodes[n * this.#node.width + edgeCount]!;
      this.#firstEdge[n + 1] = this.#firstEdge[n]! + own * this.#edge.width;
    }
  }

  nameOf(node: number): string {
    return this.#heap.strings[this.#heap.nodes[node + this.#node.name]!]!;
  }

  /** What the browser has made; its constructor, its prototype and mere strings may be called as it is, too. */
  isThing(node: number, name: string): boolean {
    const [types] = this.#heap.snapshot.meta.node_types;
    const type = types[this.#heap.nodes[node + this.#node.type]!];
    return type === 'native' && this.nameOf(node) === name;
  }

  /** Breadth first from the first node, the root of all: how each was come by. */
  walk(passes: (edge: string) => boolean): ReadonlyMap<number, Step> {
    const steps = new Map<number, Step>([[0, { from: -1, edge: '' }]]);
    // A map goes on to what is added while it is gone through.
    for (const from of steps.keys()) {
      for (const { edge, to } of this.#strongEdges(from)) {
        if (!steps.has(to) && passes(edge)) steps.set(to, { from, edge });
      }
    }
    return steps;
  }

  *#strongEdges(node: number): Generator<{ edge: string; to: number }> {
    const { nodes, edges, strings, snapshot } = this.#heap;
    const [types] = snapshot.meta.edge_types;
    const number = node / this.#node.width;
    const id = String(nodes[node + this.#node.id]);
    const end = this.#firstEdge[number + 1]!;
    for (let at = this.#firstEdge[number]!; at < end; at += this.#edge.width) {
      const type = types[edges[at + this.#edge.type]!]!;
      const called = edges[at + this.#edge.name]!;
      const edge = numbered.has(type) ? `[${called}]` : strings[called]!;
      if (type === 'weak' || tableOfPair.exec(edge)?.[1] === id) continue;
      yield { edge, to: edges[at + this.#edge.to]! };
    }
  }
}
