/** The four readers of the page. Their figures and their limits are told by their cards. */
export const readerIds = ['language', 'emotion', 'sentiment', 'spam'] as const;
export type ReaderId = (typeof readerIds)[number];

/** From an address; the first reader for anything else. */
export const parseReader = (name: unknown): ReaderId =>
  readerIds.find((id) => id === name) ?? 'language';

/** The only language that a reader was taught; all that it knows, for the first one. */
export const taughtIn = (reader: ReaderId): 'en' | undefined =>
  reader === 'language' ? undefined : 'en';
