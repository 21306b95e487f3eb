/** A project file becomes a new project, whole or not at all. Runs in a worker. */
import { FailureError } from '#lib/failure/failure.ts';
import { importProject } from '#lib/storage/import-project.ts';
import { newId } from '#lib/storage/new-id.ts';
import { textTrunkOf } from '#lib/text/trunks.ts';
import { trunkOf } from '#lib/vision/trunks.ts';
import { openProjectFile, type ProjectFile } from '../project/read-project.ts';
import type { Imported } from '../protocol.ts';
import type { ZipReader } from '#lib/storage/zip/zip-reader.ts';
import type { WorkOptions } from './work-options.ts';

/** @throws FailureError `archive-…`, and of the storage */
export async function importProjectFile(zip: ZipReader, options: WorkOptions): Promise<Imported> {
  const projectId = newId();
  const file = await openProjectFile(zip, projectId);
  const { project, classes, samples } = file.rows;
  // Its heads would make nothing of the embeddings of another trunk.
  const known = project.kind === 'text' ? textTrunkOf(project.trunk) : trunkOf(project.trunk);
  if (!known) throw new FailureError('archive-newer', `trunk ${project.trunk}`);
  await importProject(projectId, counted(file, options), () => file.rows);
  return {
    kind: 'project',
    projectId,
    name: project.name,
    samples: samples.length,
    classes: classes.length,
    unreadable: [],
  };
}

async function* counted(file: ProjectFile, { signal, onProgress }: WorkOptions) {
  let done = 0;
  for await (const piece of file.pieces()) {
    signal?.throwIfAborted();
    yield piece;
    onProgress?.(++done, file.pieceCount);
  }
}
