/** Text files of a zip or of folders become a project of texts with a class for each folder. Runs in a worker. */
import { FailureError } from '#lib/failure/failure.ts';
import { importProject } from '#lib/storage/import-project.ts';
import { newId } from '#lib/storage/new-id.ts';
import type { ClassRow, SampleRow } from '#lib/storage/project-rows.ts';
import { readText } from '#lib/text/table/encoding.ts';
import { textTrunk } from '#lib/text/trunks.ts';
import { longestText } from '../../collect/texts/sift.ts';
import type { Imported } from '../protocol.ts';
import { placeSamples, textTypes } from '../samples/place-samples.ts';
import type { WorkOptions } from './work-options.ts';

/** A text file that lies alone, or beside others in one folder, is more likely a note on the rest. */
export function isFolderOfTexts(entries: readonly { readonly name: string }[], name: string) {
  if (placeSamples(entries, name).length > 0) return false;
  const placed = placeSamples(entries, name, textTypes);
  return new Set(placed.map(({ className }) => className)).size > 1;
}

/**
 * Each file is a sample; those that are no text are left out and named.
 * @throws FailureError `archive-…` | `text-unreadable` (not one could be read), and of the storage
 */
export async function importTexts(
  entries: readonly { readonly name: string; readonly read: () => Promise<File> }[],
  { project, className: loose }: { readonly project: string; readonly className: string },
  { signal, onProgress }: WorkOptions,
): Promise<Imported> {
  const placed = placeSamples(entries, loose, textTypes);
  const projectId = newId();
  const names = [...new Set(placed.map(({ className }) => className))];
  const classes = names.map((name, order): ClassRow => ({
    id: newId(),
    projectId,
    name,
    colour: order,
    order,
    role: 'answer',
  }));
  const classIds = new Map(classes.map(({ name, id }) => [name, id]));
  const samples: SampleRow[] = [];
  const unreadable: string[] = [];
  for (const [i, { className, fileName: own, entry }] of placed.entries()) {
    signal?.throwIfAborted();
    const text = await textOf(await entry.read());
    onProgress?.(i + 1, placed.length);
    if (text === undefined) {
      unreadable.push(`${className}/${own}`);
      continue;
    }
    samples.push({
      id: newId(),
      projectId,
      classId: classIds.get(className) ?? '',
      burst: newId(),
      takenAt: Date.now(),
      origin: 'archive',
      fileName: own,
      part: 'auto',
      text,
    });
  }
  if (samples.length === 0) {
    throw new FailureError('text-unreadable', unreadable.slice(0, 5).join(', '));
  }
  const name = project;
  await importProject(projectId, [], () => ({
    project: { id: projectId, kind: 'text', name, createdAt: Date.now(), trunk: textTrunk.id },
    classes,
    samples,
    runs: [],
  }));
  const { length } = classes;
  return {
    kind: 'samples',
    projectId,
    name,
    samples: samples.length,
    classes: length,
    unreadable,
  };
}

/** Undefined of what is no text, holds none, or more than a sample may. */
async function textOf(file: File): Promise<string | undefined> {
  try {
    const text = (await readText(file)).trim();
    return text === '' || text.length > longestText ? undefined : text;
  } catch (error) {
    if (error instanceof FailureError && error.failure.code.startsWith('text-')) return undefined;
    throw error;
  }
}
