/** What a network said of every test picture, as counts, and the pictures worth a look. Pure. */
import { classCount, pixels, type Pictures } from './data-set.ts';

/** A test picture and what was said of it. */
export interface Example {
  /** 28 × 28 greys. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly truth: number;
  readonly answer: number;
  /** Probability of the answer, and of the truth. */
  readonly score: number;
  readonly truthScore: number;
}

export interface Scores {
  readonly loss: number;
  readonly accuracy: number;
  readonly total: number;
  /** `counts[truth][answer]` */
  readonly counts: readonly (readonly number[])[];
  /** For each cell of it, row by row, the surest answers. */
  readonly cells: readonly (readonly Example[])[];
  /** The surest wrong answers of all. */
  readonly wrongest: readonly Example[];
}

const mostInCell = 12;
const mostWrong = 24;

/** @param probabilities [pictures, classes] */
export function scoresOf(test: Pictures, probabilities: Float32Array): Scores {
  const total = test.labels.length;
  const counts = Array.from({ length: classCount }, () => new Array<number>(classCount).fill(0));
  const places: number[][] = Array.from({ length: classCount ** 2 }, () => []);
  const answers = new Uint8Array(total);
  let loss = 0;
  let right = 0;
  const at = (n: number, k: number) => probabilities[n * classCount + k]!;
  for (let n = 0; n < total; n++) {
    const truth = test.labels[n]!;
    let best = 0;
    for (let k = 1; k < classCount; k++) if (at(n, k) > at(n, best)) best = k;
    answers[n] = best;
    counts[truth]![best]!++;
    places[truth * classCount + best]!.push(n);
    loss -= Math.log(Math.max(1e-12, at(n, truth)));
    if (best === truth) right++;
  }
  const surest = (list: readonly number[], most: number): Example[] =>
    [...list]
      .sort((a, b) => at(b, answers[b]!) - at(a, answers[a]!) || a - b)
      .slice(0, most)
      .map((n) => ({
        bytes: test.bytes.slice(n * pixels, (n + 1) * pixels),
        truth: test.labels[n]!,
        answer: answers[n]!,
        score: at(n, answers[n]!),
        truthScore: at(n, test.labels[n]!),
      }));
  const wrong = places.flatMap((list, cell) => (cell % (classCount + 1) === 0 ? [] : list));
  return {
    loss: loss / total,
    accuracy: right / total,
    total,
    counts,
    cells: places.map((list) => surest(list, mostInCell)),
    wrongest: surest(wrong, mostWrong),
  };
}
