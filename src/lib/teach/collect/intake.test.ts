import { expect, test } from 'vitest';
import { FailureError } from '#lib/failure/failure.ts';
import type { Captured } from './capture/protocol.ts';
import { Intake, lanes, type IntakeParts, type ReadySample } from './intake.svelte.ts';
import type { Found } from './walk-files.ts';

const captured = { width: 1, height: 1, hash: '0'.repeat(16) } as Captured;
const tick = () => new Promise((resolve) => setTimeout(resolve));

function open(change: Partial<IntakeParts> = {}) {
  const kept: { classId: string; name: string; group: string }[] = [];
  const parts: IntakeParts = {
    capture: async () => captured,
    classNamed: async (name) => `class ${name}`,
    keep: async (classId, samples, group) => {
      await tick();
      for (const { fileName: name } of samples) kept.push({ classId, name, group });
    },
    newGroup: () => 'group',
    ...change,
  };
  return { intake: new Intake(parts), kept };
}

const file = (name: string, folders: string[] = [], content = 'x'): Found => ({
  kind: 'file',
  name,
  folders,
  read: async () => new Blob([content]),
});
const files = (count: number) => Array.from({ length: count }, (_, i) => file(`${i}.jpg`));

test('ten thousand files, some unreadable: each is counted, the bad ones by name, few at once', async () => {
  let working = 0;
  let most = 0;
  let looked = 0;
  const { intake, kept } = open({
    capture: async () => {
      most = Math.max(most, ++working);
      for (let turn = 0; turn < 5; turn++) await Promise.resolve();
      working--;
      if (++looked % 100 === 0) throw new FailureError('image-truncated');
      return captured;
    },
    keep: async (classId, samples, group) => {
      for (const { fileName: name } of samples) kept.push({ classId, name, group });
    },
  });
  await intake.take({ files: files(10_000), total: 10_000, classId: 'cats', origin: 'file' });
  expect(intake.progress).toMatchObject({
    status: 'done',
    done: 10_000,
    total: 10_000,
    added: 9_900,
    failed: 100,
  });
  expect(intake.progress?.failures[0]).toMatchObject({ failure: { code: 'image-truncated' } });
  expect(kept).toHaveLength(9_900);
  expect(most).toBe(lanes);
});

test('each folder is a class; all of it is one step to undo', async () => {
  const { intake, kept } = open();
  await intake.take({
    files: [file('1.jpg', ['set', 'cats']), file('2.jpg', ['set', 'dogs']), file('3.jpg')],
    looseClassId: 'class others',
    origin: 'file',
  });
  expect(new Set(kept.map(({ classId }) => classId))).toEqual(
    new Set(['class cats', 'class dogs', 'class others']),
  );
  expect(new Set(kept.map(({ group }) => group)).size).toBe(1);
});

test('what is counted is on disk: the count never runs ahead of the writes', async () => {
  const made = open();
  const watch = async (classId: string, samples: readonly ReadySample[], group: string) => {
    await tick();
    for (const { fileName: name } of samples) made.kept.push({ classId, name, group });
    expect(intake.progress!.added).toBeLessThanOrEqual(made.kept.length);
  };
  const { intake } = open({ keep: watch });
  await intake.take({ files: files(50), classId: 'cats', origin: 'file' });
  expect(intake.progress?.added).toBe(50);
});

test('a full disk stops it and says so; what was written stays counted', async () => {
  let room = 10;
  const { intake } = open({
    keep: async (_, samples) => {
      await tick();
      if ((room -= samples.length) < 0) throw new FailureError('storage-full');
    },
  });
  await intake.take({ files: files(200), classId: 'cats', origin: 'file' });
  expect(intake.progress).toMatchObject({ status: 'stopped', failure: { code: 'storage-full' } });
  expect(intake.progress!.added).toBeLessThanOrEqual(10);
});

test('cancelled, it keeps what is there and forgets what waits; then it takes the next', async () => {
  const { intake, kept } = open();
  const first = intake.take({ files: files(500), classId: 'cats', origin: 'file' });
  await intake.take({ files: files(5), classId: 'dogs', origin: 'file' });
  await tick();
  await tick();
  intake.cancel();
  await first;
  expect(intake.progress?.status).toBe('stopped');
  expect(intake.progress?.added).toBe(kept.length);
  expect(kept.length).toBeLessThan(500);
  await intake.take({ files: files(2), classId: 'dogs', origin: 'file' });
  expect(intake.progress).toMatchObject({ status: 'done', added: 2 });
});

test('a folder that cannot be walked is one line of the report', async () => {
  const { intake } = open();
  const locked: Found = {
    kind: 'unreadable',
    name: 'locked',
    failure: { code: 'folder-unreadable' },
  };
  await intake.take({ files: [locked, file('a.jpg')], classId: 'c', origin: 'file' });
  expect(intake.progress).toMatchObject({ added: 1, failed: 1, failures: [{ name: 'locked' }] });
});

test('orders given meanwhile are counted and reported together', async () => {
  const { intake } = open({
    capture: async () => {
      await tick();
      throw new FailureError('image-unreadable');
    },
  });
  const first = intake.take({ files: files(3), total: 3, classId: 'a', origin: 'file' });
  await intake.take({ files: files(2), total: 2, classId: 'b', origin: 'file' });
  expect(intake.progress?.total).toBe(5);
  await first;
  expect(intake.progress).toMatchObject({ status: 'done', done: 5, failed: 5 });
});
