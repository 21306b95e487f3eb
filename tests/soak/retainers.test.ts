import { expect, it } from 'vitest';
import type { HeapSnapshot } from './heap-snapshot.ts';
import { countOf, pathsTo } from './retainers.ts';

type Edge = readonly [type: string, name: string | number, to: number];
type Node = readonly [type: string, name: string, edges: readonly Edge[]];

const nodeTypes = ['native', 'object', 'synthetic'];
const edgeTypes = ['property', 'element', 'internal', 'weak'];

/** The numbers that a browser would write; a node's id is its place in the list. */
function heapOf(list: readonly Node[]): HeapSnapshot {
  const strings: string[] = [];
  const word = (text: string) =>
    strings.includes(text) ? strings.indexOf(text) : strings.push(text) - 1;
  return {
    snapshot: {
      meta: {
        node_fields: ['type', 'name', 'id', 'self_size', 'edge_count'],
        node_types: [nodeTypes],
        edge_fields: ['type', 'name_or_index', 'to_node'],
        edge_types: [edgeTypes],
      },
    },
    nodes: list.flatMap(([type, name, edges], id) => [
      ...[nodeTypes.indexOf(type), word(name), id, 8, edges.length],
    ]),
    edges: list.flatMap(([, , edges]) =>
      edges.flatMap(([type, name, to]) => [
        edgeTypes.indexOf(type),
        typeof name === 'number' ? name : word(name),
        to * 5,
      ]),
    ),
    strings,
  };
}

it('tells the shortest way, the number of an element and the name of a property', () => {
  const heap = heapOf([
    ['synthetic', '', [['element', 1, 1]]],
    [
      'object',
      'Window',
      [
        ['property', 'list', 2],
        ['property', 'deep', 3],
      ],
    ],
    ['object', 'Array', [['element', 7, 4]]],
    ['object', 'Deep', [['property', 'list', 2]]],
    ['native', 'Track', []],
  ]);
  const path = '-[1]→ Window -list→ Array -[7]→ Track';
  expect([...pathsTo(heap, 'Track')]).toEqual([[path, 1]]);
});

it('counts things that are held the same way, and none that is only called so', () => {
  const heap = heapOf([
    [
      'synthetic',
      '',
      [
        ['property', 'a', 1],
        ['property', 'a', 2],
        ['property', 'b', 3],
      ],
    ],
    ['native', 'Track', []],
    ['native', 'Track', []],
    ['object', 'Track', []],
  ]);
  const paths = pathsTo(heap, 'Track');
  expect([...paths]).toEqual([['-a→ Track', 2]]);
  expect(countOf(paths)).toBe(2);
});

it('goes by no weak edge, and from a weak table by its keys alone', () => {
  const pair = '1 / part of key (Key @2) -> value (Track @3) pair in WeakMap (table @1)';
  const table: Node = [
    'object',
    'table',
    [
      ['weak', 'key', 2],
      ['internal', pair, 3],
    ],
  ];
  const key: Node = ['object', 'Key', [['internal', pair, 3]]];
  const track: Node = ['native', 'Track', []];
  const dead = heapOf([['synthetic', '', [['property', 'map', 1]]], table, key, track]);
  expect(countOf(pathsTo(dead, 'Track'))).toBe(0);
  const roots: Edge[] = [
    ['property', 'map', 1],
    ['property', 'key', 2],
  ];
  const alive = heapOf([['synthetic', '', roots], table, key, track]);
  expect([...pathsTo(alive, 'Track').keys()]).toEqual([`-key→ Key -${pair}→ Track`]);
});

it('finds who else holds what an edge is not followed to', () => {
  const heap = heapOf([
    [
      'synthetic',
      '',
      [
        ['property', 'theirs', 2],
        ['property', 'ours', 1],
      ],
    ],
    ['object', 'Page', [['property', 'track', 3]]],
    [
      'native',
      'Source',
      [
        ['element', 1, 3],
        ['element', 2, 4],
      ],
    ],
    ['native', 'Track', []],
    ['native', 'Track', []],
  ]);
  expect(countOf(pathsTo(heap, 'Track'))).toBe(2);
  const others = pathsTo(heap, 'Track', (edge) => edge !== 'theirs');
  expect([...others]).toEqual([['-ours→ Page -track→ Track', 1]]);
});
