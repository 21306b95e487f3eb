import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { removeProject } from '#lib/storage/leftovers.ts';
import { recolourClass, renameClass, trashClasses } from './class-commands.ts';
import type { OpenProject } from './open-project.svelte.ts';
import { moveSamples, trashSamples } from './sample-commands.ts';
import { Tabs } from './tabs.ts';
import { addClass, closeAll, inTab, newOpenProject, taken } from './test-open.ts';

let here: OpenProject;
let there: OpenProject;
let cats: string;

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  here = await newOpenProject();
  cats = await addClass(here, 'Cats');
  there = await inTab(here.id);
});

afterEach(async () => {
  vi.restoreAllMocks();
  await closeAll();
});

const names = (project: OpenProject) => project.classes.map(({ name }) => name);

/** Nothing that this test's tabs say arrives. */
function deaf(): void {
  vi.spyOn(Tabs.prototype, 'tell').mockImplementation(() => undefined);
}

describe('two tabs on one project', () => {
  it('show the same, whoever acts', async () => {
    const heard: string[][] = [];
    there.onChange(({ put }) => heard.push(put.map(({ id }) => id)));
    const [a] = await here.addSamples(cats, [taken('a')]);
    await vi.waitFor(() => expect(there.samplesOf(cats)).toEqual([a]));
    expect(heard).toEqual([[a!.id]]);
    await there.undo();
    await vi.waitFor(() => expect(here.samplesOf(cats)).toEqual([]));
    expect(here.redoable).toEqual(there.redoable);
  });

  it('both record at once: nothing is lost, neither shows less than is on disk', async () => {
    const dogs = await addClass(here, 'Dogs');
    await vi.waitFor(() => expect(names(there)).toHaveLength(2));
    const frames = (project: OpenProject, classId: string) =>
      Array.from({ length: 25 }, (_, i) =>
        project.addSamples(classId, [taken(`${classId} ${i}`, classId)]),
      );
    const saved = await Promise.all([...frames(here, cats), ...frames(there, dogs)]);
    expect(saved.flat()).toHaveLength(50);
    const count = (project: OpenProject) => [
      project.samplesOf(cats).length,
      project.samplesOf(dogs).length,
    ];
    await vi.waitFor(() => {
      expect(count(here)).toEqual([25, 25]);
      expect(count(there)).toEqual([25, 25]);
    });
  });

  it('an intention that still holds is done on the rows as they are', async () => {
    deaf();
    await there.perform(renameClass(cats, 'Felines'));
    expect(names(here)).toEqual(['Cats']);
    expect(await here.perform(recolourClass(cats, 7))).toBe(true);
    expect(here.classes).toMatchObject([{ name: 'Felines', colour: 7 }]);
  });

  it('one that does not is refused, and the tab shows what is there', async () => {
    const dogs = await addClass(here, 'Dogs');
    const [a] = await here.addSamples(cats, [taken('a')]);
    deaf();
    await there.refresh();
    await there.perform(trashClasses([dogs]));
    expect(await here.perform(moveSamples([a!.id], dogs))).toBe(false);
    expect(here.failure?.code).toBe('changed-elsewhere');
    expect(names(here)).toEqual(['Cats']);
    expect(here.samplesOf(cats)).toEqual([a]);
    expect(await here.addSamples(dogs, [taken('b')])).toEqual([]);
  });

  it('Undo takes back nothing unseen', async () => {
    deaf();
    const [a] = await here.addSamples(cats, [taken('a')]);
    await there.refresh();
    await there.perform(trashSamples([a!.id]));
    expect(await here.undo()).toBe(false);
    expect(here.failure?.code).toBe('changed-elsewhere');
    expect(here.undoable).toMatchObject({ action: 'trash-samples' });
    expect(await here.undo()).toBe(true);
    expect(here.samplesOf(cats)).toEqual([a]);
  });

  it('a tab that missed a message reads everything anew', async () => {
    const tell = vi.spyOn(Tabs.prototype, 'tell').mockImplementationOnce(() => undefined);
    await here.addSamples(cats, [taken('missed')]);
    await here.addSamples(cats, [taken('heard')]);
    expect(tell).toHaveBeenCalledTimes(2);
    await vi.waitFor(() => expect(there.samplesOf(cats)).toEqual(here.samplesOf(cats)));
    expect(there.samplesOf(cats)).toHaveLength(2);
  });

  it('an emptied trash is empty in both', async () => {
    const [a] = await here.addSamples(cats, [taken('a')]);
    await here.perform(trashSamples([a!.id]));
    await vi.waitFor(() => expect(there.trash.samples).toHaveLength(1));
    await here.emptyTrash();
    await vi.waitFor(() => expect(there.trash.samples).toHaveLength(0));
    expect(there.undoable).toEqual(here.undoable);
  });

  it('one says that its project is gone, and writes nothing to it', async () => {
    await removeProject(here.id);
    expect(await here.addSamples(cats, [taken('a')])).toEqual([]);
    expect(here.gone).toBe(true);
    expect(here.failure?.code).toBe('project-missing');
  });
});
