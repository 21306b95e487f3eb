import { expect, test } from 'vitest';
import { OtherTabs, type GreetingChannel } from './other-tabs.svelte.ts';

/** A line on which everybody but the speaker hears everything at once. */
function line() {
  const ends = new Set<(event: MessageEvent) => void>();
  return (): GreetingChannel => {
    let own: ((event: MessageEvent) => void) | undefined;
    return {
      addEventListener: (_: string, listener: unknown) => {
        own = listener as typeof own;
        ends.add(own!);
      },
      removeEventListener: () => void ends.delete(own!),
      postMessage: (data: unknown) => {
        for (const end of [...ends]) if (end !== own) end({ data } as MessageEvent);
      },
      close: () => undefined,
    } as GreetingChannel;
  };
}

test('tabs of one project know of each other until one leaves; those of others do not matter', () => {
  const open = line();
  const first = new OtherTabs('cats', open());
  expect(first.count).toBe(0);
  const second = new OtherTabs('cats', open());
  const elsewhere = new OtherTabs('dogs', open());
  expect([first.count, second.count, elsewhere.count]).toEqual([1, 1, 0]);
  second.leave();
  expect(first.count).toBe(0);
  second.comeBack();
  expect(first.count).toBe(1);
  second.close();
  expect(first.count).toBe(0);
});
