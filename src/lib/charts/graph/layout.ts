/**
 * Where the nodes of a graph stand and how its edges run: in ranks, few crossings, straight where it can
 * be (Sugiyama's method). Pure; for graphs of a few hundred nodes.
 */
import { curve, labelPoint, spreadArrivals, type Point } from './routes.ts';
import { orderPlaces, type Place } from './order.ts';
import { rankNodes, type GraphEdge } from './ranks.ts';
import { spread } from './spread.ts';

export type { GraphEdge } from './ranks.ts';

export interface GraphNode {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

export interface GraphOptions {
  /** Where the edges lead. */
  readonly direction: 'right' | 'down';
  /** Pixels between ranks. */
  readonly rankGap: number;
  /** Pixels between nodes of a rank. */
  readonly nodeGap: number;
  readonly margin?: number;
}

/** Its middle. */
export interface PlacedNode extends GraphNode {
  readonly x: number;
  readonly y: number;
  readonly rank: number;
}

export interface PlacedEdge<E extends GraphEdge = GraphEdge> {
  readonly edge: E;
  /** SVG path data from node to node. */
  readonly path: string;
  /** Where a label lies best. */
  readonly label: { readonly x: number; readonly y: number };
}

export interface GraphLayout<N extends GraphNode = GraphNode, E extends GraphEdge = GraphEdge> {
  readonly nodes: readonly (N & PlacedNode)[];
  /** In the order they came in. */
  readonly edges: readonly PlacedEdge<E>[];
  readonly width: number;
  readonly height: number;
}

/** Room across for an edge that passes a rank. */
const passing = 10;
const relaxations = 10;

/**
 * @param nodes in the order in which equals should stand.
 * @throws RangeError when the graph goes in a circle
 */
export function layOutGraph<N extends GraphNode, E extends GraphEdge>(
  nodes: readonly N[],
  edges: readonly E[],
  { direction, rankGap, nodeGap, margin = 12 }: GraphOptions,
): GraphLayout<N, E> {
  if (nodes.length === 0) return { nodes: [], edges: [], width: 0, height: 0 };
  const right = direction === 'right';
  const ranks = rankNodes(
    nodes.map(({ id }) => id),
    edges,
  );
  const { columns, ways, boxes } = build(nodes, edges, ranks);
  const order = orderPlaces(columns);
  const across = (place: Place) => {
    const node = boxes.get(place);
    return node ? (right ? node.height : node.width) : passing;
  };
  const places = relax(order, across, nodeGap, (place) => !boxes.has(place));

  const depths = order.map((column) =>
    Math.max(0, ...column.map((place) => boxes.get(place)?.[right ? 'width' : 'height'] ?? 0)),
  );
  const middles: number[] = [];
  let along = margin;
  for (const depth of depths) {
    middles.push(along + depth / 2);
    along += depth + rankGap;
  }
  const least = Math.min(...[...places].map(([place, at]) => at - across(place) / 2));
  const most = Math.max(...[...places].map(([place, at]) => at + across(place) / 2));
  const length = along - rankGap + margin;
  const breadth = most - least + 2 * margin;
  const pointOf = (alongAt: number, acrossAt: number): Point =>
    right ? [alongAt, acrossAt] : [acrossAt, alongAt];
  const middleOf = (place: Place): Point =>
    pointOf(middles[place.rank]!, places.get(place)! - least + margin);

  const byId = new Map([...boxes].map(([place, node]) => [node.id, place]));
  const halfDepth = (place: Place) => (boxes.get(place)?.[right ? 'width' : 'height'] ?? 0) / 2;
  const arrivals = spreadArrivals(edges, ways, places, across);
  return {
    nodes: nodes.map((node) => {
      const place = byId.get(node.id)!;
      const [x, y] = middleOf(place);
      return { ...node, x, y, rank: place.rank };
    }),
    edges: edges.map((edge, i) => {
      const way = ways[i]!;
      const points = way.map((place, at): Point => {
        const side = at === 0 ? halfDepth(place) : at === way.length - 1 ? -halfDepth(place) : 0;
        const shift = at === way.length - 1 ? arrivals[i]! : 0;
        return pointOf(middles[place.rank]! + side, places.get(place)! - least + margin + shift);
      });
      return { edge, path: curve(points, right), label: labelPoint(points) };
    }),
    width: right ? length : breadth,
    height: right ? breadth : length,
  };
}

/** Long edges pass through a place in every rank between. */
function build<N extends GraphNode>(
  nodes: readonly N[],
  edges: readonly GraphEdge[],
  ranks: ReadonlyMap<string, number>,
) {
  const lowest = Math.min(0, ...ranks.values());
  const columns: Place[][] = [];
  const boxes = new Map<Place, N>();
  const byId = new Map<string, Place>();
  const add = (rank: number): Place => {
    const place: Place = { rank, before: [], after: [] };
    for (let at = columns.length; at <= rank; at++) columns.push([]);
    columns[rank]!.push(place);
    return place;
  };
  for (const node of nodes) {
    const place = add(ranks.get(node.id)! - lowest);
    boxes.set(place, node);
    byId.set(node.id, place);
  }
  const ways = edges.map(({ from, to }) => {
    const way = [byId.get(from)!];
    const end = byId.get(to)!;
    for (let rank = way[0]!.rank + 1; rank < end.rank; rank++) way.push(add(rank));
    way.push(end);
    for (let at = 0; at + 1 < way.length; at++) {
      way[at]!.after.push(way[at + 1]!);
      way[at + 1]!.before.push(way[at]!);
    }
    return way;
  });
  return { columns, ways, boxes };
}

/** Each rank in turn goes as near to its neighbours as order and room allow. Long edges pull hardest. */
function relax(
  order: readonly (readonly Place[])[],
  across: (place: Place) => number,
  nodeGap: number,
  isPassing: (place: Place) => boolean,
): ReadonlyMap<Place, number> {
  const at = new Map<Place, number>();
  const apart = order.map((column) =>
    column.slice(1).map((place, i) => (across(column[i]!) + across(place)) / 2 + nodeGap),
  );
  order.forEach((column, rank) => {
    const total = apart[rank]!.reduce((sum, gap) => sum + gap, 0);
    let place = -total / 2;
    column.forEach((one, i) => {
      at.set(one, place);
      place += apart[rank]![i] ?? 0;
    });
  });
  const settle = (rank: number, neighbours: (place: Place) => readonly Place[]) => {
    const column = order[rank]!;
    const wishes = column.map((place) => {
      let weight = 0;
      let sum = 0;
      for (const other of neighbours(place)) {
        const pull = isPassing(place) ? (isPassing(other) ? 8 : 2) : 1;
        weight += pull;
        sum += pull * at.get(other)!;
      }
      // Without neighbours on that side: where it is, but it gives way.
      return weight > 0 ? { at: sum / weight, weight } : { at: at.get(place)!, weight: 0.1 };
    });
    spread(wishes, apart[rank]!).forEach((place, i) => at.set(column[i]!, place));
  };
  for (let round = 0; round < relaxations; round++) {
    for (let rank = 1; rank < order.length; rank++) settle(rank, ({ before }) => before);
    for (let rank = order.length - 2; rank >= 0; rank--) settle(rank, ({ after }) => after);
  }
  for (let rank = 0; rank < order.length; rank++) {
    settle(rank, ({ before, after }) => [...before, ...after]);
  }
  return at;
}
