import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { newId } from '#lib/storage/new-id.ts';
import { setClassRole } from '../project/class-commands.ts';
import type { OpenProject } from '../project/open-project.svelte.ts';
import { addClass, closeAll, newOpenProject, taken } from '../project/test-open.ts';
import { LiveTest } from '../test/live-test.svelte.ts';
import { keepCheckpoints } from '../trainer/checkpoint.ts';
import { FakeTrainer } from '../trainer/fake-trainer.ts';
import type {
  Answerer,
  EpochPoint,
  RunReport,
  TestResult,
  TrainerCalls,
} from '../trainer/protocol.ts';
import { Follower } from './follower.svelte.ts';
import { defaultSettings } from './settings.ts';
import { Training } from './training.svelte.ts';

const closing: (() => void | Promise<void>)[] = [];

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  await closeAll();
});

async function open() {
  const project = await newOpenProject();
  const classId = await addClass(project, 'Cats');
  const engine = new FakeTrainer();
  const follower = new Follower(project, engine);
  const training = new Training({ project, engine, follower });
  closing.push(
    () => follower.close(),
    () => training.close(),
  );
  return { project, classId, engine, follower, training };
}

const add = (project: OpenProject, classId: string, name: string) =>
  project.addSamples(classId, [taken(name)]);

const answerer = (name: string): Answerer => ({
  head: {
    method: 'linear',
    classes: [name],
    dimensions: 1,
    normalisation: { mean: Float32Array.of(0), unitLength: false },
    temperature: 1,
    layers: [],
  },
});

const point = (epoch: number): EpochPoint => ({
  epoch,
  loss: 1 / epoch,
  accuracy: 1,
  validationLoss: 1 / epoch,
  validationAccuracy: 1,
});

const report = (part: Partial<RunReport> = {}): RunReport => ({
  classes: ['a', 'b'],
  judgements: [],
  calibrationBefore: 0,
  calibrationAfter: 0,
  bestEpoch: 2,
  stopped: 'finished',
  fitMs: 1,
  embedMs: 1,
  ...part,
});

const result = (part: Partial<RunReport> = {}) => ({
  kind: 'result' as const,
  value: { report: report(part), answerer: answerer('run'), curve: [point(1), point(2)] },
});

/** The newest call of that name, once it is made. */
async function asked<K extends keyof TrainerCalls>(engine: FakeTrainer, name: K, count = 1) {
  await vi.waitFor(() => expect(engine.named(name)).toHaveLength(count));
  return engine.named(name).at(-1)!;
}

describe('Follower', () => {
  it('tells the worker what shows, what comes, what goes and what it is', async () => {
    const { project, classId, engine } = await open();
    const follow = await asked(engine, 'follow');
    expect(follow.payload.classes).toEqual([{ id: classId, role: 'answer' }]);
    const [row] = await add(project, classId, 'a');
    expect(follow.updates.at(-1)).toEqual({
      kind: 'samples',
      put: [{ id: row!.id, classId, burst: 'a', part: 'auto' }],
      removed: [],
    });
    await project.undo();
    expect(follow.updates.at(-1)).toEqual({ kind: 'samples', put: [], removed: [row!.id] });
    await project.perform(setClassRole(classId, 'none'));
    expect(follow.updates.at(-1)).toEqual({
      kind: 'classes',
      classes: [{ id: classId, role: 'none' }],
    });
  });

  it('keeps the instant method with the project, so that it is undone and found again', async () => {
    const { project, engine, follower } = await open();
    const follow = await asked(engine, 'follow');
    expect(await follower.useInstant('knn')).toBe(true);
    expect(follower.method).toBe('knn');
    expect(follow.updates.at(-1)).toEqual({ kind: 'instant', method: 'knn' });
    const later = new Follower(project, engine);
    expect((await asked(engine, 'follow', 2)).payload.instant).toBe('knn');
    later.close();
    await project.undo();
    expect(follower.method).toBe('lda');
    expect(follow.updates.at(-1)).toEqual({ kind: 'instant', method: 'lda' });
  });

  it('tells a worker that takes over everything again', async () => {
    const { project, classId, engine, follower } = await open();
    await add(project, classId, 'a');
    engine.replace();
    const follow = await asked(engine, 'follow', 2);
    expect(follow.payload.samples).toHaveLength(1);
    const head = answerer('instant');
    follow.options.onProgress?.({ kind: 'head', answerer: head, updateMs: 3 });
    expect(follower.answerer).toBe(head);
    expect(follower.failure).toBeUndefined();
  });
});

describe('Training', () => {
  it('keeps a finished run, which can be taken back', async () => {
    const { project, engine, training } = await open();
    const done = training.train(defaultSettings);
    const call = await asked(engine, 'train');
    expect(training.state).toBe('embedding');
    expect(project.runs).toMatchObject([{ state: 'running' }]);
    call.options.onProgress?.({ kind: 'epoch', point: point(1), epochs: 4 });
    expect(training).toMatchObject({ state: 'training', epoch: 1, progress: 0.25 });
    call.end(result());
    await done;
    expect(training).toMatchObject({ state: 'done', progress: 1, epoch: 2 });
    expect(project.runs).toMatchObject([{ state: 'done', epoch: 2 }]);
    expect(project.project.liveRun).toBe(training.runId);
    await project.undo();
    expect(project.runs).toEqual([]);
  });

  it('goes on where a worker died, on the one that took over', async () => {
    const { engine, training } = await open();
    const done = training.train(defaultSettings);
    await asked(engine, 'train');
    engine.replace();
    const again = await asked(engine, 'train', 2);
    expect(again.payload).toMatchObject({ runId: training.runId, resume: true });
    again.end(result());
    await done;
    expect(training.state).toBe('done');
  });

  it('gives up when workers keep dying, and says why', async () => {
    const { project, engine, training } = await open();
    const done = training.train(defaultSettings);
    for (let death = 1; death <= 3; death++) {
      await asked(engine, 'train', death);
      engine.replace();
    }
    await done;
    expect(training).toMatchObject({ state: 'failed', failure: { code: 'worker-died' } });
    expect(project.runs).toMatchObject([{ state: 'failed' }]);
  });

  it('tells a failure that is nobody’s death at once', async () => {
    const { engine, training } = await open();
    const done = training.train(defaultSettings);
    const call = await asked(engine, 'train');
    call.end({ kind: 'failure', failure: { code: 'too-few-classes' } });
    await done;
    expect(training).toMatchObject({ state: 'failed', failure: { code: 'too-few-classes' } });
  });

  it('keeps what was learnt until it was cancelled', async () => {
    const { project, engine, training } = await open();
    const done = training.train(defaultSettings);
    const call = await asked(engine, 'train');
    call.end(result({ stopped: 'cancelled' }));
    training.cancel();
    await done;
    expect(training.state).toBe('cancelled');
    expect(project.runs).toMatchObject([{ state: 'cancelled', epoch: 2 }]);
  });

  it('says so where the loss is no number', async () => {
    const { engine, training } = await open();
    const done = training.train(defaultSettings);
    const call = await asked(engine, 'train');
    call.end(result({ stopped: 'not-a-number', bestEpoch: 0 }));
    await done;
    expect(training).toMatchObject({ state: 'failed', failure: { code: 'loss-not-a-number' } });
  });

  it('resumes a run whose tab died', async () => {
    const { project, engine, training } = await open();
    const run = {
      id: newId(),
      projectId: project.id,
      name: 'cut off',
      startedAt: 1,
      state: 'interrupted' as const,
      settings: { ...defaultSettings },
      curve: [{ ...point(1) }],
    };
    await project.finishRun(run);
    const done = training.resume(run.id);
    const call = await asked(engine, 'train');
    expect(call.payload).toMatchObject({ runId: run.id, resume: true });
    call.end(result());
    await done;
    expect(project.runs).toMatchObject([{ id: run.id, state: 'done', epoch: 2 }]);
  });
});

describe('LiveTest', () => {
  async function openTest() {
    const opened = await open();
    const tester = new FakeTrainer();
    const { project, follower } = opened;
    const live = new LiveTest({
      project,
      follower,
      engine: tester,
      openSource: () => undefined,
      grabFrame: () => Promise.resolve(undefined),
    });
    closing.push(() => live.close());
    const tell = async (name: string) => {
      const follow = await asked(opened.engine, 'follow');
      follow.options.onProgress?.({ kind: 'head', answerer: answerer(name), updateMs: 1 });
    };
    return { ...opened, tester, live, tell };
  }
  const classesOf = ({ payload }: { payload: { answerer: Answerer } }) =>
    payload.answerer.head.classes[0];

  it('answers with the newest instant head, one at a time', async () => {
    const { tester, live, tell } = await openTest();
    await tell('one');
    await tell('two');
    await tell('three');
    const first = await asked(tester, 'answerWith');
    expect(classesOf(first)).toBe('one');
    first.end({ kind: 'result', value: true });
    expect(classesOf(await asked(tester, 'answerWith', 2))).toBe('three');
    expect(live.origin).toEqual({ kind: 'instant' });
  });

  it('answers with the run that was chosen, and tells the next worker too', async () => {
    const { project, engine, training, tester, live, tell } = await openTest();
    await tell('instant');
    (await asked(tester, 'answerWith')).end({ kind: 'result', value: true });
    const done = training.train(defaultSettings);
    const call = await asked(engine, 'train');
    const place = { projectId: project.id, runId: training.runId! };
    await keepCheckpoints(place, new Map([[2, { answerer: answerer('run') }]]));
    call.end(result());
    await done;
    const chosen = await asked(tester, 'answerWith', 2);
    expect(classesOf(chosen)).toBe('run');
    expect(live.origin).toEqual({ kind: 'run', runId: training.runId });
    chosen.end({ kind: 'result', value: true });
    await Promise.resolve();
    tester.replace();
    expect(classesOf(await asked(tester, 'answerWith', 3))).toBe('run');
    await project.undo();
    await vi.waitFor(() => expect(live.origin).toEqual({ kind: 'instant' }));
  });

  it('answers a photo anew whenever something else answers, however early it was asked', async () => {
    const { tester, live, tell } = await openTest();
    vi.stubGlobal('createImageBitmap', (picture: unknown) => Promise.resolve(picture));
    closing.push(() => void vi.unstubAllGlobals());
    let closed = 0;
    const photo = { close: () => closed++ } as unknown as ImageBitmap;
    const says = (...classes: string[]) => ({
      kind: 'result' as const,
      value: { scores: classes.map((classId) => ({ classId, score: 1 })) } as unknown as TestResult,
    });
    const shown = live.show(photo);
    // Nothing was learnt when it was looked at, and something before that was told.
    await tell('one');
    const first = await asked(tester, 'answerWith');
    first.end({ kind: 'result', value: true });
    await Promise.resolve();
    (await asked(tester, 'look')).end(says());
    await shown;
    expect(live.scores).toEqual([]);
    (await asked(tester, 'look', 2)).end(says('one'));
    await vi.waitFor(() => expect(live.scores[0]?.classId).toBe('one'));

    await tell('two');
    (await asked(tester, 'answerWith', 2)).end({ kind: 'result', value: true });
    (await asked(tester, 'look', 3)).end(says('two'));
    await vi.waitFor(() => expect(live.scores[0]?.classId).toBe('two'));
    expect(closed).toBe(0);

    // Taken away while it is looked at again: nothing comes back.
    await tell('three');
    (await asked(tester, 'answerWith', 3)).end({ kind: 'result', value: true });
    const last = await asked(tester, 'look', 4);
    live.backToLive();
    last.end(says('three'));
    await Promise.resolve();
    expect(live.still).toBeUndefined();
    expect(closed).toBe(1);
  });
});
