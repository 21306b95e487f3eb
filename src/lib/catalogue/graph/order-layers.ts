/** Another order in which the same layers can be run. Pure. */
import type { Layer } from './layers.ts';

/**
 * Layers of one scope follow each other as far as they can, scopes that end earlier come first, and what
 * nobody reads (an answer of the model) comes last: a head that branches off half-way does not stand in
 * the middle of the trunk.
 * @param layers in an order that can be run.
 */
export function orderLayers(
  layers: readonly Layer[],
  scopeOf: (layer: Layer) => string,
): readonly Layer[] {
  const ends = new Map(layers.map((layer, place) => [scopeOf(layer), place]));
  const read = new Set(layers.flatMap(({ reads }) => reads));
  const turn = new Map(
    layers.map((layer, place) => [
      layer.id,
      read.has(layer.id) ? ends.get(scopeOf(layer))! : layers.length + place,
    ]),
  );
  const waiting = [...layers];
  const undone = new Set(layers.map(({ id }) => id));
  const ordered: Layer[] = [];
  while (waiting.length > 0) {
    let next = -1;
    waiting.forEach(({ id, reads }, place) => {
      if (reads.some((name) => undone.has(name))) return;
      if (next < 0 || turn.get(id)! < turn.get(waiting[next]!.id)!) next = place;
    });
    // The first of the rest can always be run: what it reads stood before it.
    const [layer] = waiting.splice(Math.max(0, next), 1);
    undone.delete(layer!.id);
    ordered.push(layer!);
  }
  return ordered;
}
