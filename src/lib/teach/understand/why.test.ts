import { describe, expect, it } from 'vitest';
import type { HeatMap } from '#lib/vision/prediction.ts';
import type { Still } from '../test/live-test.svelte.ts';
import { Why, type WhyEngine, type WhyLive } from './why.svelte.ts';

const heat: HeatMap = {
  label: 'cat',
  method: 'occlusion',
  columns: 1,
  rows: 1,
  values: new Float32Array([1]),
};
const still = { result: { embedding: new Float32Array([1, 0]) } } as unknown as Still;

function asking({ nearest = 'result' as 'result' | 'failure' } = {}) {
  const asked: string[] = [];
  let answer = (_heat: HeatMap | undefined) => {};
  const live: WhyLive = {
    still,
    explain: (classId, onProgress) => {
      asked.push(classId);
      onProgress(0.5);
      return new Promise((resolve) => (answer = resolve));
    },
  };
  const trainer: WhyEngine = {
    call: () => ({
      ending: Promise.resolve(
        nearest === 'result'
          ? { kind: 'result' as const, value: [{ sampleId: 's', similarity: 0.9 }] }
          : { kind: 'failure' as const, failure: { code: 'worker-died' as const } },
      ),
      update: () => false,
    }),
  };
  return { why: new Why(live, trainer), asked, answer: () => answer(heat) };
}

describe('Why', () => {
  it('shows the map and the look-alikes together', async () => {
    const { why, answer } = asking();
    const done = why.ask('cat');
    expect(why).toMatchObject({ asked: 'cat', heat: undefined, fraction: 0.5 });
    answer();
    await done;
    expect(why.heat).toBe(heat);
    expect(why.neighbours).toEqual([{ sampleId: 's', similarity: 0.9 }]);
  });

  it('drops the answer to a question that nobody asks any more', async () => {
    const { why, answer } = asking();
    const done = why.ask('cat');
    why.clear();
    answer();
    await done;
    expect(why).toMatchObject({ asked: undefined, heat: undefined, neighbours: [] });
  });

  it('asks no longer when a worker fails, and says why', async () => {
    const { why } = asking({ nearest: 'failure' });
    await expect(why.ask('cat')).rejects.toMatchObject({ failure: { code: 'worker-died' } });
    expect(why.asked).toBeUndefined();
  });
});
