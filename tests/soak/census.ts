/** What a heap is made of, from a snapshot: bytes and numbers by the kind and name of its things. */
import type { CDPSession } from '@playwright/test';
import { takeHeapSnapshot } from './heap-snapshot.ts';

export type Census = ReadonlyMap<string, { readonly count: number; readonly bytes: number }>;

/**
 * Not the app's: machine code, which the engine makes and drops as it likes, and the lists in which a
 * browser keeps what was measured of a page.
 */
const apart =
  /^(code|hidden|object shape):|^native:(Performance|.*(Timing|LayoutShift|NetworkResourcesData))/;

const strings = new Set(['string', 'concatenated string', 'sliced string']);

export async function takeCensus(session: CDPSession): Promise<Census> {
  const { snapshot, nodes, strings: names } = await takeHeapSnapshot(session);
  const fields = snapshot.meta.node_fields;
  const [types] = snapshot.meta.node_types;
  const [type, name, size] = ['type', 'name', 'self_size'].map((field) => fields.indexOf(field));
  const census = new Map<string, { count: number; bytes: number }>();
  for (let at = 0; at < nodes.length; at += fields.length) {
    const kind = types[nodes[at + type!]!]!;
    const own = strings.has(kind) ? '' : names[nodes[at + name!]!]!.slice(0, 80);
    const key = `${kind}:${own}`;
    const sum = census.get(key) ?? { count: 0, bytes: 0 };
    census.set(key, { count: sum.count + 1, bytes: sum.bytes + nodes[at + size!]! });
  }
  return new Map([...census].filter(([key]) => !apart.test(key)));
}

export const bytesOf = (census: Census): number =>
  [...census.values()].reduce((sum, { bytes }) => sum + bytes, 0);

/** What there is more of, the most bytes first, in words. */
export function differences(before: Census, after: Census, most = 15): string[] {
  return [...after]
    .map(([key, { count, bytes }]) => {
      const old = before.get(key) ?? { count: 0, bytes: 0 };
      return { key, count: count - old.count, bytes: bytes - old.bytes };
    })
    .filter(({ bytes }) => bytes > 0)
    .toSorted((a, b) => b.bytes - a.bytes)
    .slice(0, most)
    .map(({ key, count, bytes }) => `${bytes} bytes in ${count} more of ${key}`);
}
