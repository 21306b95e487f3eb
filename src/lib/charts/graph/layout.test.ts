import { describe, expect, it } from 'vitest';
import { layOutGraph } from './layout.ts';
import { countCrossings, orderPlaces, type Place } from './order.ts';
import { rankNodes } from './ranks.ts';
import { spread } from './spread.ts';

const edgesOf = (text: string) => text.split(' ').map((pair) => ({ from: pair[0]!, to: pair[1]! }));

describe('ranks', () => {
  it('puts a node after the furthest of what it reads, and a source just before its first reader', () => {
    const ranks = rankNodes([...'abcdy'], edgesOf('ab bc ac cd yd'));
    expect(Object.fromEntries(ranks)).toEqual({ a: 0, b: 1, c: 2, d: 3, y: 2 });
  });

  it('refuses a circle', () => {
    expect(() => rankNodes([...'abc'], edgesOf('ab bc cb'))).toThrow(RangeError);
  });
});

it('undoes crossings where it can', () => {
  const place = (rank: number): Place => ({ rank, before: [], after: [] });
  const left = [place(0), place(0), place(0)];
  const right = [place(1), place(1), place(1)];
  left.forEach((one, i) => {
    one.after.push(right[2 - i]!);
    right[2 - i]!.before.push(one);
  });
  expect(countCrossings([left, right])).toBe(3);
  expect(countCrossings(orderPlaces([left, right]))).toBe(0);
});

describe('wishes on a line', () => {
  it('are met where there is room', () => {
    const wishes = [0, 5, 20].map((at) => ({ at, weight: 1 }));
    expect(spread(wishes, [3, 3])).toEqual([0, 5, 20]);
  });

  it('are missed as little as can be where there is none: weighted least squares', () => {
    const wishes = [
      { at: 4, weight: 3 },
      { at: 4, weight: 1 },
    ];
    // 3(a − 4)² + (a + 8 − 4)² is least at a = 2.
    expect(spread(wishes, [8])).toEqual([2, 10]);
  });
});

describe('a layout', () => {
  const nodes = [...'abcdef'].map((id) => ({ id, width: 40, height: 20 }));
  const edges = edgesOf('ac bc cd ce df ef af');
  const options = { direction: 'right', rankGap: 30, nodeGap: 8 } as const;
  const layout = layOutGraph(nodes, edges, options);

  it('leaves every node its room, inside the drawing', () => {
    for (const [i, a] of layout.nodes.entries()) {
      expect(a.x - 20).toBeGreaterThanOrEqual(0);
      expect(a.x + 20).toBeLessThanOrEqual(layout.width);
      expect(a.y - 10).toBeGreaterThanOrEqual(0);
      expect(a.y + 10).toBeLessThanOrEqual(layout.height);
      for (const b of layout.nodes.slice(i + 1)) {
        expect(Math.abs(a.x - b.x) >= 40 || Math.abs(a.y - b.y) >= 27.9).toBe(true);
      }
    }
  });

  it('leads every edge on, from border to border', () => {
    const at = Object.fromEntries(layout.nodes.map((node) => [node.id, node]));
    for (const { edge, path } of layout.edges) {
      const from = at[edge.from]!;
      const to = at[edge.to]!;
      expect(from.x + 40 + 30).toBeLessThanOrEqual(to.x);
      expect(path.startsWith(`M${from.x + 20} `)).toBe(true);
      expect(Number(path.split(' ').at(-2)?.split('C').at(-1))).toBeCloseTo(to.x - 20, 1);
    }
  });

  it('lies the other way round for a graph that leads down', () => {
    const down = layOutGraph(
      nodes.map(({ id }) => ({ id, width: 20, height: 40 })),
      edges,
      { ...options, direction: 'down' },
    );
    expect([down.height, down.width]).toEqual([layout.width, layout.height]);
    expect(down.nodes.map(({ x, y }) => [y, x])).toEqual(layout.nodes.map(({ x, y }) => [x, y]));
  });

  it('keeps two edges between the same nodes apart where they end', () => {
    const twice = layOutGraph(nodes.slice(0, 2), edgesOf('ab ab'), options);
    expect(twice.edges[0]!.path).not.toBe(twice.edges[1]!.path);
  });

  it('draws a chain straight, and nothing at all as nothing', () => {
    const chain = layOutGraph(nodes, edgesOf('ab bc cd de ef'), options);
    expect(new Set(chain.nodes.map(({ y }) => y)).size).toBe(1);
    expect(layOutGraph([], [], options)).toMatchObject({ nodes: [], edges: [] });
  });
});
