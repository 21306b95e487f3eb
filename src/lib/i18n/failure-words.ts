/** The words of every failure. A code without both messages is a type error, a language without them fails the build. */
import type { Failure } from '#lib/failure/failure.ts';
import { failureCatalogue } from './failure-catalogue.svelte.ts';

export interface FailureWords {
  /** What happened, in one plain sentence. */
  readonly title: string;
  /** What to do next, in one plain sentence. */
  readonly next: string;
}

/** In the visitor's language; reactive when read inside a component, and empty until the words have come. */
export function failureWords({ code }: Failure): FailureWords {
  const [title, next] = failureCatalogue.messagesOf(code) ?? [];
  return { title: title?.() ?? '', next: next?.() ?? '' };
}
