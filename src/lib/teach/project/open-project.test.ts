import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closeDatabase } from '#lib/storage/database.ts';
import { newId } from '#lib/storage/new-id.ts';
import { readPicture } from '#lib/storage/samples.ts';
import { addClasses, renameClass, trashClasses } from './class-commands.ts';
import { OpenProject } from './open-project.svelte.ts';
import { ProjectList } from './project-list.svelte.ts';
import { moveSamples, type TakenSample } from './sample-commands.ts';

const opened: OpenProject[] = [];

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

afterEach(async () => {
  for (const project of opened.splice(0)) await project.close();
  await closeDatabase();
});

async function newProject(): Promise<OpenProject> {
  const id = await new ProjectList().create('image', 'Pets', 'trunk');
  return reopened(id!);
}

async function reopened(id: string): Promise<OpenProject> {
  const project = await OpenProject.open(id);
  opened.push(project);
  return project;
}

async function withClass(project: OpenProject, name: string): Promise<string> {
  const id = newId();
  expect(await project.perform(addClasses([{ id, name, base: 'Class' }]))).toBe(true);
  return id;
}

function taken(content: string, burst = content): TakenSample {
  return {
    burst,
    takenAt: 1,
    origin: 'camera',
    picture: new Blob([content], { type: 'image/jpeg' }),
    thumbnail: new Blob([`small ${content}`], { type: 'image/jpeg' }),
  };
}

describe('OpenProject', () => {
  it('has on disk what it shows', async () => {
    const project = await newProject();
    const cats = await withClass(project, 'Cats');
    const [cat] = await project.addSamples(cats, [taken('a')]);
    expect(project.samplesOf(cats)).toEqual([cat]);
    const again = await reopened(project.id);
    expect(again.classes).toEqual(project.classes);
    expect(again.samplesOf(cats)).toEqual([cat]);
    expect(again.undoable).toMatchObject({ action: 'add-samples', count: 1 });
    expect(await (await readPicture(project.id, cat!.id))!.text()).toBe('a');
  });

  it('undoes and redoes the frames of a burst as one step', async () => {
    const project = await newProject();
    const cats = await withClass(project, 'Cats');
    await Promise.all(['a', 'b', 'c'].map((x) => project.addSamples(cats, [taken(x, 'hold')])));
    await project.addSamples(cats, [taken('d', 'hold')]);
    expect(project.undoable).toMatchObject({ action: 'add-samples', count: 4 });
    await project.undo();
    expect(project.samplesOf(cats)).toEqual([]);
    expect(project.undoable).toMatchObject({ action: 'add-class' });
    expect(project.redoable).toMatchObject({ action: 'add-samples', count: 4 });
    await project.redo();
    expect(project.samplesOf(cats)).toHaveLength(4);
  });

  it('tells who follows which samples show', async () => {
    const project = await newProject();
    const cats = await withClass(project, 'Cats');
    const dogs = await withClass(project, 'Dogs');
    const heard: [string[], string[]][] = [];
    project.onChange(({ put, removed }) => heard.push([put.map((s) => s.id), [...removed]]));
    const [a] = await project.addSamples(cats, [taken('a')]);
    await project.perform(moveSamples([a!.id], dogs));
    await project.perform(trashClasses([dogs]));
    await project.undo();
    expect(heard).toEqual([
      [[a!.id], []],
      [[a!.id], []],
      [[], [a!.id]],
      [[a!.id], []],
    ]);
  });

  it('refuses a name that is taken, and says so', async () => {
    const project = await newProject();
    const cats = await withClass(project, 'Cats');
    await withClass(project, 'Dogs');
    expect(await project.perform(renameClass(cats, ' dogs '))).toBe(false);
    expect(project.failure?.code).toBe('class-name-taken');
    expect(await project.perform(renameClass(cats, 'Birds'))).toBe(true);
    expect(project.failure).toBeUndefined();
  });
});
