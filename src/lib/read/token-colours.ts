/**
 * How a contribution looks: blue for, orange against, a pair that every kind of colour vision tells
 * apart; and by the line under it, for those who see no colour. Pure.
 */
import type { TokenEffect } from '#lib/text/reading.ts';

export interface TokenLook {
  readonly sign: 'for' | 'against' | 'none';
  /** 0..1, beside the strongest of the text. */
  readonly strength: number;
}

/** A token that does less than this beside the strongest says nothing. */
const silent = 0.04;

export function looksOf(effects: readonly TokenEffect[]): TokenLook[] {
  const strongest = effects.reduce(
    (most, { contribution }) => Math.max(most, Math.abs(contribution)),
    0,
  );
  return effects.map(({ contribution }) => {
    const strength = strongest > 0 ? Math.abs(contribution) / strongest : 0;
    if (!(strength >= silent)) return { sign: 'none', strength: 0 };
    return { sign: contribution > 0 ? 'for' : 'against', strength };
  });
}

/** A piece of the text: a token by its place among the effects, or what stands between two. */
export interface Piece {
  readonly text: string;
  readonly token?: number;
}

/** The whole text from the first of these tokens to the last, in order, nothing lost. */
export function piecesOf(
  text: string,
  effects: readonly TokenEffect[],
  from = 0,
  to = effects.length,
): Piece[] {
  const pieces: Piece[] = [];
  let at = from === 0 ? 0 : (effects[from]?.start ?? 0);
  for (let token = from; token < Math.min(to, effects.length); token++) {
    const { start, end } = effects[token]!;
    if (start > at) pieces.push({ text: text.slice(at, start) });
    pieces.push({ text: text.slice(start, end), token });
    at = end;
  }
  const last = to >= effects.length ? text.length : (effects[to]?.start ?? text.length);
  if (at < last) pieces.push({ text: text.slice(at, last) });
  return pieces;
}

/** Beyond this many pieces a run without blanks may break anywhere: Chinese has no blanks. */
const mostTogether = 16;

export interface Word {
  readonly pieces: readonly Piece[];
  /** Whether its pieces stay on one line. */
  readonly together: boolean;
}

/** The same pieces, those between blanks side by side, so that a line does not end inside a word. */
export function wordsOf(pieces: readonly Piece[]): Word[] {
  const words: Piece[][] = [];
  let open: Piece[] | undefined;
  for (const piece of pieces) {
    const blank = /\s/u.test(piece.text);
    if (blank || !open) words.push([piece]);
    else open.push(piece);
    open = blank ? undefined : words.at(-1);
  }
  return words.map((word) => ({ pieces: word, together: word.length <= mostTogether }));
}
