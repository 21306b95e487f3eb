import { expect, it } from 'vitest';
import type { ProjectRow, RunRow } from '#lib/storage/project-rows.ts';
import { defaultSettings } from '#lib/teach/train/settings.ts';
import { teachRun } from './teach-runs.ts';

const project: ProjectRow = { id: 'p', kind: 'image', name: 'Pets', createdAt: 0, trunk: 't' };
const row: RunRow = {
  id: 'r',
  projectId: 'p',
  name: 'Run 1',
  startedAt: 5,
  endedAt: 9,
  state: 'done',
  settings: { ...defaultSettings, method: 'linear', learningRate: 0.01 },
  curve: [
    { epoch: 1, loss: 1, accuracy: 0.5, validationLoss: NaN, validationAccuracy: NaN },
    { epoch: 2, loss: 0.5, accuracy: 0.75, validationLoss: NaN, validationAccuracy: NaN },
  ],
};

it('shows a run of Teach with its curve, its settings and its held-out accuracy', () => {
  const judgement = { sampleId: 's', part: 'test', truth: 'a', score: 1 };
  const report = {
    classes: ['a', 'b'],
    judgements: [
      { ...judgement, answer: 'a' },
      { ...judgement, answer: 'b' },
    ],
  };
  const { run, series } = teachRun({ ...row, report }, project);
  expect(series).toEqual([
    { tag: 'loss/train', steps: [1, 2], values: [1, 0.5] },
    { tag: 'accuracy/train', steps: [1, 2], values: [0.5, 0.75] },
  ]);
  expect(run).toMatchObject({
    id: 'p/r',
    source: 'teach',
    owner: 'p',
    name: 'Run 1',
    settings: { learningRate: 0.01, earlyStopping: true, method: 'Linear' },
    finals: { 'loss/train': 0.5, 'accuracy/train': 0.75, 'accuracy/test': 0.5 },
  });
  expect(run.settings).not.toHaveProperty('neighbours');
});

it('shows one that learns without rounds by how it did', () => {
  const { run, series } = teachRun({ ...row, curve: [], settings: { method: 'lda' } }, project);
  expect(series).toEqual([]);
  expect(run.finals).toEqual({});
});
