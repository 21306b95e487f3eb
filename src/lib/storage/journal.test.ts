import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { closeDatabase } from './database.ts';
import { commit, readJournal, redo, undo, writeUnjournalled, type Draft } from './journal.ts';
import type { SampleRow } from './project-rows.ts';
import { readCursor } from './projects.ts';
import {
  classRow,
  countRows,
  dumpProject,
  projectRow,
  sampleData,
  sampleRow,
  storeProject,
} from './test-project.ts';

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  await storeProject('p', 'cats', 'dogs', 'birds');
});

afterEach(async () => {
  vi.restoreAllMocks();
  await closeDatabase();
});

const adding = (ids: readonly string[], group?: string): Draft => ({
  action: 'add-samples',
  count: ids.length,
  changes: ids.map((id) => ({ store: 'samples', key: id, after: sampleRow(id) })),
  data: ids.map((id) => sampleData(id)),
  group,
});

const replacing = (before: SampleRow, after: SampleRow): Draft => ({
  action: 'move-samples',
  count: 1,
  changes: [{ store: 'samples', key: before.id, before, after }],
});

const failing = (code: string) => ({ failure: { code } });

describe('commit', () => {
  it('writes rows, pictures, entry and cursor', async () => {
    const { cursor } = await commit('p', adding(['a', 'b']));
    expect(cursor).toMatchObject({
      done: 1,
      last: 1,
      undoable: { action: 'add-samples', count: 2 },
      tally: { cats: 2 },
    });
    expect(await readCursor('p')).toEqual(cursor);
    expect(await countRows()).toMatchObject({ samples: 2, pictures: 2, thumbnails: 2, journal: 1 });
  });

  it('overwrites nothing that another tab changed', async () => {
    await commit('p', adding(['a']));
    await commit('p', replacing(sampleRow('a'), sampleRow('a', { classId: 'dogs' })));
    const before = await dumpProject();
    const stale = replacing(sampleRow('a'), sampleRow('a', { classId: 'birds' }));
    await expect(commit('p', stale)).rejects.toMatchObject(failing('changed-elsewhere'));
    await expect(commit('p', adding(['b', 'a']))).rejects.toMatchObject(
      failing('changed-elsewhere'),
    );
    expect(await dumpProject()).toBe(before);
    expect(await countRows()).toMatchObject({ samples: 1, pictures: 1, journal: 2 });
  });

  it('sees a changed row among very many', async () => {
    const ids = Array.from({ length: 300 }, (_, i) => `s${i}`);
    await commit('p', adding(ids));
    const moving = (from: string, to: string): Draft => ({
      action: 'move-samples',
      count: 300,
      changes: ids.map((id) => ({
        store: 'samples',
        key: id,
        before: sampleRow(id, { classId: from }),
        after: sampleRow(id, { classId: to }),
      })),
    });
    await commit('p', moving('cats', 'dogs'));
    await expect(commit('p', moving('cats', 'birds'))).rejects.toMatchObject(
      failing('changed-elsewhere'),
    );
    expect((await readCursor('p')).tally).toEqual({ dogs: 300 });
  });

  it('puts no sample into a class that another tab trashed', async () => {
    const before = classRow('dogs');
    const after = { ...before, trashedAt: 5 };
    await commit('p', {
      action: 'trash-class',
      count: 1,
      changes: [{ store: 'classes', key: 'dogs', before, after }],
    });
    await commit('p', adding(['a']));
    const stale = replacing(sampleRow('a'), sampleRow('a', { classId: 'dogs' }));
    await expect(commit('p', stale)).rejects.toMatchObject(failing('changed-elsewhere'));
    expect((await readCursor('p')).tally).toEqual({ cats: 1 });
  });

  it('does not bring back rows of a project that is gone', async () => {
    const elsewhere = adding(['a']);
    await expect(commit('gone', elsewhere)).rejects.toMatchObject(failing('project-missing'));
    expect(await countRows('gone')).toMatchObject({ samples: 0, journal: 0 });
  });

  it('writes nothing when the disk is full in the middle, and works again afterwards', async () => {
    await commit('p', adding(['a']));
    const before = [await dumpProject(), await countRows(), await readCursor('p')];
    const put = IDBObjectStore.prototype.put;
    let left = 3;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
      this: IDBObjectStore,
      ...row
    ) {
      if (left-- === 0) throw new DOMException('full', 'QuotaExceededError');
      return put.apply(this, row);
    });
    await expect(commit('p', adding(['b', 'c']))).rejects.toMatchObject(failing('storage-full'));
    vi.restoreAllMocks();
    expect([await dumpProject(), await countRows(), await readCursor('p')]).toEqual(before);
    await commit('p', adding(['b', 'c']));
    expect((await readCursor('p')).tally).toEqual({ cats: 3 });
  });

  it('says that the disk is full when only the end of the transaction finds out', async () => {
    const put = IDBObjectStore.prototype.put;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
      this: IDBObjectStore,
      ...row
    ) {
      const request = put.apply(this, row);
      const { transaction } = this;
      if (this.name === 'journal-cursors') {
        request.addEventListener('success', () => {
          Object.defineProperty(transaction, 'error', {
            value: new DOMException('full', 'QuotaExceededError'),
          });
          transaction.abort();
        });
      }
      return request;
    });
    await expect(commit('p', adding(['a']))).rejects.toMatchObject(failing('storage-full'));
    vi.restoreAllMocks();
    expect(await countRows()).toMatchObject({ samples: 0, pictures: 0, journal: 0 });
  });

  it('drops what could be redone', async () => {
    await commit('p', adding(['a']));
    await commit('p', adding(['b']));
    await undo('p', 2);
    await undo('p', 1);
    const { cursor } = await commit('p', adding(['c']));
    expect(cursor).toMatchObject({ done: 1, last: 1, redoable: undefined });
    expect((await readJournal('p')).map(({ sequence }) => sequence)).toEqual([1]);
  });

  it('gives two tabs that write at once one sequence', async () => {
    await Promise.all(['a', 'b', 'c', 'd'].map((id) => commit('p', adding([id]))));
    expect((await readJournal('p')).map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
    expect((await readCursor('p')).tally).toEqual({ cats: 4 });
  });
});

describe('undo and redo', () => {
  it('put back what was, byte for byte', async () => {
    const states = [await dumpProject()];
    await commit('p', adding(['a', 'b']));
    states.push(await dumpProject());
    await commit('p', replacing(sampleRow('a'), sampleRow('a', { classId: 'dogs' })));
    states.push(await dumpProject());
    await undo('p', 2);
    expect(await dumpProject()).toBe(states[1]);
    await undo('p', 1);
    expect(await dumpProject()).toBe(states[0]);
    await redo('p', 0);
    expect(await dumpProject()).toBe(states[1]);
    const { cursor } = await redo('p', 1);
    expect(await dumpProject()).toBe(states[2]);
    expect(cursor).toMatchObject({ undoable: { action: 'move-samples' }, redoable: undefined });
  });

  it('take the entries of a group as one step, in one write', async () => {
    await commit('p', adding(['a'], 'hold 1'));
    await commit('p', adding(['b'], 'hold 2'));
    const { cursor } = await commit('p', adding(['c'], 'hold 2'));
    expect(cursor.undoable).toEqual({ action: 'add-samples', count: 2, group: 'hold 2' });
    const undone = await undo('p', 3);
    expect(undone.changes).toHaveLength(2);
    expect(undone.cursor).toMatchObject({
      done: 1,
      undoable: { count: 1, group: 'hold 1' },
      redoable: { count: 2, group: 'hold 2' },
    });
    expect((await redo('p', 1)).cursor.done).toBe(3);
  });

  it('call a step of several actions after the one that touches most', async () => {
    const birds = classRow('more birds');
    await commit('p', {
      action: 'add-class',
      count: 1,
      group: 'upload',
      changes: [{ store: 'classes', key: birds.id, after: birds }],
    });
    await commit('p', adding(['a', 'b'], 'upload'));
    const step = { action: 'add-samples', count: 2, group: 'upload' };
    expect((await readCursor('p')).undoable).toEqual(step);
    expect((await undo('p', 2)).cursor).toMatchObject({ done: 0, redoable: step });
    expect((await redo('p', 0)).cursor.undoable).toEqual(step);
  });

  it('do nothing where there is nothing', async () => {
    expect((await undo('p', 0)).changes).toEqual([]);
    expect((await redo('p', 0)).changes).toEqual([]);
  });

  it('take back nothing that the caller has not seen', async () => {
    await commit('p', adding(['a']));
    await commit('p', adding(['b']));
    await expect(undo('p', 1)).rejects.toMatchObject(failing('changed-elsewhere'));
    expect((await readCursor('p')).done).toBe(2);
  });

  it('refuse to overwrite a row that was changed outside the journal', async () => {
    const renamed = { ...projectRow(), name: 'Animals' };
    await commit('p', {
      action: 'rename-project',
      count: 1,
      changes: [{ store: 'projects', key: 'p', before: projectRow(), after: renamed }],
    });
    await writeUnjournalled('p', [
      { store: 'projects', key: 'p', before: renamed, after: { ...renamed, name: 'Beasts' } },
    ]);
    await expect(undo('p', 1)).rejects.toMatchObject(failing('changed-elsewhere'));
    expect(await dumpProject()).toContain('Beasts');
  });
});
