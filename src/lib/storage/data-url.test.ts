import { expect, it } from 'vitest';
import { dataUrlOf } from './data-url.ts';

it.each([0, 1, 5_000, 40_001])('carries all of %i bytes', async (length) => {
  const bytes = Uint8Array.from({ length }, (_, i) => (i * 31 + (i >> 8)) & 255);
  const url = dataUrlOf(bytes.buffer, 'image/jpeg');
  const answer = await fetch(url);
  expect(answer.headers.get('content-type')).toBe('image/jpeg');
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(bytes);
});
