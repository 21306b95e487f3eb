/** What happens to bytes on their way: bits turn, ends are lost, pieces come twice, in another order or not at all. */
import type { Random } from '../../../src/lib/maths/random.ts';

export type Bytes = Uint8Array<ArrayBuffer>;

const pick = <T>(random: Random, list: readonly T[]): T => list[random.below(list.length)]!;

/** Numbers that readers trip over, in the bytes of a little-endian word. */
const words = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];

type Change = (bytes: Bytes, random: Random) => Bytes;

const changes: readonly Change[] = [
  function flipBits(bytes, random) {
    const copy = bytes.slice();
    for (let n = 1 + random.below(8); n > 0; n--)
      copy[random.below(copy.length)]! ^= 1 << random.below(8);
    return copy;
  },
  function setBytes(bytes, random) {
    const copy = bytes.slice();
    for (let n = 1 + random.below(8); n > 0; n--)
      copy[random.below(copy.length)] = random.below(256);
    return copy;
  },
  function setWord(bytes, random) {
    const copy = bytes.slice();
    if (copy.length < 4) return copy;
    const view = new DataView(copy.buffer);
    view.setUint32(random.below(copy.length - 3), pick(random, words), random.below(2) === 0);
    return copy;
  },
  function cutEnd(bytes, random) {
    return bytes.slice(0, random.below(bytes.length));
  },
  function cutStart(bytes, random) {
    return bytes.slice(random.below(bytes.length));
  },
  function removePiece(bytes, random) {
    const from = random.below(bytes.length);
    const to = from + 1 + random.below(Math.min(64, bytes.length - from));
    return joined(bytes.slice(0, from), bytes.slice(to));
  },
  function repeatPiece(bytes, random) {
    const from = random.below(bytes.length);
    const piece = bytes.slice(from, from + 1 + random.below(256));
    return joined(bytes.slice(0, from), piece, bytes.slice(from));
  },
  function swapPieces(bytes, random) {
    const [a, b] = [random.below(bytes.length), random.below(bytes.length)].toSorted(
      (x, y) => x - y,
    );
    return joined(bytes.slice(b), bytes.slice(a, b), bytes.slice(0, a));
  },
  function append(bytes, random) {
    return joined(bytes, noise(random, 1 + random.below(64)));
  },
  function zeros(bytes, random) {
    const copy = bytes.slice();
    const from = random.below(copy.length);
    return copy.fill(random.below(2) * 255, from, from + 1 + random.below(512));
  },
  (_, random) => noise(random, random.below(512)),
  () => new Uint8Array(0),
];

/** Damaged bytes; never the given array. */
export function damage(bytes: Bytes, random: Random): Bytes {
  if (bytes.length === 0) return noise(random, random.below(64));
  // The last two lose everything: seldom.
  const most = random.below(20) === 0 ? changes.length : changes.length - 2;
  let damaged = bytes;
  for (let n = 1 + random.below(2); n > 0 && damaged.length > 0; n--) {
    damaged = changes[random.below(most)]!(damaged, random);
  }
  return damaged === bytes ? bytes.slice() : damaged;
}

export const noise = (random: Random, length: number): Bytes =>
  Uint8Array.from({ length }, () => random.below(256));

export function joined(...parts: readonly Uint8Array[]): Bytes {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
