import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { closeDatabase } from '#lib/storage/database.ts';
import { commit, undo } from '#lib/storage/journal.ts';
import { listKeptFrames, putKeptFrames } from '#lib/storage/kept-frames.ts';
import { removeProject } from '#lib/storage/leftovers.ts';
import { listProjects, readProject } from '#lib/storage/projects.ts';
import type { KeptFrame } from '#lib/storage/schema.ts';
import { classRow, storeProject } from '#lib/storage/test-project.ts';
import { choicesNow, eraseVisit, restoreChoices, thereNow } from './erase.ts';
import { defaultEvent, type EventSettings } from './settings.ts';

beforeEach(async () => {
  await closeDatabase();
  globalThis.indexedDB = new IDBFactory();
});
afterEach(closeDatabase);

const addClass = (project: string, id: string) =>
  commit(project, {
    action: 'class-added',
    count: 1,
    changes: [{ store: 'classes', key: id, after: classRow(id, { projectId: project }) }],
  });
const classesOf = async (id: string) => (await readProject(id)).classes.map((row) => row.id);
const idsOfProjects = async () => (await listProjects()).map(({ project }) => project.id);

async function begin(): Promise<EventSettings> {
  return { ...defaultEvent, on: true, since: 1_000, ...(await thereNow()) };
}

describe('eraseVisit', () => {
  test('removes what visitors made, and counts it', async () => {
    await storeProject('mine');
    const event = await begin();
    await storeProject('theirs');
    await addClass('theirs', 'dogs');
    const erased = await eraseVisit(event);
    expect(await idsOfProjects()).toEqual(['mine']);
    expect(erased.lost).toEqual([]);
  });

  test("puts the organiser's project back as it was", async () => {
    await storeProject('mine');
    await addClass('mine', 'dogs');
    const event = await begin();
    const before = await classesOf('mine');
    await addClass('mine', 'vandal');
    await addClass('mine', 'vandal-2');
    expect(await eraseVisit(event)).toMatchObject({ lost: [] });
    expect(await classesOf('mine')).toEqual(before);
    await undo('mine', (await begin()).kept[0]!.done);
    expect(await eraseVisit(event)).toMatchObject({ lost: [] });
    expect(await classesOf('mine')).toEqual(before);
  });

  test('says what could not be put back', async () => {
    await storeProject('mine');
    await addClass('mine', 'dogs');
    await storeProject('gone');
    const event = await begin();
    const { done } = event.kept.find(({ id }) => id === 'mine')!;
    await undo('mine', done);
    await new Promise((later) => setTimeout(later, 2));
    await addClass('mine', 'vandal');
    await removeProject('gone');
    const { lost } = await eraseVisit(event);
    expect([...lost].sort()).toEqual(['gone', 'mine']);
    expect(await classesOf('mine')).not.toContain('vandal');
  });

  test('removes the frames that visitors kept, whatever the clock says', async () => {
    const frame = (id: string, keptAt: number): KeptFrame => ({
      id,
      keptAt,
      origin: 'photo',
      image: new Blob(['x']),
      width: 1,
      height: 1,
      predictions: [],
      detections: [],
      models: [],
    });
    await putKeptFrames([frame('mine', 2_000)]);
    const event = await begin();
    await putKeptFrames([frame('theirs', 1_001), frame('before the clock', 999)]);
    await eraseVisit(event);
    expect((await listKeptFrames()).map(({ id }) => id)).toEqual(['mine']);
  });
});

test('choices are put back; the stand keeps its own', () => {
  const kept = new Map([
    ['aprendiz:theme', 'dark'],
    ['aprendiz:event', '{}'],
    ['other', 'x'],
  ]);
  const storage = {
    get length() {
      return kept.size;
    },
    key: (i: number) => [...kept.keys()][i] ?? null,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  } as Storage;
  const choices = choicesNow(storage);
  kept.set('aprendiz:theme', 'light');
  kept.set('aprendiz:read-draft', 'a secret');
  kept.set('aprendiz:event-counters', '{}');
  restoreChoices(choices, storage);
  expect(Object.fromEntries(kept)).toEqual({
    'aprendiz:theme': 'dark',
    'aprendiz:event': '{}',
    'aprendiz:event-counters': '{}',
    other: 'x',
  });
});
