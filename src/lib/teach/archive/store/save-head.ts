/** What a project has learnt, without its samples: a few kilobytes, since the trunk is on both sides. Runs in a worker. */
import { newId } from '#lib/storage/new-id.ts';
import type { CheckpointRow, RunRow } from '#lib/storage/project-rows.ts';
import { readProject } from '#lib/storage/projects.ts';
import type { Checkpoint } from '../../trainer/checkpoint.ts';
import type { Answerer } from '../../trainer/protocol.ts';
import { writeProject } from '../project/write-project.ts';
import type { SavedFile } from '../protocol.ts';
import { fileNameFor } from '#lib/storage/zip/entry-name.ts';
import { shownRows } from './save-project.ts';
import type { WorkOptions } from './work-options.ts';

/**
 * A project file of the classes and one run that answers as `answerer` does now.
 * @throws FailureError `project-missing`, and of the storage
 */
export async function saveHead(
  projectId: string,
  answerer: Answerer,
  { signal, onProgress }: WorkOptions,
): Promise<SavedFile> {
  const { project, classes } = shownRows(await readProject(projectId));
  const at = new Date();
  const run: RunRow = {
    id: newId(),
    projectId,
    name: project.name,
    startedAt: at.getTime(),
    endedAt: at.getTime(),
    state: 'done',
    ...(answerer.trunk !== undefined && { trunk: answerer.trunk }),
    settings: { method: methodOf(answerer), origin: 'hand-over' },
    curve: [],
    epoch: 1,
  };
  const head: Checkpoint = { answerer };
  const blob = await writeProject(
    {
      rows: { project: { ...project, liveRun: run.id }, classes, samples: [], runs: [run] },
      data: one<never>(),
      checkpoints: one<CheckpointRow>({ projectId, runId: run.id, epoch: 1, head }),
    },
    { at, signal, onProgress },
  );
  return { blob, fileName: `${fileNameFor(project.name, 'project')}-head.aprendiz.zip` };
}

const methodOf = ({ head, tail }: Answerer) => tail?.kind ?? head.method;

async function* one<T>(...items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}
