/** A model as layers in nested groups, whatever format it came from. Pure. */

export type LayerKind =
  | 'image'
  | 'conv'
  | 'pointwise'
  | 'depthwise'
  | 'dense'
  | 'add'
  | 'mul'
  | 'concat'
  | 'mean'
  | 'max'
  | 'max-pool'
  | 'average-pool'
  | 'pad'
  | 'reshape'
  | 'softmax'
  | 'activation'
  | 'upsample'
  | 'text'
  | 'words'
  | 'characters'
  | 'embedding'
  | 'product'
  | 'gates'
  | 'cell'
  | 'pooling'
  | 'labels'
  | 'spread'
  | 'normalise'
  | 'neighbours'
  | 'bag';

export interface Layer {
  readonly id: string;
  readonly kind: LayerKind;
  /** As its makers call it; undefined: the kind says it all. */
  readonly name?: string | undefined;
  /** Ids of what it reads. */
  readonly reads: readonly string[];
  /** Of what it makes: [height, width, channels], [tokens or "n", units] or [units]. */
  readonly shape: readonly (number | string)[];
  readonly parameters: number;
  /** Of its weights, as they are kept. */
  readonly bytes: number;
  /** Language-neutral: "3×3 /2 relu6". */
  readonly detail?: string | undefined;
  /** Purposes for which callers ask for it ("classes", "embedding"). */
  readonly purposes?: readonly string[];
}

/** Layers that stand together; between its first and its last nothing else is computed. */
export interface LayerGroup {
  readonly id: string;
  readonly kind: 'stage' | 'block' | 'recurrent';
  readonly name: string;
  readonly members: readonly Part[];
}

export type Part = Layer | LayerGroup;

export interface ModelLayers {
  /** In an order that can be run. */
  readonly parts: readonly Part[];
}

export const isGroup = (part: Part): part is LayerGroup => 'members' in part;

/** All layers inside, in order. */
export const layersIn = (part: Part): readonly Layer[] =>
  isGroup(part) ? part.members.flatMap(layersIn) : [part];

export interface Sums {
  readonly layers: number;
  readonly parameters: number;
  readonly bytes: number;
}

export function sumsOf(parts: readonly Part[]): Sums {
  const layers = parts.flatMap(layersIn);
  return {
    layers: layers.length,
    parameters: layers.reduce((sum, layer) => sum + layer.parameters, 0),
    bytes: layers.reduce((sum, layer) => sum + layer.bytes, 0),
  };
}

/** What the part gives on: the shape of its last layer. */
export const shapeOf = (part: Part): Layer['shape'] => layersIn(part).at(-1)!.shape;

/** Every group in the tree, outer ones first. */
export const groupsIn = (parts: readonly Part[]): readonly LayerGroup[] =>
  parts.flatMap((part) => (isGroup(part) ? [part, ...groupsIn(part.members)] : []));

export interface SeenGraph {
  readonly parts: readonly Part[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
  /** Opened groups around what is seen, outer ones first, with what is seen of each. */
  readonly open: readonly { readonly group: LayerGroup; readonly seen: readonly string[] }[];
}

/** The graph with these groups open and all others as one node each. */
export function seenGraph(parts: readonly Part[], open: ReadonlySet<string>): SeenGraph {
  const seen: Part[] = [];
  const opened: { group: LayerGroup; seen: string[] }[] = [];
  const standsFor = new Map<string, string>();
  const walk = (part: Part, around: readonly string[][]) => {
    if (isGroup(part) && open.has(part.id)) {
      const inside: string[] = [];
      opened.push({ group: part, seen: inside });
      for (const member of part.members) walk(member, [...around, inside]);
      return;
    }
    seen.push(part);
    for (const list of around) list.push(part.id);
    for (const { id } of layersIn(part)) standsFor.set(id, part.id);
  };
  for (const part of parts) walk(part, []);
  const edges = new Map<string, { from: string; to: string }>();
  for (const part of seen) {
    for (const read of layersIn(part).flatMap(({ reads }) => reads)) {
      const from = standsFor.get(read);
      if (from === undefined || from === part.id) continue;
      edges.set(`${from}\n${part.id}`, { from, to: part.id });
    }
  }
  return { parts: seen, edges: [...edges.values()], open: opened };
}
