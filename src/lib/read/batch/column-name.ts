import { m } from '#paraglide/messages.js';

/** What a column is called on the page; one without a name is called by its place. */
export const columnName = (name: string, column: number): string =>
  name || m.read_batch_column_numbered({ number: column + 1 });
