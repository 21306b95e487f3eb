import { describe, expect, it } from 'vitest';
import type { Judgement, RunReport } from '../trainer/protocol.ts';
import { compareRuns } from './compare.ts';
import type { ReadRun } from './read-run.ts';
import { defaultSettings } from './settings.ts';

const judged = (
  sampleId: string,
  truth: string,
  answer: string,
  part: Judgement['part'] = 'validation',
): Judgement => ({ sampleId, truth, answer, part, score: 0.8 });

function run(judgements: Judgement[], settings = defaultSettings): ReadRun {
  const report: RunReport = {
    classes: ['cat', 'cup'],
    judgements,
    calibrationBefore: 0.1,
    calibrationAfter: 0.05,
    bestEpoch: 3,
    stopped: 'finished',
    fitMs: 10,
    embedMs: 0,
  };
  const rest = { state: 'done', startedAt: 0, trunk: undefined, curve: [], epoch: 3 } as const;
  return { id: 'r', name: 'Run', kind: 'image', settings, report, ...rest };
}

describe('compareRuns', () => {
  it('says which samples were mended and which broke', () => {
    const result = compareRuns(
      run([judged('1', 'cat', 'cup'), judged('2', 'cup', 'cup'), judged('3', 'cat', 'cat')]),
      run([judged('1', 'cat', 'cat'), judged('2', 'cup', 'cat'), judged('3', 'cat', 'cat')], {
        ...defaultSettings,
        shrinkage: 0.2,
      }),
    );
    expect(result.settings).toEqual(['shrinkage']);
    expect(result.changed.map(({ sampleId, turn }) => [sampleId, turn])).toEqual([
      ['2', 'broken'],
      ['1', 'mended'],
    ]);
    expect(result).toMatchObject({ shared: 3, before: 2 / 3, after: 2 / 3, split: 'validation' });
    expect(result.classes).toEqual([
      { classId: 'cat', before: 0.5, after: 1, count: 2 },
      { classId: 'cup', before: 1, after: 0, count: 1 },
    ]);
  });

  it('compares only samples that both judged under the same label', () => {
    const result = compareRuns(
      run([judged('1', 'cat', 'cup'), judged('only-first', 'cat', 'cat')]),
      run([judged('1', 'cup', 'cup'), judged('only-second', 'cat', 'cat')]),
    );
    expect(result.shared).toBe(0);
    expect(result.before).toBeNaN();
    expect(result.changed).toEqual([]);
  });

  it('does not hold validation against a test', () => {
    const result = compareRuns(
      run([judged('1', 'cat', 'cup')]),
      run([judged('1', 'cat', 'cat', 'test'), judged('2', 'cat', 'cat')]),
    );
    expect(result.split).toBeUndefined();
    expect(result.shared).toBe(0);
  });

  it('takes a run without a report', () => {
    const without = { ...run([]), report: undefined };
    expect(compareRuns(without, run([judged('1', 'cat', 'cat')])).shared).toBe(0);
  });
});
