import { expect, it } from 'vitest';
import type { OpenProgress } from '#lib/engine/protocol.ts';
import { BegunOpening } from './begun-opening.ts';

const step = (loaded: number): OpenProgress => ({ stage: 'download', loaded, total: 3 });

function begin() {
  let given: { tell: (progress: OpenProgress) => void; signal: AbortSignal };
  let settle: { resolve: (value: string) => void; reject: (error: Error) => void };
  const begun = new BegunOpening<string>((tell, signal) => {
    given = { tell, signal };
    return new Promise((resolve, reject) => (settle = { resolve, reject }));
  });
  const told: OpenProgress[] = [];
  const controller = new AbortController();
  const take = () =>
    begun.take({
      progress: (progress) => void told.push(progress),
      signal: controller.signal,
      onUpdate: () => {},
    });
  return { take, told, controller, ...given!, ...settle! };
}

it('tells whoever asks what it has told already, and goes on', async () => {
  const { take, told, tell, resolve } = begin();
  tell(step(1));
  tell(step(2));
  const taken = take();
  tell(step(3));
  resolve('open');
  expect(await taken).toBe('open');
  expect(told.map(({ loaded }) => loaded)).toEqual([1, 2, 3]);
});

it('says why it failed, and stops when the asker does', async () => {
  const { take, controller, signal, reject } = begin();
  reject(new Error('why'));
  await expect(take()).rejects.toThrow('why');
  controller.abort();
  expect(signal.aborted).toBe(true);
});
