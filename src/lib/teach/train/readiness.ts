/** What a project lacks before it can be trained, and what would make the result worth more. Pure. */
import type { ClassRow, SampleRow } from '#lib/storage/project-rows.ts';

export type Block =
  | { readonly kind: 'no-classes' }
  | { readonly kind: 'one-class' }
  | { readonly kind: 'empty-class'; readonly classes: readonly string[] };

export type Caution =
  /** Everything was captured in one go, so nothing can be held out. */
  | { readonly kind: 'nothing-held-out'; readonly classes: readonly string[] }
  | { readonly kind: 'few'; readonly classes: readonly string[] };

export interface Readiness {
  /** It cannot train because of this. */
  readonly block: Block | undefined;
  /** It can, and should know. */
  readonly caution: Caution | undefined;
  /** Samples that train or validate. */
  readonly samples: number;
}

/** Fewer than this in a class is little to learn from. */
const FEW = 5;

/** @param samplesOf by class id, outside the trash */
export function readinessOf(
  classes: readonly ClassRow[],
  samplesOf: (classId: string) => readonly SampleRow[],
): Readiness {
  const answers = classes
    .filter(({ role }) => role === 'answer')
    .map(({ id, name }) => ({
      name,
      samples: samplesOf(id).filter(({ part }) => part === 'auto'),
    }));
  const samples = answers.reduce((sum, one) => sum + one.samples.length, 0);
  const empty = answers.filter((one) => one.samples.length === 0).map(({ name }) => name);
  return { block: blockOf(answers.length, empty), caution: cautionOf(answers), samples };
}

function blockOf(answers: number, empty: readonly string[]): Block | undefined {
  if (answers === 0) return { kind: 'no-classes' };
  if (answers === 1) return { kind: 'one-class' };
  return empty.length > 0 ? { kind: 'empty-class', classes: empty } : undefined;
}

function cautionOf(
  answers: readonly { name: string; samples: readonly SampleRow[] }[],
): Caution | undefined {
  const single = answers.filter(
    ({ samples }) => new Set(samples.map((one) => one.burst)).size === 1,
  );
  if (single.length > 0) {
    return { kind: 'nothing-held-out', classes: single.map(({ name }) => name) };
  }
  const few = answers.filter(({ samples }) => samples.length < FEW);
  return few.length > 0 ? { kind: 'few', classes: few.map(({ name }) => name) } : undefined;
}
