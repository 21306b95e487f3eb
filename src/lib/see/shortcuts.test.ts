import { describe, expect, it } from 'vitest';
import { shortcutFor, type KeyPress } from './shortcuts.ts';

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  repeat: false,
  defaultPrevented: false,
  ...more,
});

describe('shortcutFor', () => {
  it.each([
    [' ', 'freeze'],
    ['b', 'boxes'],
    ['B', 'boxes'],
    ['h', 'why'],
    ['w', 'why'],
    ['m', 'mirror'],
    ['c', 'switch-camera'],
    ['?', 'help'],
    ['Escape', 'back'],
  ])('%j → %s', (key, action) => {
    expect(shortcutFor(press(key))).toEqual({ action });
  });

  it('explains the label of a rank', () => {
    expect(shortcutFor(press('3'))).toEqual({ action: 'explain', rank: 3 });
    expect(shortcutFor(press('0'))).toBeUndefined();
  });

  it("leaves the browser's own keys alone", () => {
    expect(shortcutFor(press('c', { ctrlKey: true }))).toBeUndefined();
    expect(shortcutFor(press('b', { metaKey: true }))).toBeUndefined();
    expect(shortcutFor(press(' ', { repeat: true }))).toBeUndefined();
    expect(shortcutFor(press('x'))).toBeUndefined();
  });
});
