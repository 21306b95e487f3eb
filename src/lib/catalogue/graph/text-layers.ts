/** Layers of a text model; its weights are not read. Pure. */
import type { Cell } from '#lib/engine/kernels/recurrent.ts';
import type { RecurrentPart, TextModelFile, TextWeight } from '#lib/text/model/format.ts';
import type { Layer, LayerGroup, ModelLayers, Part } from './layers.ts';

const lengthOf = ({ shape }: TextWeight) => shape.reduce((all, side) => all * side, 1);

function bytesOf(weight: TextWeight): number {
  if (weight.type === 'float32') return 4 * lengthOf(weight);
  if (weight.type === 'float16') return 2 * lengthOf(weight);
  // A byte each, and a pair of float32 for every row.
  return lengthOf(weight) + 8 * weight.shape[0]!;
}

const weighed = (...weights: readonly TextWeight[]) => ({
  parameters: weights.reduce((sum, weight) => sum + lengthOf(weight), 0),
  bytes: weights.reduce((sum, weight) => sum + bytesOf(weight), 0),
});
const light = { parameters: 0, bytes: 0 };

export function textLayers(model: TextModelFile): ModelLayers {
  const [rows = 0, columns = 0] = model.embedding.shape;
  const parts: Part[] = [
    { id: 'text', kind: 'text', reads: [], shape: ['…'], ...light },
    { id: 'tokens', kind: model.units.kind, reads: ['text'], shape: ['n'], ...light },
    {
      id: 'embedding',
      kind: 'embedding',
      reads: ['tokens'],
      shape: ['n', columns],
      detail: `${rows}×${columns}`,
      ...weighed(model.embedding),
    },
  ];
  let before = 'embedding';
  let units = columns;
  model.recurrent.forEach((part, i) => {
    const group = recurrentGroup(part, i, before);
    parts.push(group);
    before = group.members.at(-1)!.id;
    units = part.units * (part.direction === 'both' ? 2 : 1);
  });
  const { pooling } = model;
  if (pooling.kind === 'mean-max') units *= 2;
  parts.push({
    id: 'pooling',
    kind: 'pooling',
    reads: [before],
    shape: [units],
    detail: pooling.kind,
    ...(pooling.kind === 'attention' ? weighed(pooling.query) : light),
  });
  before = 'pooling';
  model.dense.forEach(({ kernel, bias, activation }, i) => {
    const id = `dense ${i + 1}`;
    units = kernel.shape[1]!;
    const detail = activation === 'none' ? undefined : activation;
    parts.push({
      id,
      kind: 'dense',
      reads: [before],
      shape: [units],
      detail,
      ...weighed(kernel, bias),
    });
    before = id;
  });
  if (model.labels.length > 0) {
    parts.push({ id: 'scores', kind: 'softmax', reads: [before], shape: [units], ...light });
    parts.push({
      id: 'labels',
      kind: 'labels',
      reads: ['scores'],
      shape: [model.labels.length],
      ...light,
    });
  }
  return { parts };
}

/** Gates, and what the cell hands on. */
const insides: Readonly<Record<Cell, readonly [gates: string, out: string]>> = {
  lstm: ['i, f, g, o', 'c, h'],
  gru: ['z, r, n', 'h'],
  simple: ['tanh', 'h'],
};

/** What one step of the cell does: two products, the gates, the cell that remembers. */
function recurrentGroup(
  { cell, units, direction, weights }: RecurrentPart,
  place: number,
  before: string,
): LayerGroup {
  const id = `${cell} ${place + 1}`;
  const [gates, handed] = insides[cell];
  const wide = (weights[0]?.kernel.shape[1] ?? 0) * weights.length;
  const kernels = weighed(...weights.map(({ kernel }) => kernel));
  const recurrent = weighed(...weights.map((weight) => weight.recurrent));
  const biases = weighed(...weights.map(({ bias }) => bias));
  const layer = (name: string, rest: Omit<Layer, 'id' | 'name'>): Layer => ({
    id: `${id} ${name}`,
    name,
    ...rest,
  });
  const out = units * weights.length;
  return {
    id,
    kind: 'recurrent',
    name: `${cell.toUpperCase()}${direction === 'both' ? ' ⇄' : ''}`,
    members: [
      layer('W·x', { kind: 'product', reads: [before], shape: ['n', wide], ...kernels }),
      layer('U·h', {
        kind: 'product',
        reads: [],
        shape: ['n', wide],
        detail: 'h(t−1)',
        ...recurrent,
      }),
      layer(gates, {
        kind: 'gates',
        reads: [`${id} W·x`, `${id} U·h`],
        shape: ['n', wide],
        ...biases,
      }),
      layer(handed, {
        kind: 'cell',
        reads: [`${id} ${gates}`],
        shape: ['n', out],
        ...light,
      }),
    ],
  };
}
