import { expect, test } from 'vitest';
import { affordableFps, Slowdown } from './saver.ts';

test.each([
  ['charging, cool', { battery: { charging: true, level: 0.1 }, slowdown: 1 }, 12],
  ['a browser that does not tell', { slowdown: 1 }, 12],
  ['on battery', { battery: { charging: false, level: 0.8 }, slowdown: 1 }, 6],
  ['on battery and hot', { battery: { charging: false, level: 0.8 }, slowdown: 2 }, 3],
  ['nearly empty', { battery: { charging: false, level: 0.1 }, slowdown: 1 }, 2],
  ['hot', { slowdown: 1.7 }, 6],
])('%s', (_name, strain, fps) => {
  expect(affordableFps(12, strain)).toBe(fps);
});

test('a device that becomes slow is told from one that hiccups', () => {
  const slowdown = new Slowdown();
  for (let i = 0; i < 30; i++) slowdown.add(i % 7 === 0 ? 400 : 40);
  expect(slowdown.factor).toBe(1);
  for (let i = 0; i < 10; i++) slowdown.add(90);
  expect(slowdown.factor).toBeGreaterThan(2);
  for (let i = 0; i < 10; i++) slowdown.add(41);
  expect(slowdown.factor).toBeLessThan(1.1);
});

test('says nothing before it knows', () => {
  const slowdown = new Slowdown();
  for (const ms of [20, 90, NaN, 0, 90]) slowdown.add(ms);
  expect(slowdown.factor).toBe(1);
});
