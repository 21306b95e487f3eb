import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { countRows } from '#lib/storage/test-project.ts';
import { renameProject } from './commands.ts';
import { ProjectList } from './project-list.svelte.ts';
import { trashSamples } from './sample-commands.ts';
import { addClass, closeAll, inTab, storedProject, taken } from './test-open.ts';

const lists: ProjectList[] = [];

async function listed(): Promise<ProjectList> {
  const list = new ProjectList();
  lists.push(list);
  await list.load();
  return list;
}

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

afterEach(async () => {
  vi.restoreAllMocks();
  for (const list of lists.splice(0)) list.close();
  await closeAll();
});

const names = (list: ProjectList) => list.projects!.map(({ project }) => project.name);
const row = (list: ProjectList, id: string) =>
  [...list.projects!, ...list.trashed].find(({ project }) => project.id === id)!.project;

describe('ProjectList', () => {
  it('counts what shows, and shows it', async () => {
    const project = await inTab(await storedProject());
    const cats = await addClass(project, 'Cats');
    const dogs = await addClass(project, 'Dogs');
    const [first] = await project.addSamples(cats, [taken('a'), taken('b')]);
    await project.addSamples(dogs, [taken('c')]);
    await project.perform(trashSamples([first!.id]));
    const [summary] = (await listed()).projects!;
    expect(summary).toMatchObject({ classCount: 2, sampleCount: 2 });
    expect(await Promise.all(summary!.covers.map((cover) => cover.text()))).toEqual([
      'small b',
      'small c',
    ]);
  });

  it('renames, which the project itself can undo', async () => {
    const id = await storedProject('Pets');
    const list = await listed();
    await list.rename(row(list, id), ' Beasts ');
    expect(names(list)).toEqual(['Beasts']);
    const project = await inTab(id);
    expect(project.undoable).toMatchObject({ action: 'rename-project' });
    await project.undo();
    expect(project.project.name).toBe('Pets');
  });

  it('copies a project, and removes the original for good', async () => {
    const project = await inTab(await storedProject());
    const cats = await addClass(project, 'Cats');
    await project.addSamples(cats, [taken('a')]);
    const list = await listed();
    const copy = await list.duplicate(project.project, 'Pets again');
    expect(names(list)).toContain('Pets again');
    await list.trash(row(list, project.id));
    expect([names(list), list.trashed.length]).toEqual([['Pets again'], 1]);
    await list.emptyTrash();
    expect(list.trashed).toEqual([]);
    await vi.waitFor(async () =>
      expect(await countRows(project.id)).toMatchObject({ samples: 0, pictures: 0 }),
    );
    expect(await countRows(copy)).toMatchObject({ samples: 1, pictures: 1 });
  });

  it('puts a project back as it was', async () => {
    const id = await storedProject();
    const list = await listed();
    const before = row(list, id);
    await list.trash(before);
    await list.restore(row(list, id));
    expect(row(list, id)).toStrictEqual(before);
  });

  it('weighs projects', async () => {
    const project = await inTab(await storedProject());
    const cats = await addClass(project, 'Cats');
    await project.addSamples(cats, [taken('1234'), taken('5678')]);
    const list = await listed();
    await list.measure();
    expect(list.sizes.get(project.id)).toBe(2 * ('1234'.length + 'small 1234'.length));
  });

  it('says when something could not be done, and shows what is there', async () => {
    const id = await storedProject('Pets');
    const list = await listed();
    const stale = row(list, id);
    const project = await inTab(id);
    await project.perform(renameProject('Beasts'));
    await list.trash(stale);
    expect(list.failure?.code).toBe('changed-elsewhere');
    expect(names(list)).toEqual(['Beasts']);
    await list.trash(row(list, id));
    expect(list.failure).toBeUndefined();
  });

  it('follows names, copies and the trash in other tabs', async () => {
    const id = await storedProject('Plants');
    const list = await listed();
    const other = await listed();
    await other.rename(row(other, id), 'Flowers');
    await vi.waitFor(() => expect(names(list)).toEqual(['Flowers']), 2000);
    await other.duplicate(row(other, id), 'Trees');
    await vi.waitFor(() => expect(names(list)).toContain('Trees'), 2000);
    await other.trash(row(other, id));
    await vi.waitFor(() => expect(list.trashed).toHaveLength(1), 2000);
  });
});
