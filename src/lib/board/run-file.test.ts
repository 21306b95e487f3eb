import { describe, expect, it } from 'vitest';
import { mostPoints, mostRuns } from './limits.ts';
import { mostFileBytes, readRuns, writeCsv, writeRuns } from './run-file.ts';
import type { WholeRun } from './run.ts';

const whole: WholeRun = {
  run: {
    id: 'm1-a-b',
    source: 'lab',
    owner: 'board',
    name: 'the good one',
    settings: { learningRate: 0.1, optimiser: 'Adam', bias: true },
    startedAt: 1000,
    endedAt: 2000,
    finals: { 'loss/train': NaN },
    layers: [{ name: 'hidden', input: [2], output: [8], parameters: 24, activation: 'tanh' }],
  },
  series: [{ tag: 'loss/train', steps: [1, 2, 3], values: [0.5, Infinity, NaN], times: [0, 5, 9] }],
  histograms: [{ tag: 'w', frames: [{ step: 1, least: -1, most: 1, counts: [1, 2] }] }],
  points: {
    dimensions: 2,
    vectors: Float32Array.of(0.1, 0.2, 0.3, 0.4),
    labels: [0, 1],
    classes: ['a', 'b'],
    names: ['', 'x'],
  },
};

interface Part {
  readonly run: object;
}

const json = async () => JSON.parse(await writeRuns([whole]).text()) as { runs: Part[] };
const fileOf = (content: unknown) => new Blob([JSON.stringify(content)]);
const codeOf = (from: Blob) =>
  readRuns(from).then(
    () => 'read',
    (error: { failure: { code: string } }) => error.failure.code,
  );

describe('runs as a file', () => {
  it('come back as they went, what is no number too', async () => {
    expect(await readRuns(writeRuns([whole]))).toEqual([whole]);
  });

  it('are refused by code when they are something else, newer, broken or too large', async () => {
    expect(await codeOf(new Blob(['not json']))).toBe('runs-unreadable');
    expect(await codeOf(fileOf({ format: 'other' }))).toBe('runs-unreadable');
    expect(await codeOf(fileOf({ format: 'aprendiz-runs', version: 2 }))).toBe('archive-newer');
    expect(await codeOf(fileOf({ format: 'aprendiz-runs', version: 1 }))).toBe('archive-damaged');
    const large = { size: mostFileBytes + 1 } as Blob;
    expect(await codeOf(large)).toBe('runs-unreadable');
  });

  it.each<[string, (run: Part) => unknown]>([
    [
      'steps that go back',
      (run) => ({ ...run, series: [{ tag: 't', steps: [2, 1], values: [1, 1] }] }),
    ],
    [
      'fewer values than steps',
      (run) => ({ ...run, series: [{ tag: 't', steps: [1, 2], values: [1] }] }),
    ],
    [
      'a series without end',
      (run) => {
        const steps = Array.from({ length: mostPoints + 2 }, (_, i) => i);
        return { ...run, series: [{ tag: 't', steps, values: steps }] };
      },
    ],
    [
      'counts below zero',
      (run) => ({
        ...run,
        histograms: [{ tag: 't', frames: [{ step: 1, least: 0, most: 1, counts: [-1] }] }],
      }),
    ],
    [
      'a class that is not there',
      (run) => ({
        ...run,
        points: { dimensions: 1, vectors: [1], labels: [7], classes: ['a'], names: [''] },
      }),
    ],
    [
      'vectors cut off',
      (run) => ({
        ...run,
        points: { dimensions: 3, vectors: [1], labels: [0], classes: ['a'], names: [''] },
      }),
    ],
    ['an id that is a path', (run) => ({ ...run, run: { ...run.run, id: '../<b>' } })],
    ['settings that hold objects', (run) => ({ ...run, run: { ...run.run, settings: { a: {} } } })],
  ])('are refused whole with %s', async (_, spoil) => {
    const content = await json();
    expect(await codeOf(fileOf({ ...content, runs: content.runs.map(spoil) }))).toBe(
      'archive-damaged',
    );
  });

  it('are refused when there are too many', async () => {
    const content = await json();
    const runs = Array.from({ length: mostRuns + 1 }, () => content.runs[0]);
    expect(await codeOf(fileOf({ ...content, runs }))).toBe('archive-damaged');
  });

  it('keep no key that would reach into every object', async () => {
    const text = (await writeRuns([whole]).text()).replace('"bias":true', '"__proto__":{"evil":1}');
    const code = await codeOf(new Blob([text]));
    expect(['read', 'archive-damaged']).toContain(code);
    expect(({} as Record<string, unknown>)['evil']).toBeUndefined();
  });

  it('go to a spreadsheet line by line, with nothing that it would run', async () => {
    const csv = await writeCsv([{ name: '=1+1, "a"', series: whole.series }]).text();
    expect(csv.split('\r\n')).toEqual([
      'run,tag,step,seconds,value',
      '" =1+1, ""a""",loss/train,1,0.000,0.5',
      '" =1+1, ""a""",loss/train,2,0.005,Infinity',
      '" =1+1, ""a""",loss/train,3,0.009,NaN',
      '',
    ]);
  });
});
