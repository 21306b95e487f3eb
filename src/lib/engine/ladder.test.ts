import { describe, expect, it } from 'vitest';
import type { BackendName, BackendReport } from './backend.ts';
import { backoffMs, isWorthMeasuring, judge, nextRung, recorded, type Running } from './ladder.ts';

const running = (backend: BackendName, medianMs: number, software = false): Running => ({
  backend,
  medianMs,
  software,
});
const tried = (...names: BackendName[]) => new Set(names);
const noLosses = new Map<BackendName, number>();

describe('the next rung', () => {
  it('is wasm first', () => {
    expect(nextRung({ tried: tried(), losses: noLosses })).toBe('wasm');
  });

  it('is a GPU while wasm runs, webgpu before webgl, and never cpu', () => {
    const current = running('wasm', 30);
    const next = (...names: BackendName[]) =>
      nextRung({ current, tried: tried('wasm', ...names), losses: noLosses });
    expect(next()).toBe('webgpu');
    expect(next('webgpu')).toBe('webgl');
    expect(next('webgpu', 'webgl')).toBeUndefined();
  });

  it('is none once a real GPU has won', () => {
    const current = running('webgpu', 8);
    expect(nextRung({ current, tried: tried('wasm', 'webgpu'), losses: noLosses })).toBeUndefined();
  });

  it('is cpu where nothing else works, or to be measured against a software GPU', () => {
    const all = tried('wasm', 'webgpu', 'webgl');
    expect(nextRung({ tried: all, losses: noLosses })).toBe('cpu');
    const current = running('webgl', 900, true);
    expect(nextRung({ current, tried: all, losses: noLosses })).toBe('cpu');
  });

  it('is only the pinned one', () => {
    expect(nextRung({ pinned: 'webgl', tried: tried(), losses: noLosses })).toBe('webgl');
    expect(nextRung({ pinned: 'webgl', tried: tried('webgl'), losses: noLosses })).toBeUndefined();
  });

  it('is one of the suitable ones', () => {
    const suitable = ['wasm', 'cpu'] as const;
    const losses = noLosses;
    expect(nextRung({ suitable, tried: tried('wasm'), losses })).toBe('cpu');
    const current = running('wasm', 30);
    expect(nextRung({ suitable, current, tried: tried('wasm'), losses })).toBeUndefined();
  });

  it('leaves alone what was lost too often', () => {
    const losses = new Map<BackendName, number>([['webgpu', 3]]);
    const current = running('wasm', 30);
    expect(nextRung({ current, tried: tried('wasm'), losses })).toBe('webgl');
    expect(nextRung({ pinned: 'webgpu', tried: tried(), losses })).toBeUndefined();
  });
});

describe('the judgement', () => {
  const wasm = { current: running('wasm', 30) };

  it('takes the first, the pinned and the replacement without a contest', () => {
    expect(judge(running('wasm', 30), {}, false)).toEqual({
      chosen: true,
      reason: 'first-label-soonest',
    });
    expect(judge(running('cpu', 900), { pinned: 'cpu' }, false)).toEqual({
      chosen: true,
      reason: 'pinned',
    });
    expect(judge(running('wasm', 30), {}, true)).toEqual({
      chosen: true,
      reason: 'replaced-after-loss',
    });
  });

  it('takes what is clearly quicker here, whatever its name', () => {
    expect(judge(running('webgpu', 8), wasm, false)).toMatchObject({ reason: 'quicker-here' });
    expect(judge(running('webgpu', 29), wasm, false)).toEqual({
      chosen: false,
      reason: 'slower-here',
    });
  });

  it('never lets a software GPU win over real hardware, however quick it claims to be', () => {
    expect(judge(running('webgl', 1, true), wasm, false)).toEqual({
      chosen: false,
      reason: 'software-adapter',
    });
  });

  it('measures a software GPU only where nothing real runs', () => {
    const report = { backend: 'webgl', software: true } as BackendReport;
    expect(isWorthMeasuring(report, wasm)).toBe(false);
    expect(isWorthMeasuring(report, {})).toBe(true);
    expect(isWorthMeasuring(report, { pinned: 'webgl' })).toBe(true);
    expect(isWorthMeasuring({ ...report, software: false }, wasm)).toBe(true);
  });
});

it('replaces at once the first time, then ever slower', () => {
  expect([1, 2, 3, 4, 9].map(backoffMs)).toEqual([0, 500, 2_000, 8_000, 8_000]);
});

it('keeps a bounded record of attempts', () => {
  let attempts: Parameters<typeof recorded>[0] = [];
  for (let i = 0; i < 30; i++) {
    attempts = recorded(attempts, {
      backend: 'wasm',
      chosen: false,
      reason: 'failed',
      medianMs: i,
    });
  }
  expect(attempts).toHaveLength(20);
  expect(attempts.at(-1)?.medianMs).toBe(29);
});
