/** What is said of layers, in the visitor's language; reactive inside a component. */
import { formatBytes, formatCount } from '#lib/i18n/format.ts';
import { m } from '#paraglide/messages.js';
import { isGroup, shapeOf, sumsOf, type LayerGroup, type LayerKind, type Part } from './layers.ts';

const kinds: Record<LayerKind, () => string> = {
  image: m.models_graph_layer_image,
  conv: m.models_graph_layer_conv,
  pointwise: m.models_graph_layer_pointwise,
  depthwise: m.models_graph_layer_depthwise,
  dense: m.models_graph_layer_dense,
  add: m.models_graph_layer_add,
  mul: m.models_graph_layer_mul,
  concat: m.models_graph_layer_concat,
  mean: m.models_graph_layer_mean,
  max: m.models_graph_layer_max,
  'max-pool': m.models_graph_layer_max_pool,
  'average-pool': m.models_graph_layer_average_pool,
  pad: m.models_graph_layer_pad,
  reshape: m.models_graph_layer_reshape,
  softmax: m.models_graph_layer_softmax,
  activation: m.models_graph_layer_activation,
  upsample: m.models_graph_layer_upsample,
  text: m.models_graph_layer_text,
  words: m.models_graph_layer_words,
  characters: m.models_graph_layer_characters,
  embedding: m.models_graph_layer_embedding,
  product: m.models_graph_layer_product,
  gates: m.models_graph_layer_gates,
  cell: m.models_graph_layer_cell,
  pooling: m.models_graph_layer_pooling,
  labels: m.models_graph_layer_labels,
  spread: m.models_graph_layer_spread,
  normalise: m.models_graph_layer_normalise,
  neighbours: m.models_graph_layer_neighbours,
  bag: m.models_graph_layer_bag,
};

/** "#3–6": blocks that nobody has named. */
export const nameOf = ({ name }: LayerGroup): string =>
  name.startsWith('#') ? m.models_graph_block({ number: name.slice(1) }) : name;

/** "Convolution 3×3 /2 relu6"; of a group its own name. */
export const titleOf = (part: Part): string =>
  isGroup(part) ? nameOf(part) : [kinds[part.kind](), part.detail].filter(Boolean).join(' ');

/** "28 × 28 × 32" */
export const shapeSaid = (part: Part): string =>
  shapeOf(part)
    .map((side) => (typeof side === 'number' ? formatCount(side) : side))
    .join(' × ');

export function weightSaid(part: Part): string {
  const { parameters, bytes } = sumsOf([part]);
  if (parameters === 0) return m.models_graph_none();
  return `${m.models_graph_parameters({ count: formatCount(parameters) })} · ${small(bytes)}`;
}

/** A part in one line. */
export const partSaid = (part: Part): string =>
  [
    titleOf(part),
    isGroup(part)
      ? m.models_graph_group({ layers: formatCount(sumsOf([part]).layers) })
      : part.purposes && m.models_graph_answer({ purposes: part.purposes.join(', ') }),
    m.models_graph_makes({ shape: shapeSaid(part) }),
    weightSaid(part),
  ]
    .filter(Boolean)
    .join(' · ');

/** The weights of one layer may be a few bytes. */
const small = (bytes: number): string =>
  bytes < 1000 ? `${formatCount(bytes)} B` : formatBytes(bytes);
