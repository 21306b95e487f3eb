/** The layers of what a run has made: the networks below, folded, and its head above them. Pure. */
import { imageLayers } from '#lib/catalogue/graph/image-layers.ts';
import {
  isGroup,
  layersIn,
  type Layer,
  type ModelLayers,
  type Part,
} from '#lib/catalogue/graph/layers.ts';
import { textLayers } from '#lib/catalogue/graph/text-layers.ts';
import type { Graph } from '#lib/engine/graph/format.ts';
import { opsFor } from '#lib/engine/graph/plan.ts';
import type { TextModelFile } from '#lib/text/model/format.ts';
import type { Head } from '../../heads/head.ts';
import type { Answerer } from '../../trainer/protocol.ts';

/** A network of the trunk, from its description alone. */
export interface TrunkNetwork {
  readonly graph: Graph;
  /** Side of the picture it sees. */
  readonly size: number;
  /** Of its whole weights file. */
  readonly bytes: number;
}

/** What the head stands on. */
export type Below =
  | { readonly kind: 'networks'; readonly networks: readonly TrunkNetwork[] }
  | { readonly kind: 'encoder'; readonly file: TextModelFile };

const light = { parameters: 0, bytes: 0 };
const bytesOfNumber = 4;

export function runLayers({ head, tail }: Answerer, below: Below | undefined): ModelLayers {
  if (tail?.kind === 'cnn') {
    const graph = onlyEmbedding(tail.graph);
    const bytes = bytesOfNumber * tail.weights.reduce((sum, { values }) => sum + values.length, 0);
    const { parts } = imageLayers(graph, tail.input.size, bytes);
    return { parts: [...parts, ...headLayers(head, graph.outputs['embedding']!)] };
  }
  if (tail?.kind === 'bag-of-words') return bagLayers(head, tail.bag.terms.length);
  const file = tail?.kind === 'text-model' ? tail.file : below?.kind === 'encoder' && below.file;
  if (file) {
    const parts = textLayers(file).parts.map((part) => prefixed(part, 'below'));
    const last = parts.flatMap(layersIn).at(-1)!;
    const folded: Part = { id: 'below', kind: 'stage', name: file.id, members: parts.slice(1) };
    return { parts: [parts[0]!, folded, ...headLayers(head, last.id)] };
  }
  return below?.kind === 'networks' ? onTrunk(head, below.networks) : { parts: [] };
}

function onTrunk(head: Head, networks: readonly TrunkNetwork[]): ModelLayers {
  const parts: Part[] = [];
  const pooled: Layer[] = [];
  networks.forEach(({ graph: whole, size, bytes }, i) => {
    const graph = onlyEmbedding(whole);
    const [picture, ...rest] = imageLayers(graph, size, bytes).parts.map((part) =>
      prefixed(part, `${i}`),
    );
    const map = rest
      .flatMap(layersIn)
      .find(({ id }) => id === `${i}:${graph.outputs['embedding']}`);
    const channels = Number(map?.shape.at(-1) ?? 0);
    parts.push(picture!, { id: `trunk ${i}`, kind: 'stage', name: whole.id, members: rest });
    pooled.push({
      id: `pooled ${i}`,
      kind: 'spread',
      reads: [map?.id ?? ''],
      shape: [2 * channels],
      ...light,
    });
    parts.push(pooled.at(-1)!);
  });
  if (pooled.length === 1) return { parts: [...parts, ...headLayers(head, pooled[0]!.id)] };
  const joined: Layer = {
    id: 'joined',
    kind: 'concat',
    reads: pooled.map(({ id }) => id),
    shape: [head.dimensions],
    ...light,
  };
  return { parts: [...parts, joined, ...headLayers(head, joined.id)] };
}

function bagLayers(head: Head, terms: number): ModelLayers {
  const text: Layer = { id: 'text', kind: 'text', reads: [], shape: ['…'], ...light };
  const bag: Layer = {
    id: 'bag',
    kind: 'bag',
    reads: ['text'],
    shape: [terms],
    parameters: terms,
    bytes: bytesOfNumber * terms,
  };
  return { parts: [text, bag, ...headLayers(head, 'bag')] };
}

function headLayers(head: Head, below: string): Layer[] {
  const { normalisation, neighbours, dimensions, classes } = head;
  const weighed = (parameters: number) => ({ parameters, bytes: bytesOfNumber * parameters });
  const layers: Layer[] = [
    {
      id: 'normalise',
      kind: 'normalise',
      reads: [below],
      shape: [dimensions],
      detail: normalisation.unitLength ? '|x| = 1' : undefined,
      ...weighed(normalisation.mean.length + (normalisation.scale?.length ?? 0)),
    },
  ];
  for (const [i, { weights, bias, activation }] of head.layers.entries()) {
    layers.push({
      id: `head ${i + 1}`,
      kind: 'dense',
      reads: [layers.at(-1)!.id],
      shape: [weights.columns],
      detail: activation === 'none' ? undefined : activation,
      ...weighed(weights.data.length + bias.length),
    });
  }
  if (neighbours) {
    layers.push({
      id: 'neighbours',
      kind: 'neighbours',
      reads: [layers.at(-1)!.id],
      shape: [classes.length],
      detail: `k = ${neighbours.k}`,
      ...weighed(neighbours.vectors.data.length),
    });
  }
  layers.push({
    id: 'scores',
    kind: 'softmax',
    reads: [layers.at(-1)!.id],
    shape: [classes.length],
    purposes: ['classes'],
    ...light,
  });
  return layers;
}

/** The detector's own ends are of no use here. */
function onlyEmbedding(graph: Graph): Graph {
  const embedding = graph.outputs['embedding'];
  if (embedding === undefined) return graph;
  return { ...graph, ops: [...opsFor(graph, [embedding])], outputs: { embedding } };
}

/** What lies below may call its layers as the head does, or as another network. */
function prefixed(part: Part, by: string): Part {
  return isGroup(part)
    ? { ...part, id: `${by}:${part.id}`, members: part.members.map((one) => prefixed(one, by)) }
    : { ...part, id: `${by}:${part.id}`, reads: part.reads.map((id) => `${by}:${id}`) };
}
