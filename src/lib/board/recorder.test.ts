import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { closeBoard } from './database.ts';
import {
  forgetRemoved,
  forgetRunsBut,
  labRunIds,
  keepImported,
  keptPerLab,
  listLabRuns,
  readLabRun,
  renameLabRun,
  setRemoved,
} from './lab-runs.ts';
import { mostFrames, mostPoints, mostTags } from './limits.ts';
import { recordRun } from './recorder.ts';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

afterEach(async () => {
  vi.restoreAllMocks();
  await closeBoard();
});

async function recorded(lab = 'lab', steps = 6, name?: string): Promise<string> {
  const recorder = recordRun({ lab, settings: { rate: 0.1 }, ...(name && { name }) });
  for (let step = 1; step <= steps; step++) recorder.scalar('loss', step, 1 / step);
  expect(await recorder.end()).toBeUndefined();
  return recorder.id;
}

describe('a recorded run', () => {
  it('comes back with its series, histograms, points, settings and last values', async () => {
    const recorder = recordRun({
      lab: 'a',
      settings: { rate: 0.1, optimiser: 'adam', bias: true },
    });
    for (let step = 1; step <= 6; step++) {
      recorder.scalar('loss', step, 1 / step);
      recorder.histogram('weights', step, [-step, 0, 0, step]);
    }
    recorder.scalar('loss', 6, 0.125);
    recorder.scalar('loss', 3, 99);
    recorder.points({
      dimensions: 2,
      vectors: Float32Array.of(1, 2, 3, 4),
      labels: [0, 1],
      classes: ['x', 'y'],
      names: ['first', 'second'],
    });
    await recorder.end();
    const whole = await readLabRun(recorder.id);
    expect(whole?.run).toMatchObject({
      source: 'lab',
      owner: 'a',
      settings: { rate: 0.1, optimiser: 'adam', bias: true },
      finals: { loss: 0.125 },
      endedAt: expect.any(Number) as number,
    });
    expect(whole?.series).toMatchObject([
      { tag: 'loss', steps: [1, 2, 3, 4, 5, 6], values: [1, 1 / 2, 1 / 3, 1 / 4, 1 / 5, 0.125] },
    ]);
    expect(whole?.series[0]?.times).toHaveLength(6);
    const [weights] = whole!.histograms;
    expect(weights?.frames).toHaveLength(6);
    expect(weights?.frames[5]).toMatchObject({ step: 6, least: -6, most: 6 });
    expect(weights?.frames[5]?.counts.reduce((a, b) => a + b)).toBe(4);
    expect(whole?.points).toMatchObject({
      dimensions: 2,
      labels: [0, 1],
      names: ['first', 'second'],
    });
  });

  it('is written while it goes on, without being asked to', async () => {
    const recorder = recordRun({ lab: 'a', settings: {}, writeAfterMs: 1 });
    for (let step = 0; step < 5; step++) recorder.scalar('loss', step, step);
    await vi.waitFor(async () => expect(await listLabRuns()).toHaveLength(1));
    expect((await listLabRuns())[0]).not.toHaveProperty('endedAt');
    await recorder.end();
    expect((await listLabRuns())[0]).toHaveProperty('endedAt');
  });

  it('of a few steps only is not kept', async () => {
    await recorded('a', 4);
    expect(await listLabRuns()).toEqual([]);
  });

  it('stays small however long it is, and keeps its first and its last step', async () => {
    const recorder = recordRun({ lab: 'a', settings: {} });
    for (let step = 0; step <= 30_000; step++) recorder.scalar('loss', step, step);
    for (let step = 0; step <= 500; step++) recorder.histogram('w', step, [step]);
    await recorder.end();
    const { series, histograms } = (await readLabRun(recorder.id))!;
    const { steps } = series[0]!;
    expect(steps.length).toBeLessThanOrEqual(mostPoints);
    expect(steps.length).toBeGreaterThan(mostPoints / 2 - 1);
    expect([steps[0], steps.at(-1)]).toEqual([0, 30_000]);
    const gaps = steps.slice(1, -1).map((step, i) => step - steps[i]!);
    expect(new Set(gaps).size).toBe(1);
    expect(histograms[0]!.frames.length).toBeLessThanOrEqual(mostFrames);
    expect(histograms[0]!.frames.at(-1)!.step).toBe(500);
  });

  it('has no more tags than a board can show', () => {
    const recorder = recordRun({ lab: 'a', settings: {} });
    for (let tag = 0; tag < mostTags; tag++) recorder.scalar(String(tag), 0, 0);
    expect(() => recorder.scalar('one more', 0, 0)).toThrow(RangeError);
  });

  it('ends as storage-full when the disk is full, and training hears of it as a value', async () => {
    await listLabRuns();
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    const recorder = recordRun({ lab: 'a', settings: {} });
    for (let step = 0; step < 9; step++) recorder.scalar('loss', step, step);
    expect(await recorder.end()).toMatchObject({ code: 'storage-full' });
    recorder.scalar('loss', 10, 1);
    expect(recorder.failure).toMatchObject({ code: 'storage-full' });
  });
});

describe('the runs of a lab', () => {
  it('make room for newer ones, but never those that somebody named', async () => {
    const named = await recorded('a', 6, 'the good one');
    await recorded('b');
    for (let run = 0; run < keptPerLab + 3; run++) await recorded('a');
    const left = await listLabRuns();
    expect(left.filter(({ owner }) => owner === 'a')).toHaveLength(keptPerLab + 1);
    expect(left.map(({ id }) => id)).toContain(named);
    expect(left.filter(({ owner }) => owner === 'b')).toHaveLength(1);
  });

  it('can be named, and named no more', async () => {
    const id = await recorded();
    await renameLabRun(id, 'mine');
    expect((await listLabRuns())[0]?.name).toBe('mine');
    await renameLabRun(id, '');
    expect((await listLabRuns())[0]).not.toHaveProperty('name');
  });

  it('come back after they were removed, until they are forgotten with all they had', async () => {
    const id = await recorded();
    await setRemoved([id], true);
    expect(await listLabRuns()).toEqual([]);
    await forgetRemoved();
    await setRemoved([id], false);
    expect(await listLabRuns()).toHaveLength(1);
    await setRemoved([id], true);
    await forgetRemoved(Date.now() + 3_600_000);
    await setRemoved([id], false);
    expect(await listLabRuns()).toEqual([]);
    expect(await readLabRun(id)).toBeUndefined();
  });

  it('of a visit go with the visit', async () => {
    await recorded('before');
    const there = new Set(await labRunIds());
    await recorded('visit');
    await forgetRunsBut(there);
    expect((await listLabRuns()).map(({ owner }) => owner)).toEqual(['before']);
  });
});

it('a run that came in a file is kept once, with all it has', async () => {
  const id = await recorded();
  const whole = (await readLabRun(id))!;
  expect(await keepImported(whole)).toBe(false);
  expect(await keepImported({ ...whole, run: { ...whole.run, id: 'p/r', source: 'teach' } })).toBe(
    true,
  );
  expect((await readLabRun('p-r'))?.series).toEqual(whole.series);
  await setRemoved(['p-r'], true);
  expect(await keepImported({ ...whole, run: { ...whole.run, id: 'p/r' } })).toBe(true);
  expect(await listLabRuns()).toHaveLength(2);
});
