/** Which block a layer belongs to: as its makers' names say, or as the network is built. Pure. */
import type { Layer } from './layers.ts';

export type ScopeOf = (layer: Layer) => string;

/** Names that put most layers into one block say nothing: a model that was converted here has numbers. */
export function scopesOf(layers: readonly Layer[]): ScopeOf {
  const named = namedScopes(layers);
  const counts = new Map<string, number>();
  for (const layer of layers) counts.set(named(layer), (counts.get(named(layer)) ?? 0) + 1);
  const most = Math.max(0, ...counts.values());
  const isTelling = most > 1 && most <= layers.length / 2;
  return isTelling ? named : builtScopes(layers);
}

/**
 * "MobilenetV3/expanded_conv_3/project" and "block_3_project" say it by their first part, or by the first
 * that has a number.
 */
function namedScopes(layers: readonly Layer[]): ScopeOf {
  const root = commonRoot(layers.map(({ id }) => id));
  return ({ id }) => {
    const rest = id.startsWith(root) ? id.slice(root.length) : id;
    const parts = rest.split('/');
    if (parts.length > 1) return parts[0]!;
    return /^(.*?\d+)(?=_|$)/.exec(rest)?.[1] ?? rest;
  };
}

/** "MobilenetV3/" where most names begin so. */
function commonRoot(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) {
    const slash = name.indexOf('/');
    if (slash < 0) continue;
    const root = name.slice(0, slash + 1);
    counts.set(root, (counts.get(root) ?? 0) + 1);
  }
  const [root, count] = [...counts].toSorted((a, b) => b[1] - a[1])[0] ?? ['', 0];
  return count > names.length * 0.6 ? root : '';
}

/**
 * "#1", "#2" …: a block ends where nothing else is kept for later and a way past meets again, or a
 * convolution has no activation (a bottleneck), or one of channels follows one of places.
 */
function builtScopes(layers: readonly Layer[]): ScopeOf {
  const lastRead = new Map<string, number>();
  layers.forEach(({ reads }, place) => {
    for (const name of reads) lastRead.set(name, place);
  });
  const scopes = new Map<string, string>();
  let block = 1;
  /** The last place at which something that is there by now is read. */
  let keptUntil = -1;
  layers.forEach((layer, place) => {
    scopes.set(layer.id, `#${block}`);
    const isCut = keptUntil <= place;
    keptUntil = Math.max(keptUntil, lastRead.get(layer.id) ?? -1);
    if (isCut && endsBlock(layer, layers[place - 1])) block++;
  });
  return ({ id }) => scopes.get(id)!;
}

const activations = /relu|sigmoid/;

function endsBlock(layer: Layer, former: Layer | undefined): boolean {
  switch (layer.kind) {
    case 'add':
    case 'concat':
    case 'max-pool':
    case 'average-pool':
    case 'mean':
      return true;
    case 'conv':
      return !activations.test(layer.detail ?? '') || former === undefined;
    case 'pointwise':
      return !activations.test(layer.detail ?? '') || former?.kind === 'depthwise';
    case 'dense':
      return true;
    default:
      return false;
  }
}
