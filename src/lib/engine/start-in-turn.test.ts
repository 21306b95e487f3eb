import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeWorker } from './fake-worker.ts';
import { Link } from './link.ts';
import { startInTurn } from './start-in-turn.ts';

type TestCalls = {
  double: { request: number; progress: never; update: never; result: number };
};

let started: FakeWorker[] = [];

function spawn(): FakeWorker {
  const worker = FakeWorker.serving<TestCalls>(() =>
    Promise.resolve({ handlers: { double: (n) => Promise.resolve(2 * n) } }),
  );
  started.push(worker);
  return worker;
}

const open = (start: () => FakeWorker = spawn) =>
  new Link<TestCalls>(startInTurn(start, () => true));
const double = (link: Link<TestCalls>, n: number) => link.call('double', n).ending;

beforeEach(() => {
  started = [];
  vi.useFakeTimers();
});
afterEach(async () => {
  await vi.runAllTimersAsync();
  vi.useRealTimers();
});

test('a second worker starts when the first has been heard of, and has missed nothing', async () => {
  const [first, second] = [open(), open()];
  const answer = double(second, 21);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(started).toHaveLength(1);
  expect(await double(first, 1)).toEqual({ kind: 'result', value: 2 });
  expect(await answer).toEqual({ kind: 'result', value: 42 });
  expect(started).toHaveLength(2);
});

test('nobody waits long for a worker that says nothing, and not at all for one that could not be loaded', async () => {
  const [, second] = [open(), open()];
  await vi.advanceTimersByTimeAsync(3_000);
  expect(started).toHaveLength(2);
  open();
  started[1]!.crash('no such file');
  await vi.advanceTimersByTimeAsync(0);
  expect(started).toHaveLength(3);
  expect(second.closed).toBe(true);
});

test('one that is closed holds nobody up, started or not', async () => {
  const [first, second, third] = [open(), open(), open()];
  second.close();
  first.close();
  expect(await double(third, 3)).toEqual({ kind: 'result', value: 6 });
  expect(started).toHaveLength(2);
});

test('a start that fails later ends its calls', async () => {
  const first = open();
  const second = open(() => {
    throw new Error('none left');
  });
  const answer = double(second, 1);
  await double(first, 1);
  expect(await answer).toMatchObject({ kind: 'failure', failure: { code: 'no-worker' } });
});

test('without a service worker nobody waits', () => {
  for (let n = 0; n < 2; n++) startInTurn(spawn, () => false);
  expect(started).toHaveLength(2);
});
