/** A project for tests: rows as they are in use, and a dump that two equal states share byte for byte. */
import { inTransaction } from './database.ts';
import { withinProject } from './changes.ts';
import { writeUnjournalled } from './journal.ts';
import type { ClassRow, ProjectRow, RunRow, SampleData, SampleRow } from './project-rows.ts';
import { readProject } from './projects.ts';
import { readPictures, readThumbnails } from './samples.ts';

export const projectRow = (id = 'p', more: Partial<ProjectRow> = {}): ProjectRow => ({
  id,
  kind: 'image',
  name: 'Pets',
  createdAt: 1,
  trunk: 'everyday',
  ...more,
});

export const classRow = (id: string, more: Partial<ClassRow> = {}): ClassRow => ({
  id,
  projectId: 'p',
  name: id,
  colour: 0,
  order: 1,
  role: 'answer',
  ...more,
});

export const sampleRow = (id: string, more: Partial<SampleRow> = {}): SampleRow => ({
  id,
  projectId: 'p',
  classId: 'cats',
  burst: id,
  takenAt: 1,
  origin: 'camera',
  width: 4,
  height: 3,
  hash: '0123456789abcdef',
  quality: { sharpness: 1, brightness: 0.5, clipped: 0 },
  part: 'auto',
  ...more,
});

export const runRow = (id: string, more: Partial<RunRow> = {}): RunRow => ({
  id,
  projectId: 'p',
  name: id,
  startedAt: 1,
  endedAt: 2,
  state: 'done',
  settings: { method: 'lda', seed: 1 },
  curve: [{ epoch: 1, loss: Number.NaN }],
  epoch: 1,
  ...more,
});

export const sampleData = (id: string, projectId = 'p'): SampleData => ({
  id,
  projectId,
  picture: new Blob([`picture of ${id}`], { type: 'image/jpeg' }),
  thumbnail: new Blob([`thumbnail of ${id}`], { type: 'image/png' }),
});

/** A stored project with these classes. */
export async function storeProject(id = 'p', ...classIds: readonly string[]): Promise<void> {
  const ids = classIds.length > 0 ? classIds : ['cats'];
  await writeUnjournalled(id, [
    { store: 'projects', key: id, after: projectRow(id) },
    ...ids.map((classId) => ({
      store: 'classes' as const,
      key: classId,
      after: classRow(classId, { projectId: id }),
    })),
  ]);
}

/** Every row of a project and the bytes of its pictures, as text. */
export async function dumpProject(projectId = 'p'): Promise<string> {
  const { project, classes, samples, runs } = await readProject(projectId);
  const ids = samples.map(({ id }) => id);
  const pictures = await readPictures(projectId, ids);
  const thumbnails = await readThumbnails(projectId, ids);
  const bytes = await Promise.all(
    ids.map(async (id) => [id, await bytesOf(pictures.get(id)), await bytesOf(thumbnails.get(id))]),
  );
  return JSON.stringify({ project, classes, samples, runs, bytes }, null, 1);
}

async function bytesOf(blob: Blob | undefined): Promise<string | undefined> {
  return blob && `${blob.type} ${await blob.text()}`;
}

/** How many rows of the project each store holds. */
export async function countRows(projectId = 'p'): Promise<Record<string, number>> {
  const stores = [
    'classes',
    'samples',
    'runs',
    'running-runs',
    'pictures',
    'thumbnails',
    'embeddings',
    'checkpoints',
    'journal',
  ] as const;
  return inTransaction([...stores], 'readonly', async (transaction) => {
    const counts = stores.map(
      async (store) =>
        [store, await transaction.objectStore(store).count(withinProject(projectId))] as const,
    );
    return Object.fromEntries(await Promise.all(counts));
  });
}
