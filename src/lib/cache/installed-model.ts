/** What is kept of models on this device, by content. Types only: pages and workers share them. */

/** A file by its content: equal hashes are one file, whoever brought it. */
export interface FileEntry {
  /** Its address below the models folder, or the name it came under. */
  readonly file: string;
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/**
 * A network that the visitor fetched or brought, converted to the app's own graph format
 * (`engine/graph/format.ts`) before it was kept, so that what runs is always of known operations.
 */
export interface InstalledModel {
  readonly id: string;
  readonly graph: FileEntry;
  readonly weights: FileEntry;
  /** A JSON list of names, in the order of the output `classes`; absent for a mere trunk. */
  readonly labels?: FileEntry;
  /** Where it came from and what it is, as the catalogue said that day; the catalogue's own shape. */
  readonly entry: unknown;
  /** Milliseconds since 1970. */
  readonly installedAt: number;
  readonly usedAt: number;
}
