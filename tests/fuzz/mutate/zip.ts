/** Zips whose list lies: about sizes, places, names and how they are packed. */
import { strFromU8, strToU8, unzipSync, zipSync, type Zippable } from 'fflate';
import type { Random } from '../../../src/lib/maths/random.ts';
import { damage, joined, type Bytes } from './bytes.ts';

export type Entries = Readonly<Record<string, Bytes>>;

const pick = <T>(random: Random, list: readonly T[]): T => list[random.below(list.length)]!;

const names = [
  '../outside.txt',
  '/etc/passwd',
  'C:\\windows\\system.ini',
  'a/../../b',
  '',
  '.',
  'con',
  'a\u0000b',
  '__proto__',
  'constructor',
  'manifest.json',
  'model.json',
  'project.json',
  'metadata.json',
  'classes/x/1.jpg',
  'a'.repeat(300),
];

export const entriesOf = (zip: Bytes): Record<string, Bytes> =>
  unzipSync(zip) as Record<string, Bytes>;

/** fflate takes a record, in which `__proto__` is no name: `renamedInPlace` tries that one. */
export const zipOf = (entries: Entries, level: 0 | 6 = 6): Bytes =>
  zipSync(
    Object.fromEntries(
      Object.entries(entries).filter(([name]) => name !== '__proto__'),
    ) as Zippable,
    {
      level,
      mtime: new Date('2026-01-01T00:00:00'),
    },
  ) as Bytes;

/** Other entries in a whole zip. */
export function mutatedEntries(entries: Entries, random: Random): Bytes {
  const list = Object.entries(entries);
  const at = random.below(Math.max(1, list.length));
  const [name, bytes] = list[at] ?? ['', new Uint8Array(0)];
  switch (random.below(7)) {
    case 0:
      list.splice(at, 1);
      break;
    case 1:
      list[at] = [pick(random, names), bytes];
      break;
    case 2:
      list.push([pick(random, names), bytes]);
      break;
    case 3:
      list[at] = [name, damage(bytes, random)];
      break;
    case 4:
      list[at] = [`folder/${name}`, bytes];
      break;
    case 5:
      return zipOf(Object.fromEntries(list.map(([each, value]) => [`deep/er/${each}`, value])));
    default:
      // Much of little: the limits hold before anything is unpacked.
      list.push(['zeros.jpg', new Uint8Array(2 ** 20 * (1 + random.below(4)))]);
  }
  return zipOf(Object.fromEntries(list), random.below(3) === 0 ? 0 : 6);
}

/** Fields of the records of a zip, set to what they should not be. */
export function mutatedRecords(zip: Bytes, random: Random): Bytes {
  const copy = zip.slice();
  const view = new DataView(copy.buffer);
  const places = (signature: number): number[] => {
    const found: number[] = [];
    for (let at = 0; at + 4 <= copy.length; at++) {
      if (view.getUint32(at, true) === signature) found.push(at);
    }
    return found;
  };
  const numbers = [0, 1, 8, 0x7fff, 0xffff, 0x10000, 2 ** 31, 0xfffffffe, 0xffffffff];
  for (let n = 1 + random.below(3); n > 0; n--) {
    const [signature, fields] = pick(random, [
      [0x02014b50, [4, 6, 8, 10, 16, 20, 24, 28, 30, 32, 34, 36, 38, 42]],
      [0x04034b50, [6, 8, 14, 18, 22, 26, 28]],
      [0x06054b50, [4, 8, 10, 12, 16, 20]],
    ] as const);
    const found = places(signature);
    if (found.length === 0) continue;
    const at = pick(random, found) + pick(random, fields as readonly number[]);
    const value = pick(random, numbers);
    if (at + 4 > copy.length) continue;
    if (random.below(2) === 0) view.setUint16(at, value & 0xffff, true);
    else view.setUint32(at, value, true);
  }
  return copy;
}

/** A name as bytes that are in the list and in front of the file, changed in both. */
export function renamedInPlace(zip: Bytes, random: Random): Bytes {
  const text = strFromU8(zip, true);
  const [from] = Object.keys(entriesOf(zip));
  if (!from) return zip;
  const to = pick(random, names).slice(0, from.length).padEnd(from.length, '/');
  return strToU8(text.replaceAll(from, to), true) as Bytes;
}

/** Any of these, or any damage to the bytes. */
export function mutatedZip(zip: Bytes, random: Random): Bytes {
  switch (random.below(6)) {
    case 0:
    case 1:
      return mutatedRecords(zip, random);
    case 2:
    case 3:
      return mutatedEntries(entriesOf(zip), random);
    case 4:
      return random.below(2) === 0 ? renamedInPlace(zip, random) : joined(zip, zip);
    default:
      return damage(zip, random);
  }
}
