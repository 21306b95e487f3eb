import { describe, expect, it } from 'vitest';
import type { Graph, Op } from './format.ts';
import { countMultiplyAdds, lastReaders, opsFor } from './plan.ts';
import { outputSide } from './shapes.ts';

const weight = (shape: number[]) => ({ shape, at: 0 });

const conv = (input: string, out: string, shape: number[], stride = 1): Op => ({
  op: 'conv',
  in: input,
  out,
  filter: weight(shape),
  stride,
  pad: 'same',
  activation: 'linear',
});

const graph: Graph = {
  format: 'aprendiz-graph-1',
  id: 'small',
  input: 'image',
  scale: 1,
  offset: 0,
  multiple: 2,
  ops: [
    conv('image', 'a', [3, 3, 3, 8], 2),
    conv('a', 'b', [1, 1, 8, 4]),
    conv('a', 'c', [1, 1, 8, 4]),
    { op: 'add', in: ['b', 'c'], out: 'sum' },
    { op: 'upsample', in: 'sum', out: 'large', factor: 2 },
    conv('large', 'd', [1, 1, 4, 2]),
  ],
  outputs: { head: 'd', embedding: 'sum' },
};

describe('opsFor', () => {
  it('takes only what leads to the wanted activations, in order', () => {
    expect(opsFor(graph, ['b']).map(({ out }) => out)).toEqual(['a', 'b']);
    expect(opsFor(graph, ['sum']).map(({ out }) => out)).toEqual(['a', 'b', 'c', 'sum']);
  });
});

describe('lastReaders', () => {
  it('lets an activation go after its last reader, and never what is kept', () => {
    const ops = opsFor(graph, ['d', 'sum']);
    expect(lastReaders(ops, ['image', 'd', 'sum'])).toEqual([
      [],
      [],
      ['a'],
      ['b', 'c'],
      [],
      ['large'],
    ]);
  });
});

describe('countMultiplyAdds', () => {
  it('counts convolutions at the size of their output', () => {
    const atFour = 4 * 4;
    const toSum = atFour * (3 * 3 * 3 * 8 + 8 * 4 + 8 * 4);
    expect(countMultiplyAdds(graph, 8, ['embedding'])).toBe(toSum);
    expect(countMultiplyAdds(graph, 8)).toBe(toSum + 8 * 8 * 4 * 2);
  });
});

describe('outputSide', () => {
  it('follows TensorFlow', () => {
    expect(outputSide(75, 3, 2, 'same')).toBe(38);
    expect(outputSide(75, 3, 2, 'valid')).toBe(37);
  });
});
