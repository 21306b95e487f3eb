import { describe, expect, it } from 'vitest';
import type { Found } from '../collect/walk-files.ts';
import { gatherFiles } from './gather-files.ts';

const { signal } = new AbortController();
const file = (name: string, ...folders: string[]): Found => ({
  kind: 'file',
  name,
  folders,
  read: () => Promise.resolve(new File([name], name)),
});
const closed: Found = {
  kind: 'unreadable',
  name: 'pets/secret',
  failure: { code: 'folder-unreadable' },
};

describe('gatherFiles', () => {
  it('keeps the way to every file, and the names of folders that stay closed', async () => {
    const found = [file('1.jpg', 'pets', 'cat'), closed, file('2.jpg')];
    const { files, unreadable } = await gatherFiles(found, signal);
    expect(files.map(({ path }) => path)).toEqual(['pets/cat/1.jpg', '2.jpg']);
    expect(unreadable).toEqual(['pets/secret']);
  });

  it('says why, where nothing could be opened', async () => {
    await expect(gatherFiles([closed], signal)).rejects.toThrow('folder-unreadable');
  });

  it('stops when it is told to', async () => {
    const stopped = AbortSignal.abort(new Error('stopped'));
    await expect(gatherFiles([file('1.jpg')], stopped)).rejects.toThrow('stopped');
  });
});
