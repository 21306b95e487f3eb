import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collectGarbage } from './collector.ts';
import { closeDatabase } from './database.ts';
import { writeEmbeddings } from './embeddings.ts';
import { commit, readJournal, redo, undo } from './journal.ts';
import { putRunningRun, writeCheckpoint } from './runs.ts';
import { readPictures } from './samples.ts';
import { countRows, runRow, sampleData, sampleRow, storeProject } from './test-project.ts';

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  await storeProject();
});

afterEach(closeDatabase);

const atOnce = () => Promise.resolve();

const add = (id: string, group?: string) =>
  commit('p', {
    action: 'add-samples',
    count: 1,
    changes: [{ store: 'samples', key: id, after: sampleRow(id) }],
    data: [sampleData(id)],
    group,
  });

const embed = (sampleId: string) =>
  writeEmbeddings([
    {
      projectId: 'p',
      trunk: 'everyday',
      augmentation: '',
      sampleId,
      vectors: new Uint16Array(2),
      dimensions: 2,
    },
  ]);

const addRun = (id: string) =>
  commit('p', {
    action: 'train',
    count: 1,
    changes: [{ store: 'runs', key: id, after: runRow(id) }],
  });

const checkpoint = (runId: string, epoch = 1) =>
  writeCheckpoint({ projectId: 'p', runId, epoch, head: { epoch } });

describe('collectGarbage', () => {
  it('keeps what a row or what Redo needs', async () => {
    await add('shown');
    await add('undone');
    await embed('shown');
    await embed('undone');
    await addRun('run');
    await checkpoint('run');
    await undo('p', 3);
    await undo('p', 2);
    expect(await collectGarbage('p', atOnce)).toEqual({
      entries: 0,
      pictures: 0,
      embeddings: 0,
      checkpoints: 0,
    });
    await redo('p', 1);
    expect(await (await readPictures('p', ['undone'])).get('undone')!.text()).toBe(
      'picture of undone',
    );
  });

  it('frees what was undone and can no longer be redone', async () => {
    await add('a');
    await embed('a');
    await addRun('run');
    await checkpoint('run', 1);
    await checkpoint('run', 2);
    await undo('p', 2);
    await undo('p', 1);
    await add('b');
    expect(await collectGarbage('p', atOnce)).toEqual({
      entries: 0,
      pictures: 1,
      embeddings: 1,
      checkpoints: 2,
    });
    expect(await countRows()).toMatchObject({ samples: 1, pictures: 1, thumbnails: 1 });
  });

  it('keeps the weights of a run that trains', async () => {
    await putRunningRun(runRow('training', { state: 'running' }));
    await checkpoint('training');
    expect((await collectGarbage('p', atOnce)).checkpoints).toBe(0);
  });

  it('leaves alone what is written while it works', async () => {
    await add('a');
    await undo('p', 1);
    let pauses = 0;
    await collectGarbage('p', async () => {
      if (pauses++ === 1) await add('b');
    });
    expect([...(await readPictures('p', ['a', 'b'])).keys()]).toEqual(['b']);
  });

  it('forgets the oldest steps, a group whole, and what only they kept', async () => {
    await add('gone', 'hold 1');
    await add('gone too', 'hold 1');
    await add('b', 'hold 2');
    await add('c', 'hold 2');
    await add('d');
    const limits = { steps: 2, changes: 100 };
    expect((await collectGarbage('p', atOnce, limits)).entries).toBe(2);
    expect((await readJournal('p')).map(({ sequence }) => sequence)).toEqual([3, 4, 5]);
    await undo('p', 5);
    const { cursor } = await undo('p', 4);
    expect(cursor).toMatchObject({ done: 2, undoable: undefined });
    expect(await countRows()).toMatchObject({ samples: 2, pictures: 5 });
    expect((await redo('p', 2)).cursor.done).toBe(4);
  });

  it('keeps the newest step however large it is', async () => {
    await add('a');
    await add('b');
    expect((await collectGarbage('p', atOnce, { steps: 9, changes: 0 })).entries).toBe(1);
    expect((await readJournal('p')).map(({ sequence }) => sequence)).toEqual([2]);
  });

  it('forgets nothing that can be redone', async () => {
    for (const id of ['a', 'b', 'c']) await add(id);
    await undo('p', 3);
    await undo('p', 2);
    await undo('p', 1);
    expect((await collectGarbage('p', atOnce, { steps: 1, changes: 100 })).entries).toBe(0);
    await redo('p', 0);
    expect(await readPictures('p', ['a'])).toHaveProperty('size', 1);
  });

  it('can stop at any point without harm', async () => {
    await add('a');
    await undo('p', 1);
    await add('b');
    await expect(
      collectGarbage('p', () => Promise.reject(new Error('the page is closing'))),
    ).rejects.toThrow('the page is closing');
    expect((await collectGarbage('p', atOnce)).pictures).toBe(1);
  });
});
