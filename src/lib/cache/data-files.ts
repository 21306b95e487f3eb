/** Files of data sets that may be on this device beside models, by their content (data/<id>/files.json). */
import fashion from '../../../data/fashion-mnist/files.json';
import type { FileEntry } from './installed-model.ts';

export const fashionMnist = fashion;

/** Packed as they are fetched, and unpacked as somebody may bring them. */
export const dataFiles: readonly FileEntry[] = fashion.files.flatMap(
  ({ file, bytes, sha256, unpacked }) => [{ file, bytes, sha256 }, unpacked],
);
