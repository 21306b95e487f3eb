/**
 * Blocks and stages of a long row of layers. A group is always a run of layers that follow each other in
 * an order that can be run, so drawing it as one node never makes a circle. Pure.
 */
import { orderLayers } from './order-layers.ts';
import { scopesOf, type ScopeOf } from './scopes.ts';
import { isGroup, layersIn, shapeOf, type Layer, type LayerGroup, type Part } from './layers.ts';

/** Fewer layers than this are shown as they are. */
const fewest = 10;
/** More in a block than this are parted once more. */
const most = 14;

/**
 * Layers of one scope are a block; neighbouring blocks that give maps of one
 * size are a stage.
 */
export function groupLayers(layers: readonly Layer[]): readonly Part[] {
  if (layers.length < fewest) return layers;
  const scopeOf = scopesOf(layers);
  const blocks = runs(orderLayers(layers, scopeOf), scopeOf).map((run) =>
    together('block', scopeOf(run[0]!), run.length > most ? parted(run) : run),
  );
  return runs(blocks, (part) => sizeOf(part)).map((run) =>
    together('stage', nameOf(run, scopeOf), run),
  );
}

/** By the next part of the path, where there is one: "CenternetHead/c5_upsample/…". */
function parted(run: readonly Layer[]): readonly Part[] {
  const depth = commonPath(run.map(({ id }) => id)).length;
  const inner = runs(run, ({ id }) => id.split('/')[depth] ?? id);
  return inner.length === run.length
    ? run
    : inner.map((one) => together('block', one[0]!.id.split('/')[depth] ?? one[0]!.id, one));
}

function commonPath(names: readonly string[]): readonly string[] {
  const [first = '', ...rest] = names;
  const parts = first.split('/');
  const end = parts.findIndex((part, at) => rest.some((name) => name.split('/')[at] !== part));
  return end < 0 ? parts.slice(0, -1) : parts.slice(0, end);
}

/** Neighbours of one key, side by side. */
function runs<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const found: T[][] = [];
  let last: string | undefined;
  for (const item of items) {
    const key = keyOf(item);
    if (key === last) found.at(-1)!.push(item);
    else found.push([item]);
    last = key;
  }
  return found;
}

function together(kind: LayerGroup['kind'], name: string, members: readonly Part[]): Part {
  if (members.length === 1) return members[0]!;
  // A group in a group may begin with the same layer, but ends with another.
  const all = members.flatMap(layersIn);
  return { id: `${kind}:${all[0]!.id}:${all.at(-1)!.id}`, kind, name, members };
}

const sizeOf = (part: Part): string => {
  const shape = shapeOf(part);
  return shape.length === 3 ? shape.slice(0, 2).join('×') : 'row';
};

/** "expanded_conv_3–6", "Conv … block_1": from the first to the last of a stage. */
function nameOf(members: readonly Part[], scopeOf: ScopeOf): string {
  const said = (part: Part) => (isGroup(part) ? part.name : scopeOf(part));
  const [first, last] = [said(members[0]!), said(members.at(-1)!)];
  if (first === last) return first;
  const [, stem, from] = /^(.*?)(\d+)$/.exec(first) ?? [];
  const [, alike, to] = /^(.*?)(\d+)$/.exec(last) ?? [];
  return stem !== undefined && stem === alike ? `${stem}${from}–${to}` : `${first} … ${last}`;
}
