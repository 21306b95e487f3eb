import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Visit, type VisitPhase } from './visit.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function stand({ going = false, erase = () => Promise.resolve() } = {}) {
  const phases: string[] = [];
  const erased = vi.fn(erase);
  const onVisit = vi.fn();
  const onPhase = (phase: VisitPhase) =>
    phases.push(phase.kind === 'asking' ? `asking ${phase.secondsLeft}` : phase.kind);
  const visit = new Visit(
    { idleMs: 60_000, askSeconds: 2, erase: erased, onPhase, onVisit },
    going,
  );
  return { visit, phases, erased, onVisit };
}

test('attracts for as long as nobody comes', () => {
  const { phases, erased, onVisit } = stand();
  vi.advanceTimersByTime(3_600_000);
  expect(phases).toEqual(['attract']);
  expect(erased).not.toHaveBeenCalled();
  expect(onVisit).not.toHaveBeenCalled();
});

test('a touch begins a visit; who goes away is asked, and then erased', async () => {
  const { visit, phases, erased, onVisit } = stand();
  visit.touch();
  await vi.advanceTimersByTimeAsync(59_999);
  expect(visit.phase.kind).toBe('visit');
  await vi.advanceTimersByTimeAsync(2_001);
  expect(phases).toEqual(['attract', 'visit', 'asking 2', 'asking 1', 'erasing', 'attract']);
  expect(erased).toHaveBeenCalledOnce();
  expect(onVisit).toHaveBeenCalledOnce();
});

test('every touch puts it off, also while it asks', async () => {
  const { visit, erased, onVisit } = stand();
  visit.touch();
  for (let i = 0; i < 10; i++) {
    await vi.advanceTimersByTimeAsync(40_000);
    visit.touch();
  }
  await vi.advanceTimersByTimeAsync(61_000);
  expect(visit.phase.kind).toBe('asking');
  visit.touch();
  expect(visit.phase.kind).toBe('visit');
  await vi.advanceTimersByTimeAsync(59_000);
  expect(erased).not.toHaveBeenCalled();
  expect(onVisit).toHaveBeenCalledOnce();
});

test('a visitor can end it; touches while it erases begin nothing', async () => {
  let finish = () => {};
  const { visit, erased, phases } = stand({
    erase: () => new Promise((done) => (finish = () => done())),
  });
  visit.touch();
  const ending = visit.end();
  visit.touch();
  void visit.end();
  expect(visit.phase.kind).toBe('erasing');
  finish();
  await ending;
  expect(phases.at(-1)).toBe('attract');
  expect(erased).toHaveBeenCalledOnce();
});

test('attracts again even where erasing failed, and says so', async () => {
  const { visit } = stand({ erase: () => Promise.reject(new Error('disk')) });
  visit.touch();
  await expect(visit.end()).rejects.toThrow('disk');
  expect(visit.phase.kind).toBe('attract');
});

test('goes on after a reload in the middle of a visit, and counts nobody twice', async () => {
  const { visit, onVisit, erased } = stand({ going: true });
  expect(visit.phase.kind).toBe('visit');
  await vi.advanceTimersByTimeAsync(62_000);
  expect(onVisit).not.toHaveBeenCalled();
  expect(erased).toHaveBeenCalledOnce();
});

test('stopped: nothing happens any more', async () => {
  const { visit, erased } = stand();
  visit.touch();
  visit.stop();
  await vi.advanceTimersByTimeAsync(600_000);
  visit.touch();
  expect(erased).not.toHaveBeenCalled();
});
