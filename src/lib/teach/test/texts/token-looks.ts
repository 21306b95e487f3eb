/** How what a token does looks: the stronger of the text, the stronger its tint. Pure. */
import type { TokenEffect } from '#lib/text/reading.ts';

export interface Piece {
  readonly text: string;
  /** Where the piece is a token. */
  readonly effect?: TokenEffect;
  /** −1 (against) … 1 (for), beside the strongest of the text; 0 between tokens. */
  readonly pull: number;
}

/** Less than this beside the strongest is nothing to look at. */
const silent = 0.05;

/** The text in order, as far as it was explained; nothing lost, nothing twice. */
export function piecesOf(text: string, effects: readonly TokenEffect[]): Piece[] {
  const strongest = strengthOf(effects);
  const pieces: Piece[] = [];
  let at = 0;
  for (const effect of effects) {
    const { start, end, contribution } = effect;
    if (start > at) pieces.push({ text: text.slice(at, start), pull: 0 });
    const pull = strongest > 0 ? contribution / strongest : 0;
    pieces.push({
      text: text.slice(start, end),
      effect,
      pull: Math.abs(pull) < silent ? 0 : pull,
    });
    at = end;
  }
  return pieces;
}

/** Tokens that do most, for or against, the strongest first. */
export function strongestOf(effects: readonly TokenEffect[], most: number): TokenEffect[] {
  const least = silent * strengthOf(effects);
  return effects
    .filter(({ contribution }) => Math.abs(contribution) > least)
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution))
    .slice(0, most);
}

const strengthOf = (effects: readonly TokenEffect[]): number =>
  effects.reduce((most, { contribution }) => Math.max(most, Math.abs(contribution)), 0);

/** The text without a token, and without the blank that would be left over. */
export function withoutToken(text: string, { start, end }: TokenEffect): string {
  const before = text.slice(0, start);
  const after = text.slice(end);
  return /(^|\s)$/.test(before) ? before + after.replace(/^\s/, '') : before + after;
}
