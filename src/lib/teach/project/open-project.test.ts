import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { importProject } from '#lib/storage/import-project.ts';
import { readPicture } from '#lib/storage/samples.ts';
import { classRow, countRows, projectRow, sampleRow } from '#lib/storage/test-project.ts';
import { renameClass, trashClasses } from './class-commands.ts';
import { OpenProject } from './open-project.svelte.ts';
import { moveSamples, trashSamples } from './sample-commands.ts';
import { addClass, closeAll, inTab, newOpenProject, taken } from './test-open.ts';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

afterEach(async () => {
  vi.restoreAllMocks();
  await closeAll();
});

/** The disk fills up after so many more rows. */
function fullAfter(rows: number): void {
  const put = IDBObjectStore.prototype.put;
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
    this: IDBObjectStore,
    ...row
  ) {
    if (rows-- <= 0) throw new DOMException('full', 'QuotaExceededError');
    return put.apply(this, row);
  });
}

describe('OpenProject', () => {
  it('has on disk what it shows', async () => {
    const project = await newOpenProject();
    const cats = await addClass(project, 'Cats');
    const [cat] = await project.addSamples(cats, [taken('a')]);
    expect(project.samplesOf(cats)).toEqual([cat]);
    const again = await inTab(project.id);
    expect(again.classes).toEqual(project.classes);
    expect(again.samplesOf(cats)).toEqual([cat]);
    expect(again.undoable).toMatchObject({ action: 'add-samples', count: 1 });
    expect(await (await readPicture(project.id, cat!.id))!.text()).toBe('a');
  });

  it('undoes and redoes the frames of a burst as one step', async () => {
    const project = await newOpenProject();
    const cats = await addClass(project, 'Cats');
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

  it('writes frames that wait for the disk together, and says how many wait', async () => {
    const project = await newOpenProject();
    const cats = await addClass(project, 'Cats');
    const before = (await countRows(project.id))['journal']!;
    const frames = Array.from({ length: 40 }, (_, i) =>
      project.addSamples(cats, [taken(String(i), 'hold')]),
    );
    expect(project.waiting).toBe(40);
    const rows = (await Promise.all(frames)).flat();
    expect(project.waiting).toBe(0);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(40);
    expect((await countRows(project.id))['journal']! - before).toBeLessThan(3);
  });

  it('does things in the order in which they were asked for', async () => {
    const project = await newOpenProject();
    const cats = await addClass(project, 'Cats');
    const first = project.addSamples(cats, [taken('a', 'hold')]);
    const undone = project.undo();
    const second = project.addSamples(cats, [taken('b', 'hold')]);
    await Promise.all([first, undone, second]);
    expect(project.samplesOf(cats).map(({ id }) => id)).toEqual([(await second)[0]!.id]);
  });

  it('leaves the list of a class alone when another changes', async () => {
    const project = await newOpenProject();
    const cats = await addClass(project, 'Cats');
    const dogs = await addClass(project, 'Dogs');
    await project.addSamples(cats, [taken('a')]);
    const list = project.samplesOf(cats);
    await project.addSamples(dogs, [taken('b')]);
    expect(project.samplesOf(cats)).toBe(list);
  });

  it('tells who follows which samples show', async () => {
    const project = await newOpenProject();
    const cats = await addClass(project, 'Cats');
    const dogs = await addClass(project, 'Dogs');
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
    const project = await newOpenProject();
    const cats = await addClass(project, 'Cats');
    await addClass(project, 'Dogs');
    expect(await project.perform(renameClass(cats, ' dogs '))).toBe(false);
    expect(project.failure?.code).toBe('class-name-taken');
    expect(await project.perform(renameClass(cats, 'Birds'))).toBe(true);
    expect(project.failure).toBeUndefined();
  });

  it('empties its trash for good', async () => {
    const project = await newOpenProject();
    const cats = await addClass(project, 'Cats');
    const [a] = await project.addSamples(cats, [taken('a')]);
    await project.addSamples(cats, [taken('b')]);
    await project.perform(trashSamples([a!.id]));
    expect(project.trash.samples.map(({ id }) => id)).toEqual([a!.id]);
    await project.emptyTrash();
    expect(project.trash).toEqual({ classes: [], samples: [], runs: [] });
    expect(project.undoable).toBeUndefined();
    await vi.waitFor(async () =>
      expect(await countRows(project.id)).toMatchObject({ pictures: 1 }),
    );
  });
});

describe('a disk that is full', () => {
  it('in the middle of a burst loses nothing that was counted', async () => {
    const project = await newOpenProject();
    const cats = await addClass(project, 'Cats');
    fullAfter(20);
    let counted = 0;
    for (let i = 0; i < 20; i++) {
      const rows = await project.addSamples(cats, [taken(String(i), 'hold')]);
      counted += rows.length;
      expect(project.samplesOf(cats)).toHaveLength(counted);
      if (rows.length === 0) expect(project.failure?.code).toBe('storage-full');
    }
    expect(counted).toBeGreaterThan(0);
    expect(counted).toBeLessThan(20);
    vi.restoreAllMocks();
    const again = await inTab(project.id);
    expect(again.samplesOf(cats)).toEqual(project.samplesOf(cats));
    expect(await countRows(project.id)).toMatchObject({ samples: counted, pictures: counted });

    const [next] = await project.addSamples(cats, [taken('more', 'hold')]);
    expect(next).toBeDefined();
    expect(project.failure).toBeUndefined();
    expect(project.undoable).toMatchObject({ count: counted + 1 });
  });
});

describe('a tab that is killed', () => {
  it('in the middle of a burst has every frame that was counted', async () => {
    const project = await newOpenProject();
    const cats = await addClass(project, 'Cats');
    const frames = Array.from({ length: 30 }, (_, i) =>
      project.addSamples(cats, [taken(String(i), `hold ${i % 3}`)]),
    );
    await frames[10];
    const counted = project.samplesOf(cats).map(({ id }) => id);
    // Another tab sees the disk as a reload would at this moment.
    const again = await OpenProject.open(project.id);
    expect(again.samplesOf(cats).map(({ id }) => id)).toEqual(expect.arrayContaining(counted));
    for (const id of counted) expect(await readPicture(project.id, id)).toBeInstanceOf(Blob);
    await again.close();
    await Promise.all(frames);
  });
});

describe('opening', () => {
  it('10,000 samples takes one request for each store', async () => {
    const samples = Array.from({ length: 10_000 }, (_, i) => sampleRow(`s${i}`));
    await importProject('p', [], () => ({
      project: projectRow(),
      classes: [classRow('cats')],
      samples,
      runs: [],
    }));
    const all = vi.spyOn(IDBObjectStore.prototype, 'getAll');
    const one = vi.spyOn(IDBObjectStore.prototype, 'get');
    const project = await inTab('p');
    expect(all).toHaveBeenCalledTimes(4);
    expect(one).toHaveBeenCalledTimes(2);
    expect(project.sampleCount).toBe(10_000);
  });

  it('a project that is not there fails by name', async () => {
    await expect(OpenProject.open('nowhere')).rejects.toMatchObject({
      failure: { code: 'project-missing' },
    });
  });
});
