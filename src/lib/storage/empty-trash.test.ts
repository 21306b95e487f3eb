import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collectGarbage } from './collector.ts';
import { closeDatabase } from './database.ts';
import { emptyTrash } from './empty-trash.ts';
import { commit, readJournal, undo, type Draft } from './journal.ts';
import type { Change } from './project-rows.ts';
import { readCursor, readProject } from './projects.ts';
import {
  classRow,
  countRows,
  dumpProject,
  projectRow,
  runRow,
  sampleData,
  sampleRow,
  storeProject,
} from './test-project.ts';

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  await storeProject('p', 'cats', 'dogs');
});

afterEach(closeDatabase);

const draft = (changes: readonly Change[]): Draft => ({ action: 'x', count: 1, changes });

const add = (id: string, classId = 'cats') =>
  commit('p', {
    ...draft([{ store: 'samples', key: id, after: sampleRow(id, { classId }) }]),
    data: [sampleData(id)],
  });

const change = (before: ReturnType<typeof sampleRow>, after: typeof before) =>
  commit('p', draft([{ store: 'samples', key: before.id, before, after }]));

describe('emptyTrash', () => {
  it('removes trashed samples for good, with their pictures', async () => {
    await add('kept');
    await add('gone');
    await change(sampleRow('gone'), sampleRow('gone', { trashedAt: 5 }));
    expect(await emptyTrash('p')).toBe(1);
    await collectGarbage('p', () => Promise.resolve());
    expect(await countRows()).toMatchObject({ samples: 1, pictures: 1, thumbnails: 1 });
    expect((await readCursor('p')).tally).toEqual({ cats: 1 });
  });

  it('removes a trashed class with all its samples', async () => {
    await add('a');
    await add('elsewhere', 'dogs');
    const before = classRow('cats');
    const after = { ...before, trashedAt: 5 };
    await commit('p', draft([{ store: 'classes', key: 'cats', before, after }]));
    expect(await emptyTrash('p')).toBe(2);
    const { samples, classes, cursor } = await readProject('p');
    expect([samples.map(({ id }) => id), classes]).toEqual([['elsewhere'], [classRow('dogs')]]);
    expect(cursor.tally).toEqual({ dogs: 1 });
  });

  it('forgets everything up to what spoke of it, and keeps what came after', async () => {
    await add('kept');
    await add('gone');
    await change(sampleRow('gone'), sampleRow('gone', { trashedAt: 5 }));
    const state = await dumpProject();
    await add('later');
    await emptyTrash('p');
    expect((await readJournal('p')).map(({ sequence }) => sequence)).toEqual([4]);
    const { cursor } = await undo('p', 4);
    expect(cursor).toMatchObject({ done: 3, undoable: undefined, redoable: { action: 'x' } });
    expect(state).toContain('"gone"');
    expect(await dumpProject()).not.toContain('"gone"');
  });

  it('never lets Undo put a sample into a class that is gone', async () => {
    const birds = classRow('birds');
    await commit('p', draft([{ store: 'classes', key: 'birds', after: birds }]));
    await add('a', 'birds');
    await change(sampleRow('a', { classId: 'birds' }), sampleRow('a'));
    const trashed = { ...birds, trashedAt: 5 };
    await commit('p', draft([{ store: 'classes', key: 'birds', before: birds, after: trashed }]));
    await emptyTrash('p');
    expect(await readCursor('p')).toMatchObject({ undoable: undefined, redoable: undefined });
    expect((await readProject('p')).samples).toEqual([sampleRow('a')]);
  });

  it('drops what could be redone from where it speaks of it', async () => {
    await add('gone');
    await change(sampleRow('gone'), sampleRow('gone', { trashedAt: 5 }));
    await add('b');
    await change(
      sampleRow('gone', { trashedAt: 5 }),
      sampleRow('gone', { trashedAt: 5, part: 'test' }),
    );
    await undo('p', 4);
    await undo('p', 3);
    await emptyTrash('p');
    expect((await readJournal('p')).map(({ sequence }) => sequence)).toEqual([3]);
    expect(await readCursor('p')).toMatchObject({ done: 2, last: 3, redoable: { count: 1 } });
  });

  it('lets the instant head answer where the run that did is gone', async () => {
    const run = runRow('run', { trashedAt: 5 });
    const live = { ...projectRow(), liveRun: 'run' };
    await commit(
      'p',
      draft([
        { store: 'runs', key: 'run', after: run },
        { store: 'projects', key: 'p', before: projectRow(), after: live },
      ]),
    );
    expect(await emptyTrash('p')).toBe(1);
    expect((await readProject('p')).project).toEqual(projectRow());
  });

  it('does nothing where the trash is empty', async () => {
    await add('a');
    const before = await readCursor('p');
    expect(await emptyTrash('p')).toBe(0);
    expect(await readCursor('p')).toEqual(before);
  });
});
