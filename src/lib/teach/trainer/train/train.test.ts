import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { closeDatabase, inTransaction } from '#lib/storage/database.ts';
import { readEmbeddings } from '#lib/storage/embeddings.ts';
import { checkpointEpochs, writeCheckpoint } from '#lib/storage/runs.ts';
import type { Head } from '../../heads/head.ts';
import { Predictor } from '../../heads/predict.ts';
import { answererOf, resumptionOf } from '../checkpoint.ts';
import { fakeCreateImageBitmap, FakeEye } from '../fake-eye.ts';
import { Follow } from '../follow.ts';
import { PictureMedium } from '../picture-medium.ts';
import type { EpochPoint, LabelledSample, TrainerCalls, TrainSettings } from '../protocol.ts';
import type { Sight } from '../sight.ts';
import { train } from './train.ts';

const projectId = 'p';
const settings: TrainSettings = {
  method: 'linear',
  optimiser: 'adam',
  learningRate: 0.01,
  batchSize: 8,
  epochs: 12,
  l1: 0,
  l2: 0.001,
  dropout: 0,
  hidden: 8,
  neighbours: 3,
  shrinkage: 0.5,
  earlyStopping: false,
  patience: 3,
  classWeights: true,
  augmentation: { mirror: true, crop: true, colour: true, rotate: false, copies: 0 },
  validation: 0.25,
  unfreeze: 1,
  units: 8,
  embeddingSize: 8,
  recurrentDropout: 0,
  window: 16,
  pairs: true,
  seed: 5,
};

type Follows = TrainerCalls['follow'];

/** A followed project of pictures, without a worker. */
function following(samples: readonly LabelledSample[], eye = new FakeEye()) {
  const controller = new AbortController();
  const heard: Follows['progress'][] = [];
  let update: (update: Follows['update']) => void = () => undefined;
  const follow = new Follow(
    {
      projectId,
      classes: [
        { id: 'cat', role: 'answer' },
        { id: 'dog', role: 'answer' },
        { id: 'none', role: 'none' },
      ],
      samples,
      instant: 'lda',
    },
    {
      signal: controller.signal,
      progress: (progress) => heard.push(progress),
      onUpdate: (listener) => (update = listener),
    },
    new PictureMedium(eye as unknown as Sight),
  );
  const running = follow.run().catch((error: unknown) => {
    if (!controller.signal.aborted) throw error;
  });
  stops.push(async () => {
    controller.abort();
    await running;
  });
  return { follow, heard, eye, update: (one: Follows['update']) => update(one) };
}

const stops: (() => Promise<void>)[] = [];

/** Pictures of cats and dogs on disk, and the samples that label them. */
async function stored(names: readonly string[]): Promise<LabelledSample[]> {
  await inTransaction(['pictures'], 'readwrite', async (transaction) => {
    for (const id of names) {
      const text = id.startsWith('broken') ? id : id.replace('-', ' ');
      await transaction.objectStore('pictures').put({ projectId, id, picture: new Blob([text]) });
    }
  });
  return names.map((id) => ({
    id,
    classId: id.split('-')[0]!.replace('broken', 'dog'),
    burst: id,
    part: 'auto',
  }));
}

const animals = (count: number) =>
  Array.from({ length: count }, (_, i) => [`cat-${i}`, `dog-${i}`]).flat();

async function run(
  follow: Follow,
  eye: FakeEye,
  request: Partial<TrainerCalls['train']['request']> = {},
  signal = new AbortController().signal,
  onPoint: (point: EpochPoint) => void = () => undefined,
) {
  return train(
    { runId: 'r', settings, ...request },
    {
      signal,
      progress: (progress) => {
        if (progress.kind === 'epoch') onPoint(progress.point);
      },
      onUpdate: () => undefined,
    },
    follow,
    new PictureMedium(eye as unknown as Sight),
  );
}

/** Scores by class id. */
function predictorScores(head: Head, vector: Float32Array): Record<string, number> {
  const scores = new Predictor(head).scores(vector);
  return Object.fromEntries(head.classes.map((id, i) => [id, scores[i] ?? 0]));
}

const settled = (follow: Follow) => follow.settled(new AbortController().signal, () => undefined);

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  vi.stubGlobal('createImageBitmap', fakeCreateImageBitmap);
});

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  await closeDatabase();
  vi.unstubAllGlobals();
});

describe('following', () => {
  it('embeds each sample once, keeps it, and answers from the first two classes on', async () => {
    const first = following(await stored(animals(6)));
    await settled(first.follow);
    expect(first.eye.seen).toBe(12);
    const head = first.heard.findLast(({ kind }) => kind === 'head');
    expect(head?.kind === 'head' && head.answerer.head.classes).toEqual(['cat', 'dog']);
    await stops.pop()!();
    expect(await readEmbeddings(projectId, 'fake-1', '')).toHaveLength(12);
    const second = following(await stored(animals(6)));
    await settled(second.follow);
    expect(second.eye.seen).toBe(0);
    expect(second.follow.gallery.samples()).toHaveLength(12);
    expect(second.follow.gallery.vector('cat-1')).toEqual(first.follow.gallery.vector('cat-1'));
  });

  it('tells that all were looked at once the head knows them all', async () => {
    const { follow, heard } = following(await stored(animals(6)));
    await settled(follow);
    const all = heard.findIndex((one) => one.kind === 'embedded' && one.done === one.total);
    expect(heard.slice(all).filter(({ kind }) => kind === 'head')).toEqual([]);
  });

  it('tells which pictures cannot be opened, and goes on', async () => {
    const { follow, heard } = following(await stored([...animals(2), 'broken-1', 'dog-9']));
    await settled(follow);
    const told = heard.findLast((one) => one.kind === 'embedded');
    expect(told).toMatchObject({ done: 6, total: 6, unreadable: ['broken-1'] });
  });

  it('forgets what is removed and learns what is moved', async () => {
    const { follow, heard, update } = following(await stored(animals(8)));
    await settled(follow);
    const newest = () => {
      const told = heard.findLast((one) => one.kind === 'head');
      if (told?.kind !== 'head') throw new Error('no head yet');
      return told.answerer.head;
    };
    const vector = follow.gallery.vector('cat-1')!.slice();
    expect(predictorScores(newest(), vector)['cat']).toBeGreaterThan(0.5);
    const cats = follow.gallery.samples().filter(({ classId }) => classId === 'cat');
    const dogs = follow.gallery.samples().filter(({ classId }) => classId === 'dog');
    const before = heard.length;
    update({
      kind: 'samples',
      put: [
        ...cats.map((sample) => ({ ...sample, classId: 'dog' })),
        ...dogs.map((sample) => ({ ...sample, classId: 'cat' })),
      ],
      removed: [],
    });
    await vi.waitFor(() => expect(heard.length).toBeGreaterThan(before));
    expect(predictorScores(newest(), vector)['dog']).toBeGreaterThan(0.5);
    update({ kind: 'samples', put: [], removed: dogs.map(({ id }) => id) });
    await vi.waitFor(() => expect(follow.gallery.size).toBe(8));
  });

  it('teaches nothing by the test set and by "none of these"', async () => {
    const samples = await stored([...animals(3), 'none-1', 'dog-7']);
    const locked = samples.map((sample): LabelledSample =>
      sample.id === 'dog-7' ? { ...sample, classId: 'cat', part: 'test' } : sample,
    );
    const { follow, heard } = following(locked);
    await settled(follow);
    const told = heard.findLast((one) => one.kind === 'head');
    expect(told?.kind === 'head' && told.answerer.head.classes).toEqual(['cat', 'dog']);
    const other = following(await stored(animals(3)));
    await settled(other.follow);
    const plain = other.heard.findLast((one) => one.kind === 'head');
    expect(told?.kind === 'head' && told.answerer.head.layers).toEqual(
      plain?.kind === 'head' && plain.answerer.head.layers,
    );
  });

  it('serves from memory while the disk is full, and says so', async () => {
    const samples = await stored(animals(2));
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    const { follow, heard } = following(samples);
    await settled(follow);
    vi.restoreAllMocks();
    expect(follow.gallery.size).toBe(4);
    expect(heard.findLast((one) => one.kind === 'embedded')).toMatchObject({
      unkept: { code: 'storage-full' },
    });
  });
});

describe('training', () => {
  it.each(['means', 'ridge', 'knn', 'lda', 'linear', 'mlp'] as const)(
    '%s tells cats from dogs and judges what it held out',
    async (method) => {
      const { follow, eye } = following(await stored(animals(12)));
      const { report, answerer } = await run(follow, eye, { settings: { ...settings, method } });
      expect(report.judgements).toHaveLength(6);
      expect(report.judgements.every(({ truth, answer }) => truth === answer)).toBe(true);
      expect(answerer.head.method).toBe(method);
      expect(await answererOf({ projectId, runId: 'r' }, report.bestEpoch)).toEqual(answerer);
    },
  );

  it('gives the same weights for the same seed, however the samples came', async () => {
    const names = animals(8);
    const one = following(await stored(names));
    const first = await run(one.follow, one.eye);
    const other = following(await stored([...names].reverse()));
    const second = await run(other.follow, other.eye, { runId: 's' });
    expect(second.answerer).toEqual(first.answerer);
    const third = await run(other.follow, other.eye, { settings: { ...settings, seed: 6 } });
    expect(third.answerer).not.toEqual(first.answerer);
  });

  it('goes on after a break to the same weights', async () => {
    const { follow, eye } = following(await stored(animals(8)));
    const whole = await run(follow, eye);
    // Time jumps, so that every epoch leaves what going on needs.
    let nowMs = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => (nowMs += 2_000));
    const killed = new AbortController();
    const kill = (point: EpochPoint) => {
      if (point.epoch === 5) throw new Error('the worker is gone');
    };
    await expect(run(follow, eye, { runId: 'k' }, killed.signal, kill)).rejects.toThrow('gone');
    clock.mockRestore();
    expect(await checkpointEpochs(projectId, 'k')).toContain(4);
    const heard: number[] = [];
    const resumed = await run(
      follow,
      eye,
      { runId: 'k', resume: true },
      new AbortController().signal,
      ({ epoch }) => heard.push(epoch),
    );
    expect(heard[0]).toBe(5);
    expect(resumed.answerer).toEqual(whole.answerer);
    expect(resumed.curve).toEqual(whole.curve);
    expect(await resumptionOf({ projectId, runId: 'k' }, '')).toBeUndefined();
  });

  it('begins anew when the samples are not those of the checkpoint', async () => {
    const { follow, eye } = following(await stored(animals(8)));
    const resume = { fingerprint: 'other samples', state: {}, curve: [] };
    await writeCheckpoint({ projectId, runId: 'r', epoch: 7, head: { answerer: {}, resume } });
    const heard: number[] = [];
    const { signal } = new AbortController();
    await run(follow, eye, { resume: true }, signal, ({ epoch }) => heard.push(epoch));
    expect(heard[0]).toBe(1);
  });

  it('keeps the best so far when it is cancelled', async () => {
    const { follow, eye } = following(await stored(animals(8)));
    const cancel = new AbortController();
    const { report, curve, answerer } = await run(follow, eye, {}, cancel.signal, ({ epoch }) => {
      if (epoch === 3) cancel.abort();
    });
    expect(report.stopped).toBe('cancelled');
    expect(curve).toHaveLength(3);
    expect(await answererOf({ projectId, runId: 'r' }, report.bestEpoch)).toEqual(answerer);
  });

  it('stops where the loss is no number, with weights that are', async () => {
    const { follow, eye } = following(await stored(animals(6)));
    const wild = { ...settings, optimiser: 'sgd', learningRate: 1e200 } as const;
    const { report, answerer } = await run(follow, eye, { settings: wild });
    expect(report.stopped).toBe('not-a-number');
    expect(answerer.head.layers[0]!.weights.data.every(Number.isFinite)).toBe(true);
  });

  it.each([
    ['no samples', []],
    ['one class', ['cat-1', 'cat-2']],
    ['one class and "none of these"', ['cat-1', 'cat-2', 'none-1']],
  ])('refuses %s', async (_, names) => {
    const { follow, eye } = following(await stored(names));
    await expect(run(follow, eye)).rejects.toMatchObject({ failure: { code: 'too-few-classes' } });
  });

  it('does with samples that are all the same', async () => {
    const samples = await stored(animals(6));
    await inTransaction(['pictures'], 'readwrite', async (transaction) => {
      for (const { id } of samples) {
        const picture = new Blob(['same']);
        await transaction.objectStore('pictures').put({ projectId, id, picture });
      }
    });
    const { follow, eye } = following(samples);
    const { answerer } = await run(follow, eye);
    expect(answerer.head.layers[0]!.weights.data.every(Number.isFinite)).toBe(true);
  });
});
