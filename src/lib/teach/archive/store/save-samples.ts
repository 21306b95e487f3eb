/** The samples of a text project as a table that any spreadsheet opens and none runs. Runs in a worker. */
import { readProject } from '#lib/storage/projects.ts';
import type { SampleRow } from '#lib/storage/project-rows.ts';
import { byteOrderMark, csvRow } from '#lib/text/table/csv.ts';
import { byTime, isShown, shownClasses } from '../../project/view.ts';
import type { SavedFile } from '../protocol.ts';
import { fileNameFor } from '#lib/storage/zip/entry-name.ts';
import type { WorkOptions } from './work-options.ts';

const rowsAtOnce = 2_000;

/** @throws FailureError `project-missing`, and of the storage */
export async function saveSamples(
  projectId: string,
  { signal, onProgress }: WorkOptions,
): Promise<SavedFile & { readonly samples: number }> {
  const { project, classes, samples } = await readProject(projectId);
  const byId = new Map(classes.map((row) => [row.id, row]));
  const order = new Map(shownClasses(classes).map(({ id }, place) => [id, place]));
  const shown = samples
    .filter((row) => row.text !== undefined && isShown(row, byId))
    .sort((a, b) => order.get(a.classId)! - order.get(b.classId)! || byTime(a, b));
  const line = ({ text = '', classId, part }: SampleRow) =>
    csvRow([text, byId.get(classId)?.name ?? '', part === 'test' ? 'test' : 'train']);
  const parts: Blob[] = [new Blob([byteOrderMark + csvRow(['text', 'label', 'part'])])];
  for (let from = 0; from < shown.length; from += rowsAtOnce) {
    signal?.throwIfAborted();
    parts.push(new Blob(shown.slice(from, from + rowsAtOnce).map(line)));
    onProgress?.(Math.min(shown.length, from + rowsAtOnce), shown.length);
  }
  const fileName = `${fileNameFor(project.name, 'samples')}.csv`;
  const blob = new Blob(parts, { type: 'text/csv;charset=utf-8' });
  return { blob, fileName, samples: shown.length };
}
