/** The words of every failure. A code without both messages is a type error here, a language without them fails the build. */
import type { Failure, FailureCode } from '#lib/failure/failure.ts';
import { m } from '#paraglide/messages.js';

type Underscored<Code extends string> = Code extends `${infer Head}-${infer Tail}`
  ? `${Head}_${Underscored<Tail>}`
  : Code;
type FailureKey = `failure_${Underscored<FailureCode>}`;
type FailureMessages = Record<FailureKey | `${FailureKey}_next`, () => string>;

const messages: FailureMessages = m;

export interface FailureWords {
  /** What happened, in one plain sentence. */
  readonly title: string;
  /** What to do next, in one plain sentence. */
  readonly next: string;
}

/** In the visitor's language; reactive when read inside a component. */
export function failureWords({ code }: Failure): FailureWords {
  const key = `failure_${code.replaceAll('-', '_')}` as FailureKey;
  return { title: messages[key](), next: messages[`${key}_next`]() };
}
