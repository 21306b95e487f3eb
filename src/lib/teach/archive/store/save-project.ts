/** From the database to a project file. Runs in a worker. */
import type { CheckpointRow, RunRow } from '#lib/storage/project-rows.ts';
import { readProject, type StoredProject } from '#lib/storage/projects.ts';
import { checkpointEpochs, readCheckpoint } from '#lib/storage/runs.ts';
import { eachSampleData } from '#lib/storage/samples.ts';
import { isTrashed, restored } from '../../project/view.ts';
import type { ProjectFileRows } from '../project/project-schema.ts';
import { writeProject } from '../project/write-project.ts';
import type { SavedFile } from '../protocol.ts';
import { fileNameFor } from '#lib/storage/zip/entry-name.ts';
import type { WorkOptions } from './work-options.ts';

/**
 * Everything of a project that is not in the trash.
 * @throws FailureError `project-missing` | `sample-missing` | `archive-too-large`, and of the storage
 */
export async function saveProject(
  projectId: string,
  { signal, onProgress }: WorkOptions,
): Promise<SavedFile & { readonly samples: number }> {
  const rows = shownRows(await readProject(projectId));
  const pictured = rows.samples.filter(({ text }) => text === undefined).map(({ id }) => id);
  const blob = await writeProject(
    {
      rows,
      data: eachSampleData(projectId, pictured),
      checkpoints: eachCheckpoint(projectId, rows.runs),
    },
    { at: new Date(), signal, onProgress },
  );
  const fileName = `${fileNameFor(rows.project.name, 'project')}.aprendiz.zip`;
  return { blob, fileName, samples: rows.samples.length };
}

/** What is not in the trash. */
export function shownRows({ project, classes, samples, runs }: StoredProject): ProjectFileRows {
  const shown = classes.filter((row) => !isTrashed(row));
  const classIds = new Set(shown.map(({ id }) => id));
  return {
    project: restored(project),
    classes: shown,
    samples: samples.filter((row) => !isTrashed(row) && classIds.has(row.classId)),
    runs: runs.filter((row) => !isTrashed(row)),
  };
}

async function* eachCheckpoint(
  projectId: string,
  runs: readonly RunRow[],
): AsyncGenerator<CheckpointRow> {
  for (const { id } of runs) {
    for (const epoch of await checkpointEpochs(projectId, id)) {
      const row = await readCheckpoint(projectId, id, epoch);
      if (row) yield row;
    }
  }
}
