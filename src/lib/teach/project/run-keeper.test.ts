import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { holdLock } from '#lib/storage/locks.ts';
import { putRunningRun, writeCheckpoint } from '#lib/storage/runs.ts';
import { countRows, runRow } from '#lib/storage/test-project.ts';
import type { OpenProject } from './open-project.svelte.ts';
import { Tabs } from './tabs.ts';
import { addClass, closeAll, inTab, newOpenProject } from './test-open.ts';

let project: OpenProject;

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  project = await newOpenProject();
});

afterEach(closeAll);

const training = (epochs: number) =>
  runRow('run', {
    projectId: project.id,
    state: 'running',
    endedAt: undefined,
    epoch: undefined,
    curve: Array.from({ length: epochs }, (_, i) => ({ epoch: i + 1, loss: 1 / (i + 1) })),
  });

const checkpoint = (epoch: number) =>
  writeCheckpoint({ projectId: project.id, runId: 'run', epoch, head: { epoch } });

describe('a training', () => {
  it('is kept as it goes and becomes one step when it ends', async () => {
    await project.startRun(training(0));
    await checkpoint(1);
    await project.updateRun(training(1));
    expect(project.runs).toMatchObject([{ state: 'running', curve: [{ epoch: 1 }] }]);
    expect(project.undoable).toBeUndefined();
    await project.finishRun({ ...training(1), state: 'done', epoch: 1 });
    expect(project.runs).toMatchObject([{ state: 'done', epoch: 1 }]);
    expect(project.project.liveRun).toBe('run');
    expect(await countRows(project.id)).toMatchObject({ runs: 1, 'running-runs': 0 });
    await project.undo();
    expect(project.runs).toEqual([]);
    expect(project.project.liveRun).toBeUndefined();
    await project.redo();
    expect(project.project.liveRun).toBe('run');
  });

  it('does not come back to life by an epoch that was told late', async () => {
    await project.startRun(training(0));
    const finishing = project.finishRun({ ...training(1), state: 'cancelled' });
    const late = project.updateRun(training(1));
    await Promise.all([finishing, late]);
    // The lock is released with the end, so what comes after it is not kept.
    await project.updateRun(training(2));
    expect(project.runs).toMatchObject([{ state: 'cancelled' }]);
    expect(await countRows(project.id)).toMatchObject({ 'running-runs': 0 });
  });

  it('shows in another tab while it goes on, and is not taken for dead', async () => {
    const other = await inTab(project.id);
    await project.startRun(training(1));
    await vi.waitFor(() => expect(other.runs).toMatchObject([{ state: 'running' }]));
    const third = await inTab(project.id);
    expect(third.interrupted).toEqual([]);
    expect(await third.startRun(training(1))).toBe(false);
    expect(third.failure?.code).toBe('changed-elsewhere');
    await project.finishRun({ ...training(1), state: 'done' });
    await vi.waitFor(() => expect(other.runs).toMatchObject([{ state: 'done' }]));
  });
});

describe('a training whose tab was killed', () => {
  it('is interrupted, with its curve and its newest weights', async () => {
    await putRunningRun(training(7));
    await checkpoint(3);
    await checkpoint(6);
    const again = await inTab(project.id);
    expect(again.interrupted).toMatchObject([{ state: 'interrupted', epoch: 6 }]);
    expect(again.runs).toEqual(again.interrupted);
    expect(again.runs[0]!.curve).toHaveLength(7);
    expect(again.undoable).toMatchObject({ action: 'train' });
    expect((await inTab(project.id)).interrupted).toEqual([]);
  });

  it('goes on where it was, and may be interrupted again', async () => {
    await putRunningRun(training(7));
    await checkpoint(6);
    const again = await inTab(project.id);
    await putRunningRun(training(9));
    await checkpoint(8);
    const third = await inTab(project.id);
    expect(third.interrupted).toMatchObject([{ epoch: 8 }]);
    await third.undo();
    expect(third.runs).toMatchObject([{ state: 'interrupted', epoch: 6 }]);
    await third.redo();
    expect(await third.startRun(training(9))).toBe(true);
    expect(third.runs).toMatchObject([{ state: 'running' }]);
    await third.finishRun({ ...training(12), state: 'done', epoch: 12 });
    expect(third.runs).toMatchObject([{ state: 'done', epoch: 12 }]);
    await third.undo();
    expect(third.runs).toMatchObject([{ state: 'interrupted', epoch: 8 }]);
    expect(again.failure).toBeUndefined();
  });

  it('says so where it came to no weights', async () => {
    await putRunningRun(training(0));
    expect((await inTab(project.id)).interrupted).toMatchObject([{ epoch: undefined }]);
  });

  it('is found by a tab that was there all along, and ended once', async () => {
    const [one, two] = [await inTab(project.id), await inTab(project.id)];
    await putRunningRun(training(7));
    const dying = new Tabs(() => undefined);
    dying.tell({ kind: 'running', projectId: project.id, run: training(7) });
    dying.close();
    await vi.waitFor(() => expect([one.runs.length, two.runs.length]).toEqual([1, 1]));
    await Promise.all([one.refresh(), two.refresh()]);
    expect([...one.interrupted, ...two.interrupted]).toHaveLength(1);
    expect((await countRows(project.id))['journal']).toBe(1);
  });

  it('is left alone while another tab holds it', async () => {
    const release = await holdLock(`aprendiz-run-${project.id}-run`);
    await putRunningRun(training(7));
    expect((await inTab(project.id)).interrupted).toEqual([]);
    release!();
    expect((await inTab(project.id)).interrupted).toHaveLength(1);
  });
});

it('a class added beside a training can be undone while it goes on', async () => {
  await project.startRun(training(1));
  await addClass(project, 'Cats');
  expect(await project.undo()).toBe(true);
  expect(project.runs).toMatchObject([{ state: 'running' }]);
});
