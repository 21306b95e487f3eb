import { expect, it } from 'vitest';
import { benchQuery, readAddress } from './address.ts';

it('keeps the camera and the backend that were asked for', () => {
  const from = new URLSearchParams('camera=fake&backend=cpu&shared=1');
  const query = new URLSearchParams(benchQuery('a b&c', from));
  expect(readAddress(query)).toEqual({ projectId: 'a b&c', pinned: 'cpu', fakeCamera: true });
  expect(query.has('shared')).toBe(false);
});
