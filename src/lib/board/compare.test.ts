import { describe, expect, it } from 'vitest';
import { differingSettings, finalValues, sharedSettings, sortedTags } from './compare.ts';
import type { RunSummary } from './run.ts';

const run = (settings: RunSummary['settings'], finals: RunSummary['finals'] = {}): RunSummary => ({
  id: '',
  source: 'lab',
  owner: '',
  settings,
  finals,
  startedAt: 0,
});

describe('runs side by side', () => {
  const runs = [
    run({ rate: 0.1, seed: 1, bias: true }, { 'loss/train': 0.5, 'accuracy/train': 0.9, norm: 1 }),
    run({ rate: 0.3, seed: 1 }, { 'loss/train': 0.25, 'accuracy/train': 0.9, norm: 2 }),
    run({ rate: 0.1, seed: 1, bias: true }, { 'loss/train': NaN }),
  ];

  it('name what was set otherwise, what one lacks among it, and what was set alike', () => {
    expect(differingSettings(runs)).toEqual([
      { key: 'rate', cells: [0.1, 0.3, 0.1] },
      { key: 'bias', cells: [true, undefined, true] },
    ]);
    expect(sharedSettings(runs)).toEqual([['seed', 1]]);
    expect(differingSettings([])).toEqual([]);
  });

  it('mark the least loss and the greatest accuracies, and nothing where better is unknown', () => {
    expect(finalValues(runs).map(({ key, best }) => [key, best])).toEqual([
      ['loss/train', [1]],
      ['accuracy/train', [0, 1]],
      ['norm', []],
    ]);
  });

  it('list losses before accuracies before the rest', () => {
    expect(sortedTags(['norm', 'accuracy/b', 'loss/b', 'accuracy/a', 'loss/a'])).toEqual([
      'loss/a',
      'loss/b',
      'accuracy/a',
      'accuracy/b',
      'norm',
    ]);
  });
});
