import { describe, expect, it } from 'vitest';
import type { Graph, Op } from '#lib/engine/graph/format.ts';
import type { TextModelFile } from '#lib/text/model/format.ts';
import { imageLayers } from './image-layers.ts';
import { groupsIn, isGroup, layersIn, seenGraph, shapeOf, sumsOf, type Part } from './layers.ts';
import { textLayers } from './text-layers.ts';

/** As a converter would write it: three blocks with a way past each, and a head that branches off early. */
function network(): Graph {
  const ops: Op[] = [];
  let at = 0;
  const conv = (from: string, out: string, shape: readonly number[], stride = 1) => {
    const filter = { shape, at };
    at += shape.reduce((all, side) => all * side, 1);
    const bias = { shape: [shape[3]!], at };
    at += shape[3]!;
    ops.push({ op: 'conv', in: from, out, filter, bias, stride, pad: 'same', activation: 'relu' });
  };
  conv('image', 'net/stem', [3, 3, 3, 8], 2);
  let from = 'net/stem';
  for (let block = 1; block <= 3; block++) {
    const name = `net/block_${block}`;
    conv(from, `${name}/a`, [1, 1, 8, 16]);
    conv(`${name}/a`, `${name}/b`, [3, 3, 16, 8]);
    ops.push({ op: 'add', in: [from, `${name}/b`], out: `${name}/sum` });
    from = `${name}/sum`;
    // In the middle of the trunk, as far as the order goes.
    if (block === 1) conv(from, 'early', [1, 1, 8, 4]);
  }
  ops.push({ op: 'mean', in: from, out: 'net/mean' });
  conv('net/mean', 'net/answer', [1, 1, 8, 5]);
  return {
    format: 'aprendiz-graph-1',
    id: 'net',
    input: 'image',
    scale: 1,
    offset: 0,
    multiple: 1,
    ops,
    outputs: { classes: 'net/answer', early: 'early' },
  };
}

const parameters = 3 * 3 * 3 * 8 + 8 + 3 * (8 * 16 + 16 + 9 * 16 * 8 + 8) + (8 * 4 + 4) + 8 * 5 + 5;
const said = (part: Part) => (isGroup(part) ? `${part.name} ${part.members.length}` : part.id);

it('finds the blocks of a network whose names are numbers in how it is built', () => {
  const named = network();
  const numbers = new Map(
    ['image', ...named.ops.map(({ out }) => out)].map((name, i) => [name, `${i}`]),
  );
  const renamed = (name: string) => numbers.get(name)!;
  const graph: Graph = {
    ...named,
    input: '0',
    ops: named.ops.map((op): Op => {
      const out = renamed(op.out);
      if (op.op === 'add') return { ...op, in: [renamed(op.in[0]), renamed(op.in[1])], out };
      if (op.op === 'conv' || op.op === 'mean') return { ...op, in: renamed(op.in), out };
      throw new RangeError(op.op);
    }),
    outputs: {},
  };
  const [, stage] = imageLayers(graph, 32, 0).parts;
  expect(said(stage!)).toBe('#1–4 4');
  expect(isGroup(stage!) && stage.members.map(said)).toEqual(['1', '#2 3', '#3 3', '#4 3']);
});

describe('the layers of a network of pictures', () => {
  const { parts } = imageLayers(network(), 32, 2 * parameters);

  it('are counted and weighed', () => {
    expect(sumsOf(parts)).toEqual({ layers: 14, parameters, bytes: 2 * parameters });
    const single = imageLayers(network(), 32, 4 * parameters);
    expect(sumsOf(single.parts).bytes).toBe(4 * parameters);
  });

  it('have the shapes they make, and say what they are', () => {
    const [, stem, , , , answer] = ['image', 'net/stem', 0, 0, 0, 'net/answer'].map((id) =>
      parts.flatMap(layersIn).find((layer) => layer.id === id),
    );
    expect(stem).toMatchObject({ kind: 'conv', detail: '3×3 /2 relu', shape: [16, 16, 8] });
    expect(answer).toMatchObject({ kind: 'dense', shape: [5], purposes: ['classes'] });
  });

  it('are blocks in stages, the early head last', () => {
    expect(parts.map(said)).toEqual([
      'image',
      'stem … block_3 4',
      'net/mean',
      'early',
      'net/answer',
    ]);
    const [, stage] = parts;
    expect(isGroup(stage!) && stage.members.map(said)).toEqual([
      'net/stem',
      'block_1 3',
      'block_2 3',
      'block_3 3',
    ]);
    expect(shapeOf(stage!)).toEqual([16, 16, 8]);
    const ids = groupsIn(parts).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('are one node a group until it is opened, and no edge is lost or doubled', () => {
    const closed = seenGraph(parts, new Set());
    expect(closed.parts).toHaveLength(5);
    expect(closed.edges).toHaveLength(4);
    const stage = parts[1]!;
    const opened = seenGraph(parts, new Set([stage.id]));
    expect(opened.parts).toHaveLength(8);
    expect(opened.open[0]?.seen).toHaveLength(4);
    expect(opened.edges).toContainEqual({ from: 'net/stem', to: opened.parts[2]!.id });
    const all = seenGraph(parts, new Set(groupsIn(parts).map(({ id }) => id)));
    expect(all.parts).toHaveLength(14);
    // One into each of nine convolutions and the mean, two into each of three sums.
    expect(all.edges).toHaveLength(9 + 1 + 6);
  });
});

it('reads a text model: table, cell with its gates, pooling, dense, labels; bytes as they are kept', () => {
  const weight = (shape: readonly number[], type: 'float16' | 'uint8' = 'float16') =>
    type === 'uint8' ? { shape, at: 0, type, ranges: 0 } : { shape, at: 0, type };
  const model: TextModelFile = {
    format: 'aprendiz-text-1',
    id: 'text',
    units: { kind: 'characters', lowerCase: true, alphabet: 'ab', ranges: [] },
    window: 64,
    embedding: weight([4, 6], 'uint8'),
    recurrent: [
      {
        cell: 'lstm',
        units: 5,
        direction: 'forward',
        weights: [{ kernel: weight([6, 20]), recurrent: weight([5, 20]), bias: weight([20]) }],
      },
    ],
    pooling: { kind: 'mean-max' },
    dense: [{ kernel: weight([10, 3]), bias: weight([3]), activation: 'none' }],
    labels: ['x', 'y', 'z'],
    temperature: 1,
  };
  const { parts } = textLayers(model);
  expect(parts.map((part) => shapeOf(part).join('×'))).toEqual([
    '…',
    'n',
    'n×6',
    'n×5',
    '10',
    '3',
    '3',
    '3',
  ]);
  expect(sumsOf(parts)).toMatchObject({
    parameters: 24 + 120 + 100 + 20 + 33,
    // A byte each and two float32 a row; the rest in halves.
    bytes: 24 + 4 * 8 + 2 * (120 + 100 + 20 + 33),
  });
  const { edges } = seenGraph(parts, new Set(['lstm 1']));
  expect(edges).toContainEqual({ from: 'embedding', to: 'lstm 1 W·x' });
  expect(edges).toContainEqual({ from: 'lstm 1 c, h', to: 'pooling' });
});
