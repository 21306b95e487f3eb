/** As private windows of Safari are: bytes are kept, a blob is refused with this very error. */
import 'fake-indexeddb/auto';
import { IDBFactory, IDBObjectStore as FakeStore } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { keepFile, readFile } from '#lib/cache/files.ts';
import { closeModels } from '#lib/cache/database.ts';
import { entryOf } from '#lib/cache/fake-host.ts';
import { closeDatabase, inTransaction } from './database.ts';
import { listKeptFrames, putKeptFrames } from './kept-frames.ts';
import { readPictures } from './samples.ts';
import { packSampleData } from './sample-data.ts';

const holdsBlob = (row: object): boolean => Object.values(row).some((part) => part instanceof Blob);
const put = FakeStore.prototype.put;
const blob = new Blob(['a picture'], { type: 'image/jpeg' });

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  vi.spyOn(FakeStore.prototype, 'put').mockImplementation(function (
    this: IDBObjectStore,
    row: object,
  ) {
    if (!holdsBlob(row)) return put.call(this, row);
    throw new DOMException('Error preparing Blob/File data', 'DataCloneError');
  });
});

afterEach(async () => {
  await closeDatabase();
  await closeModels();
  vi.restoreAllMocks();
});

it('a file of a model is kept all the same', async () => {
  const content = Uint8Array.of(1, 2, 3);
  const entry = entryOf(content);
  await keepFile(entry.sha256, new Blob([content]));
  expect(new Uint8Array((await readFile(entry))!)).toEqual(content);
});

it('a kept frame and the picture of a sample come back as blobs of their type', async () => {
  const frame = { id: 'a', keptAt: 1, origin: 'photo', width: 1, height: 1 } as const;
  await putKeptFrames([{ ...frame, image: blob, predictions: [], detections: [], models: [] }]);
  const [kept] = await listKeptFrames();

  const sample = { id: 's', projectId: 'p', picture: blob, thumbnail: blob };
  const [packed] = await packSampleData([sample]);
  await inTransaction(['pictures'], 'readwrite', (transaction) =>
    transaction.objectStore('pictures').put(packed!.picture),
  );
  const picture = (await readPictures('p', ['s'])).get('s');
  for (const back of [kept?.image, picture]) {
    expect(back?.type).toBe('image/jpeg');
    expect(await back?.text()).toBe('a picture');
  }
});
