/**
 * Bytes that survive lost pictures. The first packets are the pieces themselves; each later one is the sum (XOR) of a
 * random half of them, and any few more packets than pieces give everything back, whichever they are: a random linear
 * fountain code (D. J. C. MacKay, "Fountain codes", IEE Proceedings Communications 152, 2005, section 2). Pure.
 */
import { Random } from '#lib/maths/random.ts';

const bitsPerWord = 32;

/** Which of the pieces packet `sequence` is the sum of, one bit each. */
function mixOf(sequence: number, pieces: number): Uint32Array {
  const mix = new Uint32Array(Math.ceil(pieces / bitsPerWord));
  if (sequence < pieces) {
    flip(mix, sequence);
    return mix;
  }
  const random = new Random(sequence);
  for (let i = 0; i < pieces; i++) if (random.next() < 0.5) flip(mix, i);
  // Nothing at all would be a wasted picture.
  if (mix.every((word) => word === 0)) flip(mix, sequence % pieces);
  return mix;
}

/** The packets of one file, as many as are asked for. */
export class FountainEncoder {
  readonly pieces: number;
  readonly #padded: Uint8Array;
  readonly #pieceBytes: number;

  /** @param pieceBytes length of every packet; the last piece is filled up with zeros. */
  constructor(bytes: Uint8Array, pieceBytes: number) {
    if (bytes.length === 0 || pieceBytes < 1) throw new RangeError('nothing to send');
    this.pieces = Math.ceil(bytes.length / pieceBytes);
    this.#pieceBytes = pieceBytes;
    this.#padded = new Uint8Array(this.pieces * pieceBytes);
    this.#padded.set(bytes);
  }

  /** @param sequence 0, 1, 2, … without end. */
  packet(sequence: number): Uint8Array<ArrayBuffer> {
    const mix = mixOf(sequence, this.pieces);
    const sum = new Uint8Array(this.#pieceBytes);
    for (let i = 0; i < this.pieces; i++) if (has(mix, i)) addTo(sum, this.#piece(i));
    return sum;
  }

  #piece(index: number): Uint8Array {
    const at = index * this.#pieceBytes;
    return this.#padded.subarray(at, at + this.#pieceBytes);
  }
}

interface Row {
  readonly mix: Uint32Array;
  readonly sum: Uint8Array;
}

/** Solves for the pieces as packets come, by Gaussian elimination over GF(2). */
export class FountainDecoder {
  readonly pieces: number;
  /** By their first piece. */
  readonly #rows: (Row | undefined)[];
  #rank = 0;

  constructor(pieces: number) {
    this.pieces = pieces;
    this.#rows = new Array<Row | undefined>(pieces);
  }

  /** How many independent packets have come; done at `pieces`. */
  get rank(): number {
    return this.#rank;
  }

  get done(): boolean {
    return this.#rank === this.pieces;
  }

  /** @returns whether the packet told anything new. */
  add(sequence: number, packet: Uint8Array): boolean {
    if (this.done) return false;
    const mix = mixOf(sequence, this.pieces);
    const sum = Uint8Array.from(packet);
    for (let first = firstOf(mix); first < this.pieces; first = firstOf(mix)) {
      const known = this.#rows[first];
      if (!known) {
        this.#rows[first] = { mix, sum };
        this.#rank++;
        return true;
      }
      addWords(mix, known.mix);
      addTo(sum, known.sum);
    }
    return false;
  }

  /** @param length of the file. @throws RangeError before `done`. */
  bytes(length: number): Uint8Array<ArrayBuffer> {
    if (!this.done) throw new RangeError(`${this.#rank} of ${this.pieces}`);
    const rows = this.#rows as Row[];
    // Backwards: the rows behind hold single pieces already.
    for (let i = this.pieces - 1; i >= 0; i--) {
      const { mix, sum } = rows[i]!;
      for (let j = i + 1; j < this.pieces; j++) {
        if (!has(mix, j)) continue;
        flip(mix, j);
        addTo(sum, rows[j]!.sum);
      }
    }
    const pieceBytes = rows[0]!.sum.length;
    const all = new Uint8Array(this.pieces * pieceBytes);
    rows.forEach(({ sum }, i) => all.set(sum, i * pieceBytes));
    return all.slice(0, length);
  }
}

const has = (mix: Uint32Array, i: number) =>
  ((mix[Math.floor(i / bitsPerWord)]! >>> (i % bitsPerWord)) & 1) === 1;

function flip(mix: Uint32Array, i: number): void {
  mix[Math.floor(i / bitsPerWord)]! ^= 1 << (i % bitsPerWord);
}

/** Index of the first bit that is set; beyond the last piece where none is. */
function firstOf(mix: Uint32Array): number {
  const word = mix.findIndex((bits) => bits !== 0);
  if (word < 0) return Infinity;
  const bits = mix[word]!;
  return word * bitsPerWord + (31 - Math.clz32(bits & -bits));
}

function addTo(sum: Uint8Array, other: Uint8Array): void {
  for (let i = 0; i < sum.length; i++) sum[i]! ^= other[i]!;
}

function addWords(mix: Uint32Array, other: Uint32Array): void {
  for (let i = 0; i < mix.length; i++) mix[i]! ^= other[i]!;
}
