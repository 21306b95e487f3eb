import { describe, expect, it } from 'vitest';
import {
  defaultSettings,
  defaultsOf,
  differingSettings,
  learnsInEpochs,
  penaltyOf,
  readSettings,
  settingGroups,
  stopIndex,
  stopsOf,
  trainMethods,
  uses,
} from './settings.ts';

describe('readSettings', () => {
  it('gives the defaults where nothing is kept', () => {
    expect(readSettings(undefined, 'image')).toEqual(defaultSettings);
    expect(readSettings({}, 'image')).toEqual(defaultSettings);
  });

  it('returns what was kept', () => {
    const kept = { ...defaultSettings, method: 'mlp', epochs: 7, seed: 42 } as const;
    expect(readSettings(JSON.parse(JSON.stringify(kept)), 'image')).toEqual(kept);
  });

  it('replaces what makes no sense, and only that', () => {
    const read = readSettings(
      {
        method: 'telepathy',
        optimiser: 3,
        epochs: Number.NaN,
        learningRate: -1,
        l2: 'much',
        dropout: 0.3,
        seed: 1.5,
        augmentation: { mirror: 'no', copies: 2 },
      },
      'image',
    );
    expect(read).toEqual({
      ...defaultSettings,
      dropout: 0.3,
      augmentation: { ...defaultSettings.augmentation, copies: 2 },
    });
  });
});

describe('which settings count', () => {
  it('has every setting but the method in one group', () => {
    const grouped = Object.values(settingGroups).flat();
    expect(new Set(grouped).size).toBe(grouped.length);
    expect([...grouped, 'method'].sort()).toEqual(Object.keys(defaultSettings).sort());
  });

  it('follows the method', () => {
    expect(uses({ ...defaultSettings, method: 'knn' }, 'neighbours', 'image')).toBe(true);
    expect(uses({ ...defaultSettings, method: 'knn' }, 'learningRate', 'image')).toBe(false);
    expect(uses({ ...defaultSettings, method: 'mlp' }, 'hidden', 'image')).toBe(true);
    expect(uses({ ...defaultSettings, method: 'linear' }, 'hidden', 'image')).toBe(false);
    for (const method of trainMethods.image)
      expect(uses({ ...defaultSettings, method }, 'seed', 'image')).toBe(true);
  });

  it('asks for patience only where it may stop early', () => {
    expect(
      uses({ ...defaultSettings, method: 'linear', earlyStopping: false }, 'patience', 'image'),
    ).toBe(false);
    expect(
      uses({ ...defaultSettings, method: 'linear', earlyStopping: true }, 'patience', 'image'),
    ).toBe(true);
  });

  it('asks texts for what texts have, and pictures for what pictures have', () => {
    const lstm = { ...defaultsOf('text'), method: 'lstm' } as const;
    expect(uses(lstm, 'units', 'text')).toBe(true);
    expect(uses(lstm, 'augmentation', 'text')).toBe(false);
    const tuned = { ...defaultSettings, method: 'fine-tune' } as const;
    expect(['unfreeze', 'window'].map((key) => uses(tuned, key as 'window', 'text'))).toEqual([
      false,
      true,
    ]);
    expect(uses(tuned, 'unfreeze', 'image')).toBe(true);
    expect(readSettings({ method: 'cnn', units: 64 }, 'text')).toMatchObject({
      method: defaultsOf('text').method,
      units: 64,
    });
  });

  it('knows who learns in rounds', () => {
    expect(trainMethods.image.filter(learnsInEpochs)).toEqual([
      'linear',
      'mlp',
      'fine-tune',
      'cnn',
    ]);
  });
});

it('names the penalty', () => {
  expect(penaltyOf({ l1: 0, l2: 0 })).toBe('none');
  expect(penaltyOf({ l1: 0.1, l2: 0 })).toBe('l1');
  expect(penaltyOf({ l1: 0, l2: 0.1 })).toBe('l2');
  expect(penaltyOf({ l1: 0.1, l2: 0.1 })).toBe('elastic-net');
});

describe('stopIndex', () => {
  it('finds each stop, and the nearest to a value between', () => {
    for (const stops of Object.values(stopsOf)) {
      stops.forEach((stop, i) => expect(stopIndex(stops, stop)).toBe(i));
    }
    expect(stopsOf.learningRate[stopIndex(stopsOf.learningRate, 0.0008)]).toBe(0.001);
    expect(stopsOf.dropout[stopIndex(stopsOf.dropout, 0.26)]).toBe(0.3);
  });
});

describe('differingSettings', () => {
  it('lists what differs and is used', () => {
    const a = { ...defaultSettings, method: 'linear' } as const;
    const b = {
      ...a,
      epochs: 99,
      neighbours: 1,
      augmentation: { ...a.augmentation, copies: 4 },
    };
    expect(differingSettings(a, b, 'image')).toEqual(['epochs', 'augmentation']);
    expect(differingSettings(a, a, 'image')).toEqual([]);
  });

  it('counts a setting that only one of the methods uses', () => {
    const other = { ...defaultSettings, method: 'knn' as const, neighbours: 9 };
    expect(differingSettings(defaultSettings, other, 'image')).toEqual(['method', 'neighbours']);
  });
});
