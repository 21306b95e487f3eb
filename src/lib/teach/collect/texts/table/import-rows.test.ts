import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { addClass, closeAll, inTab, newOpenProject } from '../../../project/test-open.ts';
import { longestText } from '../sift.ts';
import { importRows, type ImportedTable, type ImportPlan } from './import-rows.ts';
import { countLabels, groupLabels } from './labels.ts';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await closeAll();
});

const tableOf = (rows: readonly (readonly string[])[]): ImportedTable => ({
  rows: rows.length,
  column: (column, from, to) =>
    Promise.resolve(rows.slice(from, to).map((row) => row[column] ?? '')),
});

const plan = (into: ImportPlan['into'], more: Partial<ImportPlan> = {}): ImportPlan => ({
  textColumn: 0,
  fileName: 'mail.csv',
  group: 'g',
  room: Infinity,
  keepTwins: false,
  into,
  ...more,
});

const byLabel = (rows: readonly (readonly string[])[]): ImportPlan['into'] => {
  const counts = new Map<string, number>();
  countLabels(
    rows.map((row) => row[1] ?? ''),
    counts,
  );
  const groups = groupLabels(counts, true);
  return { kind: 'labels', column: 1, groups, join: true, base: 'Class' };
};

const never = new AbortController().signal;
const silent = () => undefined;

it('puts rows into the classes of their labels, those that are there among them, as one step', async () => {
  const project = await newOpenProject();
  const spam = await addClass(project, 'SPAM');
  const rows = [
    ['=1+1', 'spam'],
    ['<b>hi</b>', 'ham'],
    ['buy  now', 'Spam '],
    ['buy now', 'spam'],
    ['  ', 'ham'],
    ['who knows', ' '],
    ['x'.repeat(longestText + 1), 'ham'],
  ];
  const counts = await importRows(project, tableOf(rows), plan(byLabel(rows)), silent, never);
  expect(counts).toEqual({
    done: 7,
    added: 3,
    twins: 1,
    empty: 1,
    tooLong: 1,
    unlabelled: 1,
    beyond: 0,
  });
  expect(project.classes.map(({ name }) => name)).toEqual(['SPAM', 'ham']);
  expect(project.samplesOf(spam).map(({ text }) => text)).toEqual(['=1+1', 'buy  now']);
  expect(project.samplesOf(spam)[0]).toMatchObject({ origin: 'file', fileName: 'mail.csv' });
  const again = await inTab(project.id);
  expect(again.sampleCount).toBe(3);

  await project.undo();
  expect(project.classes.map(({ name }) => name)).toEqual(['SPAM']);
  expect(project.sampleCount).toBe(0);
  await project.redo();
  expect(project.sampleCount).toBe(3);
});

it('reads thousands in chunks that are each on disk, and is still one step', async () => {
  const project = await newOpenProject();
  const classId = await addClass(project, 'A');
  const rows = Array.from({ length: 1700 }, (_, i) => [`text ${i}`]);
  const told: number[] = [];
  const onDisk: Promise<boolean>[] = [];
  await importRows(
    project,
    tableOf(rows),
    plan({ kind: 'class', classId }),
    ({ added }) => {
      told.push(added);
      onDisk.push(inTab(project.id).then(({ sampleCount }) => sampleCount >= added));
    },
    never,
  );
  expect(told.length).toBeGreaterThan(2);
  expect(await Promise.all(onDisk)).not.toContain(false);
  expect(project.samplesOf(classId).map(({ text }) => text)).toEqual(rows.flat());
  expect(project.undoable).toMatchObject({ action: 'add-samples', count: 1700 });
  await project.undo();
  expect(project.sampleCount).toBe(0);
});

it('takes evenly what there is room for, and says how many are left out', async () => {
  const project = await newOpenProject();
  const classId = await addClass(project, 'A');
  const rows = Array.from({ length: 100 }, (_, i) => [`text ${i}`]);
  const into = { kind: 'class', classId } as const;
  const counts = await importRows(project, tableOf(rows), plan(into, { room: 10 }), silent, never);
  expect(counts).toMatchObject({ added: 10, beyond: 90 });
  expect(project.samplesOf(classId).at(-1)?.text).toBe('text 99');
});

it('says that the disk is full; what was written until then can be undone as one step', async () => {
  const project = await newOpenProject();
  const classId = await addClass(project, 'A');
  const rows = Array.from({ length: 2000 }, (_, i) => [`text ${i}`]);
  const put = IDBObjectStore.prototype.put;
  let left = 1100;
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
    this: IDBObjectStore,
    ...row
  ) {
    if (this.name === 'samples' && left-- <= 0)
      throw new DOMException('full', 'QuotaExceededError');
    return put.apply(this, row);
  });
  const running = importRows(
    project,
    tableOf(rows),
    plan({ kind: 'class', classId }),
    silent,
    never,
  );
  await expect(running).rejects.toMatchObject({ failure: { code: 'storage-full' } });
  expect(project.sampleCount).toBe(1000);
  vi.restoreAllMocks();
  await project.undo();
  expect((await inTab(project.id)).sampleCount).toBe(0);
});

it('stops between two chunks when it is cancelled', async () => {
  const project = await newOpenProject();
  const classId = await addClass(project, 'A');
  const stop = new AbortController();
  const rows = Array.from({ length: 3000 }, (_, i) => [`text ${i}`]);
  const counts = await importRows(
    project,
    tableOf(rows),
    plan({ kind: 'class', classId }),
    () => stop.abort(),
    stop.signal,
  );
  expect(counts.added).toBeLessThan(3000);
  expect(project.sampleCount).toBe(counts.added);
});
