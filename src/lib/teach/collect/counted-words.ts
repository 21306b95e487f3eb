/** Sentences that count something: one of it reads otherwise than many. */
import { formatCount } from '#lib/i18n/format.ts';
import { m } from '#paraglide/messages.js';

function counted(one: () => string, many: (inputs: { count: string }) => string) {
  return (count: number): string => (count === 1 ? one() : many({ count: formatCount(count) }));
}

export const selectedWords = counted(m.teach_selected_one, m.teach_selected);
export const deletedWords = counted(m.teach_samples_deleted_one, m.teach_samples_deleted);
export const addedWords = counted(m.teach_import_done_one, m.teach_import_done);
export const notAddedWords = counted(m.teach_import_failed_one, m.teach_import_failed);
export const skippedWords = counted(m.teach_skipped_one, m.teach_skipped);

export function movedWords(count: number, name: string): string {
  return count === 1
    ? m.teach_samples_moved_one({ name })
    : m.teach_samples_moved({ count: formatCount(count), name });
}
