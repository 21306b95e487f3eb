import { expect, it } from 'vitest';
import { isMemoryError } from './memory-error.ts';

it.each([
  'Array buffer allocation failed',
  'Aborted(OOM). Out of memory',
  'Cannot enlarge memory arrays to size 2147549184 bytes (OOM).',
  'offset is out of bounds',
  'Unable to create WebGLTexture.',
])('knows "%s"', (message) => {
  expect(isMemoryError(new Error(message))).toBe(true);
});

it('leaves other errors alone', () => {
  expect(isMemoryError(new TypeError('x is not a function'))).toBe(false);
  expect(isMemoryError('out of memory')).toBe(false);
});
