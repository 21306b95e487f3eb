/**
 * Makes a text plain as `model/format.ts` says, and remembers where each piece of it was typed.
 * Offsets are in UTF-16 units, ends exclusive.
 */

const hidden = /[\p{Cc}\p{Cf}\p{Cs}]/u;
/** White space is never hidden, though some of it is a control. */
const space = /[\t-\r\u0085\p{Z}]/u;
const spaces = /[\t-\r\u0085\p{Z}]+/gu;
const joiner = '\u200D';
/** A code point with what may be composed with it: marks, and the vowels and finals of Hangul. */
const composable = /[^][\p{M}\u1160-\u11FF]*/gu;
/** Where lower case hangs on the neighbours (final sigma) or is longer (dotted I). */
const unevenCase = /[\u03A3\u0130]/;

/** Whether there is nothing in a text that could be seen. */
export function isBlank(typed: string): boolean {
  return !/[^\p{Cc}\p{Cf}\p{Cs}\p{Z}]/u.test(typed);
}

/** A plain text; undefined places mean that nothing was moved. */
export class PlainText {
  readonly text: string;
  readonly #starts: readonly number[] | undefined;
  readonly #ends: readonly number[] | undefined;

  constructor(text: string, starts?: readonly number[], ends?: readonly number[]) {
    this.text = text;
    this.#starts = starts;
    this.#ends = ends;
  }

  /** Where the piece that holds this unit of the plain text begins in what was typed. */
  startOf(unit: number): number {
    return this.#starts ? this.#starts[unit]! : unit;
  }

  endOf(unit: number): number {
    return this.#ends ? this.#ends[unit]! : unit + 1;
  }
}

export function plainText(typed: string, lowerCase: boolean): PlainText {
  const plain = blanked(composed(shown(new PlainText(typed))));
  return lowerCase ? lowered(plain) : plain;
}

/** Writes a text anew, piece by piece, and keeps the places. */
class Rewriting {
  readonly #source: PlainText;
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  #text = '';

  constructor(source: PlainText) {
    this.#source = source;
  }

  copy(from: number, to: number): void {
    this.#text += this.#source.text.slice(from, to);
    for (let unit = from; unit < to; unit++) {
      this.#starts.push(this.#source.startOf(unit));
      this.#ends.push(this.#source.endOf(unit));
    }
  }

  /** Puts `text` in the place of what is from `from` to `to`. */
  put(text: string, from: number, to: number): void {
    this.#text += text;
    const start = this.#source.startOf(from);
    const end = this.#source.endOf(to - 1);
    this.#starts.push(...Array<number>(text.length).fill(start));
    this.#ends.push(...Array<number>(text.length).fill(end));
  }

  done(): PlainText {
    return new PlainText(this.#text, this.#starts, this.#ends);
  }
}

/** Without what is not seen. */
function shown(source: PlainText): PlainText {
  const { text } = source;
  if (!hidden.test(text)) return source;
  const rewriting = new Rewriting(source);
  let before = '';
  let at = 0;
  for (const character of text) {
    const end = at + character.length;
    const isShown =
      space.test(character) ||
      !hidden.test(character) ||
      (character === joiner && isPictorial(before) && isPictorial(characterAt(text, end)));
    if (isShown) {
      rewriting.copy(at, end);
      before = character;
    }
    at = end;
  }
  return rewriting.done();
}

function characterAt(text: string, unit: number): string {
  return unit < text.length ? String.fromCodePoint(text.codePointAt(unit)!) : '';
}

function isPictorial(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return (
    (code >= 0x2190 && code <= 0x2bff) || code === 0xfe0f || (code >= 0x1f000 && code <= 0x1faff)
  );
}

function composed(source: PlainText): PlainText {
  if (source.text.normalize('NFC') === source.text) return source;
  return rewritten(source, composable, (piece) => piece.normalize('NFC'));
}

function blanked(source: PlainText): PlainText {
  return rewritten(source, spaces, () => ' ');
}

function lowered(source: PlainText): PlainText {
  if (!unevenCase.test(source.text)) return new LowerCase(source);
  return rewritten(source, /[^]/gu, (character) => character.toLowerCase());
}

/** As long as it was before: the places stay. */
class LowerCase extends PlainText {
  readonly #source: PlainText;

  constructor(source: PlainText) {
    super(source.text.toLowerCase());
    this.#source = source;
  }

  override startOf(unit: number): number {
    return this.#source.startOf(unit);
  }

  override endOf(unit: number): number {
    return this.#source.endOf(unit);
  }
}

function rewritten(
  source: PlainText,
  pieces: RegExp,
  change: (piece: string) => string,
): PlainText {
  const { text } = source;
  let rewriting: Rewriting | undefined;
  let copied = 0;
  for (const match of text.matchAll(pieces)) {
    const piece = match[0];
    const changed = change(piece);
    if (changed === piece) continue;
    rewriting ??= new Rewriting(source);
    rewriting.copy(copied, match.index);
    copied = match.index + piece.length;
    rewriting.put(changed, match.index, copied);
  }
  if (!rewriting) return source;
  rewriting.copy(copied, text.length);
  return rewriting.done();
}
