import type { FollowedClass } from './protocol.ts';

/** Ids of the classes that can be an answer, in the project's order. */
export function answerIds(classes: readonly FollowedClass[]): string[] {
  return classes.filter(({ role }) => role === 'answer').map(({ id }) => id);
}
