import { describe, expect, it } from 'vitest';
import { defaultSettings, parseSettings } from './settings.ts';

describe('parseSettings', () => {
  it('reads back what was stored', () => {
    const settings = { topK: 3, threshold: 0.5, smoothingMs: 0, boxes: false };
    expect(parseSettings(JSON.parse(JSON.stringify(settings)))).toEqual(settings);
  });

  it.each([null, 'text', 7, {}, { topK: 'many', threshold: NaN, boxes: 1 }])(
    'falls back to the defaults for %j',
    (stored) => expect(parseSettings(stored)).toEqual(defaultSettings),
  );

  it('brings values back within their limits', () => {
    expect(parseSettings({ topK: 400, threshold: -1, smoothingMs: 1e9 })).toMatchObject({
      topK: 9,
      threshold: 0.05,
      smoothingMs: 2000,
    });
  });
});
