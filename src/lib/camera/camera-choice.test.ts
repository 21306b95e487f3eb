import { describe, expect, it } from 'vitest';
import { parseCameraChoice } from './camera-choice.ts';

describe('parseCameraChoice', () => {
  it('reads back what was stored', () => {
    const choice = { deviceId: 'abc', facing: 'rear', mirror: false };
    expect(parseCameraChoice(JSON.parse(JSON.stringify(choice)))).toEqual(choice);
  });

  it.each([null, 'rear', { deviceId: 7, facing: 'up', mirror: 'yes' }])(
    'chooses nothing from %j',
    (stored) => expect(parseCameraChoice(stored)).toEqual({}),
  );
});
