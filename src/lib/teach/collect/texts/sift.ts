/** Which of some texts are worth keeping. Pure. */
import { plainKey } from './plain-key.ts';

/** Characters of one sample at most: more than anybody teaches with, little enough to be read at once. */
export const longestText = 100_000;

export interface Sifted {
  readonly kept: readonly string[];
  /** Were there already, in the class or among these. */
  readonly twins: readonly string[];
  readonly empty: number;
  readonly tooLong: readonly string[];
}

/** @param known keys of the texts that are there; see `plainKey`. */
export function siftTexts(
  texts: readonly string[],
  known: ReadonlySet<string>,
  keepTwins = false,
): Sifted {
  const seen = new Set<string>();
  const kept: string[] = [];
  const twins: string[] = [];
  const tooLong: string[] = [];
  let empty = 0;
  for (const text of texts) {
    const key = plainKey(text);
    if (key === '') empty++;
    else if (text.length > longestText) tooLong.push(text);
    else if (!keepTwins && (known.has(key) || seen.has(key))) twins.push(text);
    else {
      seen.add(key);
      kept.push(text);
    }
  }
  return { kept, twins, empty, tooLong };
}

/** Lines with something in them, without the spaces around. */
export const linesOf = (text: string): string[] =>
  text.split(/\r\n|\n|\r/).flatMap((line) => line.trim() || []);
