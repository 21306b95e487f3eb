import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { labsRole } from './role.ts';
import type { SimulationProgress, SimulationUpdate } from './protocol.ts';

/** A counter to three, in a role, with a clock of its own. */
function start() {
  let told: SimulationProgress | undefined;
  let say: (update: SimulationUpdate) => void = () => undefined;
  const controller = new AbortController();
  const role = labsRole(() =>
    Promise.resolve((settings: { from: number }) => {
      let at = settings.from;
      return {
        step: () => at < 3 && (at++, true),
        view: () => at,
        change: (to: number) => (at = to),
      };
    }),
  );
  const ending = role.handlers.simulate(
    { simulation: 'count', settings: { from: 0 } },
    {
      signal: controller.signal,
      progress: (progress) => (told = progress),
      onUpdate: (listener) => (say = listener),
    },
  );
  const settle = () => vi.advanceTimersByTimeAsync(1);
  return {
    told: () => told,
    say: async (...updates: SimulationUpdate[]) => {
      for (const update of updates) say(update);
      await settle();
    },
    settle,
    stop: async () => {
      const ended = expect(ending).rejects.toThrow();
      controller.abort();
      await ended;
    },
  };
}

describe('the labs worker', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('shows the beginning, takes single steps, and tells when there are no more', async () => {
    const { told, say, settle, stop } = start();
    await settle();
    expect(told()).toEqual({ steps: 0, ended: false, view: 0 });
    await say({ kind: 'drawn' }, { kind: 'step' });
    expect(told()).toEqual({ steps: 1, ended: false, view: 1 });
    await say({ kind: 'drawn' }, { kind: 'step' }, { kind: 'step' }, { kind: 'step' });
    expect(told()).toEqual({ steps: 3, ended: true, view: 3 });
    await stop();
  });

  it('sends no view before the last is drawn', async () => {
    const { told, say, settle, stop } = start();
    await settle();
    await say({ kind: 'step' });
    expect(told()?.view).toBe(0);
    await say({ kind: 'drawn' });
    expect(told()?.view).toBe(1);
    await stop();
  });

  it('plays at its speed, pauses, and takes changes on the way', async () => {
    const { told, say, settle, stop } = start();
    await settle();
    await say({ kind: 'drawn' }, { kind: 'play', speed: 2 });
    expect(told()?.steps).toBe(1);
    await say({ kind: 'drawn' });
    await vi.advanceTimersByTimeAsync(520);
    expect(told()?.steps).toBe(2);
    await say({ kind: 'drawn' }, { kind: 'pause' });
    await vi.advanceTimersByTimeAsync(2000);
    expect(told()?.steps).toBe(2);
    await say({ kind: 'change', change: -5 });
    expect(told()).toEqual({ steps: 2, ended: false, view: -5 });
    await stop();
  });
});
