import { expect, it } from 'vitest';
import { accuracyOf, heldOut, readRun } from './read-run.ts';
import { defaultSettings } from './settings.ts';
import type { Judgement, RunReport } from '../trainer/protocol.ts';

const judged = (part: Judgement['part'], answer = 'cat'): Judgement => ({
  sampleId: part,
  part,
  truth: 'cat',
  answer,
  score: 1,
});
const report = (judgements: Judgement[]): RunReport => ({
  classes: ['cat'],
  judgements,
  calibrationBefore: 0,
  calibrationAfter: 0,
  bestEpoch: 1,
  stopped: 'finished',
  fitMs: 1,
  embedMs: 1,
});
const row = {
  id: 'r',
  projectId: 'p',
  name: 'Run 1',
  startedAt: 5,
  state: 'running',
  settings: {},
  curve: [],
} as const;

it('reads a row that knows nothing yet', () => {
  expect(readRun(row, 'image')).toMatchObject({
    settings: defaultSettings,
    report: undefined,
    curve: [],
  });
});

it('reads a loss that was no number as no number', () => {
  const kept = JSON.parse(JSON.stringify([{ epoch: 1, loss: Number.NaN, accuracy: 0.5 }]));
  const [point] = readRun({ ...row, curve: kept }, 'image').curve;
  expect(point).toMatchObject({ epoch: 1, accuracy: 0.5 });
  expect(point!.loss).toBeNaN();
});

it('takes no damaged report for one', () => {
  expect(readRun({ ...row, report: { classes: ['cat'] } }, 'image').report).toBeUndefined();
});

it('counts on the test set where there is one', () => {
  const both = report([judged('train'), judged('validation'), judged('test', 'cup')]);
  expect(heldOut(both)).toMatchObject({ split: 'test', judgements: [{ part: 'test' }] });
  expect(heldOut(report([judged('train'), judged('validation')])).split).toBe('validation');
  expect(accuracyOf(heldOut(both).judgements)).toBe(0);
  expect(accuracyOf([])).toBeNaN();
});
