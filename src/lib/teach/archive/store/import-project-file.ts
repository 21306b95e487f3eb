/** A project file becomes a new project, whole or not at all. Runs in a worker. */
import { FailureError } from '#lib/failure/failure.ts';
import { importProject } from '#lib/storage/import-project.ts';
import { newId } from '#lib/storage/new-id.ts';
import { textTrunkOf } from '#lib/text/trunks.ts';
import { installedTrunk } from '#lib/vision/installed/trunk-spec.ts';
import { DEFAULT_TRUNK, trunkOf } from '#lib/vision/trunks.ts';
import { trunkOfRun } from '../../trunk/trunk-of.ts';
import type { ProjectFileRows } from '../project/project-schema.ts';
import { openProjectFile, type ProjectFile } from '../project/read-project.ts';
import type { Imported } from '../protocol.ts';
import type { ZipReader } from '#lib/storage/zip/zip-reader.ts';
import type { WorkOptions } from './work-options.ts';

/** @throws FailureError `archive-…`, and of the storage */
export async function importProjectFile(zip: ZipReader, options: WorkOptions): Promise<Imported> {
  const projectId = newId();
  const file = await openProjectFile(zip, projectId);
  const { classes, samples } = file.rows;
  const { rows, absentTrunk } = await onTrunkOfThisDevice(file.rows);
  const { project } = rows;
  await importProject(projectId, counted(file, options), () => rows);
  return {
    kind: 'project',
    projectId,
    name: project.name,
    samples: samples.length,
    classes: classes.length,
    unreadable: [],
    ...(absentTrunk !== undefined && { absentTrunk }),
  };
}

/**
 * A project of pictures whose trunk is not here is looked at again with the default one. Its runs are
 * kept for the day that the trunk is, but none can answer.
 */
async function onTrunkOfThisDevice(
  rows: ProjectFileRows,
): Promise<{ readonly rows: ProjectFileRows; readonly absentTrunk?: string }> {
  const { project, runs } = rows;
  const { trunk, kind, liveRun, ...rest } = project;
  if (kind === 'text') {
    // Its heads would make nothing of the embeddings of another encoder.
    if (!textTrunkOf(trunk)) throw new FailureError('archive-newer', `trunk ${trunk}`);
    return { rows };
  }
  const isHere = async (id: string) => trunkOf(id) ?? (await installedTrunk(id));
  if (await isHere(trunk)) return { rows };
  const run = runs.find(({ id }) => id === liveRun);
  const answers = run && (run.settings['method'] === 'cnn' || (await isHere(trunkOfRun(run))));
  const moved = { ...rest, kind, trunk: DEFAULT_TRUNK, ...(answers && liveRun && { liveRun }) };
  return { rows: { ...rows, project: moved }, absentTrunk: trunk };
}

async function* counted(file: ProjectFile, { signal, onProgress }: WorkOptions) {
  let done = 0;
  for await (const piece of file.pieces()) {
    signal?.throwIfAborted();
    yield piece;
    onProgress?.(++done, file.pieceCount);
  }
}
