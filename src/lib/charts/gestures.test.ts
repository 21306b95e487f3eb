import { expect, it, vi } from 'vitest';
import { Gestures } from './gestures.ts';

function recorder() {
  const events = { pan: vi.fn(), zoom: vi.fn(), tap: vi.fn() };
  return { events, gestures: new Gestures(events) };
}

it('drags with one pointer and does not tap afterwards', () => {
  const { events, gestures } = recorder();
  gestures.down(1, { x: 10, y: 10 });
  gestures.move(1, { x: 30, y: 15 });
  gestures.up(1, { x: 30, y: 15 });
  expect(events.pan).toHaveBeenCalledWith(20, 5);
  expect(events.tap).not.toHaveBeenCalled();
});

it('taps with a pointer that hardly moves', () => {
  const { events, gestures } = recorder();
  gestures.down(1, { x: 10, y: 10 });
  gestures.move(1, { x: 12, y: 10 });
  gestures.up(1, { x: 12, y: 10 });
  expect(events.tap).toHaveBeenCalledWith({ x: 12, y: 10 });
});

it('zooms around the middle of two pointers', () => {
  const { events, gestures } = recorder();
  gestures.down(1, { x: 0, y: 0 });
  gestures.down(2, { x: 10, y: 0 });
  gestures.move(2, { x: 20, y: 0 });
  gestures.up(2, { x: 20, y: 0 });
  gestures.up(1, { x: 0, y: 0 });
  expect(events.zoom).toHaveBeenCalledWith(2, { x: 10, y: 0 });
  expect(events.tap).not.toHaveBeenCalled();
});

it('forgets a pointer that the browser took away', () => {
  const { events, gestures } = recorder();
  gestures.down(1, { x: 0, y: 0 });
  gestures.cancel(1);
  gestures.move(1, { x: 9, y: 9 });
  gestures.up(1, { x: 9, y: 9 });
  expect(events.pan).not.toHaveBeenCalled();
  expect(events.tap).not.toHaveBeenCalled();
});
