/** One kind of thing that comes from outside, and what has to hold of whatever was made of it. */
import type { Random } from '../../src/lib/maths/random.ts';

/** What became of a case. */
export type Outcome =
  /** Taken, and everything that follows from that holds. */
  | { readonly kind: 'accepted' }
  /** Passed over as what it is not, by a value that says so. */
  | { readonly kind: 'passed-over' };

export const accepted: Outcome = { kind: 'accepted' };
export const passedOver: Outcome = { kind: 'passed-over' };

export interface Target {
  readonly name: string;
  /** How often it comes, beside the others. */
  readonly weight: number;
  /** Makes what is mutated, once; the same at every run. */
  readonly prepare: () => Promise<void>;
  /**
   * Mutates and takes in.
   * @throws FailureError where it is refused: that is an answer, too. Anything else is a finding.
   */
  readonly run: (random: Random) => Promise<Outcome>;
  /** After a case that was refused; throws where something was left. */
  readonly leftNothing?: () => Promise<void>;
  /** Back to nothing, before the next case. */
  readonly reset?: () => Promise<void>;
  /** After the last case: ends what `prepare` has started. */
  readonly finish?: () => Promise<void>;
}

/** An invariant that does not hold. */
export class Finding extends Error {
  override readonly name = 'Finding';
}

export function expectThat(holds: boolean, what: string): void {
  if (!holds) throw new Finding(what);
}
