import { describe, expect, it } from 'vitest';
import type { Graph } from '#lib/engine/graph/format.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { checkGraph } from './check-graph.ts';

/** A picture, a convolution of one place to two channels, their mean, a softmax. */
const good = {
  format: 'aprendiz-graph-1',
  id: 'own-1',
  input: 'image',
  scale: 1,
  offset: 0,
  multiple: 1,
  side: 32,
  ops: [
    {
      op: 'conv',
      in: 'image',
      out: 'conv',
      filter: { shape: [1, 1, 3, 2], at: 0 },
      bias: { shape: [2], at: 6 },
      stride: 1,
      pad: 'same',
      activation: 'relu',
    },
    { op: 'mean', in: 'conv', out: 'mean' },
    { op: 'softmax', in: 'mean', out: 'answer' },
  ],
  outputs: { classes: 'answer', embedding: 'conv' },
} satisfies Graph;

const halves = (...values: number[]) => new Uint8Array(Uint16Array.from(values).buffer);
const weights = halves(...Array<number>(8).fill(0x3c00));
const [conv, mean, softmax] = good.ops;

function codeOf(graph: unknown, bytes = weights): string {
  try {
    checkGraph(new TextEncoder().encode(JSON.stringify(graph)), bytes);
    return 'good';
  } catch (error) {
    return error instanceof FailureError ? error.failure.code : String(error);
  }
}

describe('a graph of somebody else', () => {
  it('that fits together is taken, with the shapes of its outputs', () => {
    const { shapeOf } = checkGraph(new TextEncoder().encode(JSON.stringify(good)), weights);
    expect(shapeOf('classes')).toEqual([1, 1, 2]);
    expect(shapeOf('embedding')).toEqual([32, 32, 2]);
    expect(shapeOf('boxes')).toBeUndefined();
  });

  it.each([
    ['an operation nobody knows', { ...good, ops: [{ op: 'eval', in: 'image', out: 'x' }] }],
    ['a field nobody knows', { ...good, onload: 'x' }],
    ['a step that reads itself', { ...good, ops: [{ ...mean, in: 'mean' }] }],
    ['steps that read each other', { ...good, ops: [{ ...mean, in: 'answer' }, { ...softmax }] }],
    ['an output that is not there', { ...good, outputs: { classes: 'nothing' } }],
    ['two steps of one name', { ...good, ops: [conv, conv, mean, softmax] }],
    [
      'other channels',
      { ...good, ops: [{ ...conv, filter: { shape: [1, 1, 4, 2], at: 0 } }, mean, softmax] },
    ],
    ['another bias', { ...good, ops: [{ ...conv, bias: { shape: [1], at: 6 } }, mean, softmax] }],
    [
      'a side of nothing',
      { ...good, ops: [{ ...conv, filter: { shape: [1, 1, 3, 0], at: 0 } }, mean, softmax] },
    ],
    ['a scale that is no number', { ...good, scale: null }],
    [
      'a step that does nothing',
      {
        ...good,
        ops: [...good.ops, { op: 'activation', in: 'answer', out: 'x', activation: 'linear' }],
      },
    ],
  ])('with %s is corrupt', (_, graph) => {
    expect(codeOf(graph)).toBe('model-corrupt');
  });

  it.each([
    ['too few numbers', weights.slice(0, 10), 'model-corrupt'],
    ['a number that is none', halves(0x7e00, ...Array<number>(7).fill(0x3c00)), 'model-corrupt'],
    ['infinity', halves(0x7c00, ...Array<number>(7).fill(0x3c00)), 'model-corrupt'],
  ])('with %s is %s', (_, bytes, code) => {
    expect(codeOf(good, bytes)).toBe(code);
  });

  it.each([
    [
      'a claim of four gigabytes',
      {
        ...good,
        ops: [{ ...conv, filter: { shape: [1000, 1000, 3, 400], at: 0 } }, mean, softmax],
      },
      'model-corrupt',
    ],
    ['a picture of a wall', { ...good, side: 100_000 }, 'model-unsupported'],
    [
      'an enlarging without end',
      { ...good, ops: [{ op: 'upsample', in: 'image', out: 'conv', factor: 1000 }, mean, softmax] },
      'model-too-large',
    ],
    [
      'a pool of a billion zeros',
      {
        ...good,
        ops: [{ op: 'pad', in: 'image', out: 'conv', sides: [1e9, 1e9, 0, 0] }, mean, softmax],
      },
      'model-too-large',
    ],
  ])('with %s is refused before anything is made', (_, graph, code) => {
    expect(codeOf(graph)).toBe(code);
  });
});
