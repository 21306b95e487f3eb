import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { copyProject } from './copy-project.ts';
import { closeDatabase, inTransaction } from './database.ts';
import { readEmbeddings, writeEmbeddings } from './embeddings.ts';
import { importProject, type Bulk } from './import-project.ts';
import { commit } from './journal.ts';
import { lendBulk } from './lend-bulk.ts';
import { collectLeftovers, importLock, removeProject } from './leftovers.ts';
import { holdLock } from './locks.ts';
import { listProjects } from './projects.ts';
import { readCheckpoint, writeCheckpoint } from './runs.ts';
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

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

afterEach(async () => {
  vi.restoreAllMocks();
  await closeDatabase();
});

const atOnce = () => Promise.resolve();
const ids = Array.from({ length: 150 }, (_, i) => `s${String(i).padStart(3, '0')}`);

function* bulk(projectId = 'p'): Generator<Bulk> {
  for (const id of ids) {
    yield { kind: 'sample-data', data: sampleData(id, projectId) };
    yield { kind: 'embedding', row: embedding(id, projectId) };
  }
  yield { kind: 'checkpoint', row: { projectId, runId: 'run', epoch: 1, head: { a: 1 } } };
}

const embedding = (sampleId: string, projectId = 'p') => ({
  projectId,
  trunk: 'everyday',
  augmentation: '',
  sampleId,
  vectors: new Uint16Array([1, 2]),
  dimensions: 2,
});

const rows = () => ({
  project: projectRow(),
  classes: [classRow('cats')],
  samples: ids.map((id) => sampleRow(id)),
  runs: [runRow('run')],
});

describe('importProject', () => {
  it('brings in rows and bulk', async () => {
    await importProject('p', bulk(), rows);
    const [summary] = await listProjects();
    expect(summary).toMatchObject({ sampleCount: 150, classCount: 1 });
    expect(summary!.covers).toHaveLength(4);
    expect(await countRows()).toMatchObject({
      samples: 150,
      pictures: 150,
      thumbnails: 150,
      embeddings: 150,
      checkpoints: 1,
    });
    await collectLeftovers(atOnce);
    expect(await countRows()).toMatchObject({ pictures: 150 });
  });

  it('shows nothing and leaves nothing when its source breaks off', async () => {
    async function* broken(): AsyncGenerator<Bulk> {
      for (const piece of bulk()) {
        if (piece.kind === 'checkpoint') throw new Error('cut short');
        expect(await listProjects()).toEqual([]);
        yield piece;
      }
    }
    await expect(importProject('p', broken(), rows)).rejects.toThrow('cut short');
    expect(await listProjects()).toEqual([]);
    expect(await countRows()).toMatchObject({ samples: 0, pictures: 0, embeddings: 0 });
  });

  it('leaves nothing when the disk is full before the rows are there', async () => {
    const put = IDBObjectStore.prototype.put;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
      this: IDBObjectStore,
      ...row
    ) {
      if (this.name === 'samples') throw new DOMException('full', 'QuotaExceededError');
      return put.apply(this, row);
    });
    await expect(importProject('p', bulk(), rows)).rejects.toMatchObject({
      failure: { code: 'storage-full' },
    });
    expect(await listProjects()).toEqual([]);
    expect(await countRows()).toMatchObject({ classes: 0, samples: 0, pictures: 0 });
  });

  it('is collected at the next start where its tab was killed', async () => {
    await inTransaction(['leftovers', 'pictures'], 'readwrite', async (transaction) => {
      await transaction.objectStore('leftovers').put({ projectId: 'p', since: 1 });
      for (const id of ids) {
        await transaction.objectStore('pictures').put({ projectId: 'p', id, picture: new Blob() });
      }
    });
    await collectLeftovers(atOnce);
    expect(await countRows()).toMatchObject({ pictures: 0 });
    await importProject('p', bulk(), rows);
    expect(await countRows()).toMatchObject({ pictures: 150 });
  });

  it('is left alone while it goes on', async () => {
    let pieces = 0;
    let die = () => {};
    const dying = new Promise<never>((_, reject) => {
      die = () => reject(new Error('died'));
    });
    async function* slow(): AsyncGenerator<Bulk> {
      for (const piece of bulk()) {
        if (pieces++ === 130) await dying;
        yield piece;
      }
    }
    const importing = importProject('p', slow(), rows);
    await vi.waitFor(async () => expect((await countRows()).pictures).toBeGreaterThan(60));
    await collectLeftovers(atOnce);
    expect((await countRows()).pictures).toBeGreaterThan(60);
    die();
    await expect(importing).rejects.toThrow('died');
    expect(await countRows()).toMatchObject({ pictures: 0, thumbnails: 0, embeddings: 0 });
  });

  it('refuses an id that is taken, by a project or by another import', async () => {
    await storeProject();
    await expect(importProject('p', bulk(), rows)).rejects.toMatchObject({
      failure: { code: 'changed-elsewhere' },
    });
    expect(await countRows()).toMatchObject({ classes: 1, pictures: 0 });
    const release = await holdLock(importLock('q'));
    await expect(importProject('q', [], rows)).rejects.toMatchObject({
      failure: { code: 'changed-elsewhere' },
    });
    release!();
  });
});

describe('removeProject', () => {
  it('removes rows at once and bulk when there is time, and of no other project', async () => {
    await importProject('p', bulk(), rows);
    await storeProject('q');
    await commit('q', {
      action: 'add-samples',
      count: 1,
      changes: [{ store: 'samples', key: 'a', after: sampleRow('a', { projectId: 'q' }) }],
      data: [sampleData('a', 'q')],
    });
    const other = [await dumpProject('q'), await countRows('q')];
    await removeProject('p');
    expect((await listProjects()).map(({ project }) => project.id)).toEqual(['q']);
    await collectLeftovers(atOnce);
    expect(new Set(Object.values(await countRows()))).toEqual(new Set([0]));
    expect([await dumpProject('q'), await countRows('q')]).toEqual(other);
  });
});

describe('copyProject', () => {
  it('copies all but the trash and the journal, under the same ids', async () => {
    await storeProject();
    await commit('p', {
      action: 'add-samples',
      count: 2,
      changes: [
        { store: 'samples', key: 'a', after: sampleRow('a') },
        { store: 'samples', key: 'b', after: sampleRow('b', { trashedAt: 5 }) },
        { store: 'runs', key: 'run', after: runRow('run') },
      ],
      data: [sampleData('a'), sampleData('b')],
    });
    await writeEmbeddings([embedding('a'), embedding('b')]);
    await writeCheckpoint({ projectId: 'p', runId: 'run', epoch: 1, head: { weights: [1] } });

    await copyProject('p', { id: 'q', name: 'Pets 2', createdAt: 9 });
    expect(await countRows('q')).toMatchObject({
      classes: 1,
      samples: 1,
      runs: 1,
      pictures: 1,
      embeddings: 1,
      checkpoints: 1,
      journal: 0,
    });
    expect((await listProjects()).map((s) => [s.project.name, s.sampleCount])).toEqual([
      ['Pets 2', 1],
      ['Pets', 1],
    ]);
    expect((await readEmbeddings('q', 'everyday', '')).map((row) => row.sampleId)).toEqual(['a']);
    expect((await readCheckpoint('q', 'run', 1))!.head).toEqual({ weights: [1] });
  });
});

describe('lendBulk', () => {
  it('is there for the work, in no list, and gone afterwards with what the work wrote', async () => {
    const seen = await lendBulk('p', bulk(), async () => {
      expect(await listProjects()).toEqual([]);
      return countRows();
    });
    expect(seen).toMatchObject({ pictures: 150, embeddings: 150, checkpoints: 1 });
    expect(await countRows()).toMatchObject({ pictures: 0, embeddings: 0, checkpoints: 0 });
  });

  it('leaves nothing when the work fails', async () => {
    const failing = lendBulk('p', bulk(), () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    expect(await countRows()).toMatchObject({ pictures: 0 });
  });
});
