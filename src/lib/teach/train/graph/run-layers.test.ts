import { describe, expect, it } from 'vitest';
import { isGroup, layersIn, seenGraph, sumsOf } from '#lib/catalogue/graph/layers.ts';
import type { Graph } from '#lib/engine/graph/format.ts';
import { tinyTextData, tinyWords } from '../../../../../tests/support/tiny-text-model.ts';
import type { Head } from '../../heads/head.ts';
import { runLayers, type TrunkNetwork } from './run-layers.ts';

const graph = (id: string): Graph => ({
  format: 'aprendiz-graph-1',
  id,
  input: 'image',
  scale: 1,
  offset: 0,
  multiple: 1,
  ops: [
    {
      op: 'conv',
      in: 'image',
      out: 'map',
      filter: { shape: [3, 3, 3, 4], at: 0 },
      bias: { shape: [4], at: 108 },
      stride: 2,
      pad: 'same',
      activation: 'relu6',
    },
    { op: 'mean', in: 'map', out: 'boxes' },
  ],
  outputs: { embedding: 'map', classes: 'boxes' },
});
const network = (id: string): TrunkNetwork => ({ graph: graph(id), size: 8, bytes: 224 });

const head = (dimensions: number): Head => ({
  method: 'lda',
  classes: ['a', 'b', 'c'],
  dimensions,
  normalisation: { mean: new Float32Array(dimensions), unitLength: false },
  temperature: 1,
  layers: [
    {
      weights: { rows: dimensions, columns: 3, data: new Float32Array(3 * dimensions) },
      bias: new Float32Array(3),
      activation: 'none',
    },
  ],
});

describe('runLayers', () => {
  it('folds each network of the trunk and puts the head on top, with every weight counted', () => {
    const networks = [network('one'), network('two')];
    const { parts } = runLayers({ head: head(16) }, { kind: 'networks', networks });
    const seen = seenGraph(parts, new Set());
    expect(parts.filter(isGroup).map(({ name }) => name)).toEqual(['one', 'two']);
    // Nothing hangs in the air: every layer but the pictures is reached by an edge.
    const reached = new Set(seen.edges.map(({ to }) => to));
    const loose = seen.parts.filter(({ id }) => !reached.has(id));
    expect(loose.map((part) => layersIn(part)[0]!.kind)).toEqual(['image', 'image']);
    const kinds = parts.flatMap(layersIn).map(({ kind }) => kind);
    expect(kinds.slice(-4)).toEqual(['concat', 'normalise', 'dense', 'softmax']);
    // What the detectors would answer with is not there.
    expect(kinds).not.toContain('mean');
    expect(sumsOf(parts).parameters).toBe(2 * 112 + 16 + 3 * 16 + 3);
  });

  it('shows what a head is without a network of the trunk: neighbours, words, a model of its own', () => {
    const data = tinyTextData({ pooling: 'mean-max', units: tinyWords });
    const nearest: Head = {
      ...head(8),
      method: 'knn',
      layers: [],
      neighbours: {
        vectors: { rows: 2, columns: 8, data: new Float32Array(16) },
        labels: Int32Array.of(0, 1),
        k: 5,
      },
    };
    const networks = [network('one')];
    const cases = [
      [runLayers({ head: nearest }, { kind: 'networks', networks }), 'neighbours'],
      [
        runLayers(
          {
            head: head(2),
            tail: {
              kind: 'bag-of-words',
              bag: { terms: ['x', 'y'], rarity: Float32Array.of(1, 1), pairs: false },
            },
          },
          undefined,
        ),
        'bag',
      ],
      [
        runLayers(
          { head: head(4), tail: { kind: 'text-model', file: data.file, weights: data.bytes } },
          undefined,
        ),
        'embedding',
      ],
      [runLayers({ head: head(4) }, { kind: 'encoder', file: data.file }), 'pooling'],
    ] as const;
    for (const [{ parts }, kind] of cases) {
      const layers = parts.flatMap(layersIn);
      expect(layers.map((layer) => layer.kind)).toContain(kind);
      expect(layers.at(-1)!.kind).toBe('softmax');
      const ids = new Set(layers.map(({ id }) => id));
      expect(ids.size).toBe(layers.length);
      for (const read of layers.flatMap(({ reads }) => reads)) expect(ids).toContain(read);
    }
  });
});
