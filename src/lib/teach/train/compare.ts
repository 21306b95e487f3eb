/** Two runs side by side: what was set otherwise, and which samples are answered otherwise. Pure. */
import type { Judgement } from '../trainer/protocol.ts';
import { accuracyOf, heldOut, type HeldOut, type ReadRun } from './read-run.ts';
import { differingSettings, type SettingKey } from './settings.ts';

/** What became of one sample from the first run to the second. */
export type Turn = 'mended' | 'broken' | 'otherwise';

export interface ChangedSample {
  readonly sampleId: string;
  readonly truth: string;
  readonly before: Judgement;
  readonly after: Judgement;
  readonly turn: Turn;
}

export interface ClassDifference {
  readonly classId: string;
  /** Fractions of the samples that both runs judged; NaN where there are none. */
  readonly before: number;
  readonly after: number;
  readonly count: number;
}

export interface Comparison {
  readonly settings: readonly SettingKey[];
  /** Judgements of both splits must be of the same kind to be compared. */
  readonly split: HeldOut | undefined;
  /** Held-out samples that both runs judged. */
  readonly shared: number;
  /** On the shared samples; NaN without any. */
  readonly before: number;
  readonly after: number;
  readonly classes: readonly ClassDifference[];
  /** The broken first, then the mended, then those wrong both times. */
  readonly changed: readonly ChangedSample[];
}

const order: readonly Turn[] = ['broken', 'mended', 'otherwise'];

export function compareRuns(a: ReadRun, b: ReadRun): Comparison {
  const settings = differingSettings(a.settings, b.settings, a.kind);
  const first = a.report && heldOut(a.report);
  const second = b.report && heldOut(b.report);
  const split = first && first.split === second?.split ? first.split : undefined;
  const before = new Map(first?.judgements.map((one) => [one.sampleId, one]));
  const pairs = (split ? (second?.judgements ?? []) : []).flatMap((after) => {
    const earlier = before.get(after.sampleId);
    // A sample relabelled in between has another truth: then its answers are no comparison.
    return earlier && earlier.truth === after.truth ? [{ before: earlier, after }] : [];
  });
  const classIds = [...new Set(pairs.map((pair) => pair.after.truth))];
  return {
    settings,
    split,
    shared: pairs.length,
    before: accuracyOf(pairs.map((pair) => pair.before)),
    after: accuracyOf(pairs.map((pair) => pair.after)),
    classes: classIds.map((classId) => {
      const own = pairs.filter((pair) => pair.after.truth === classId);
      return {
        classId,
        before: accuracyOf(own.map((pair) => pair.before)),
        after: accuracyOf(own.map((pair) => pair.after)),
        count: own.length,
      };
    }),
    changed: pairs
      .filter((pair) => pair.before.answer !== pair.after.answer)
      .map((pair) => ({
        ...pair,
        sampleId: pair.after.sampleId,
        truth: pair.after.truth,
        turn: turnOf(pair.before, pair.after),
      }))
      .sort((x, y) => order.indexOf(x.turn) - order.indexOf(y.turn)),
  };
}

function turnOf(before: Judgement, after: Judgement): Turn {
  if (after.answer === after.truth) return 'mended';
  return before.answer === before.truth ? 'broken' : 'otherwise';
}
