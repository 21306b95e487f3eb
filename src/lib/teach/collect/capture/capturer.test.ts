import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Capturer, type CaptureWorker } from './capturer.ts';
import type { Captured, CaptureAnswer, CaptureRequest } from './protocol.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

class FakeWorker implements CaptureWorker {
  onmessage: CaptureWorker['onmessage'] = null;
  onerror: CaptureWorker['onerror'] = null;
  onmessageerror: CaptureWorker['onmessageerror'] = null;
  readonly asked: CaptureRequest[] = [];
  terminated = false;
  postMessage(request: CaptureRequest) {
    this.asked.push(request);
  }
  terminate() {
    this.terminated = true;
  }
  answer(answer: CaptureAnswer) {
    this.onmessage?.call(this as unknown as Worker, { data: answer } as MessageEvent);
  }
  die() {
    this.onerror?.call(this as unknown as Worker, { message: 'gone' } as ErrorEvent);
  }
}

function open() {
  const workers: FakeWorker[] = [];
  const capturer = new Capturer(() => {
    const worker = new FakeWorker();
    workers.push(worker);
    return worker;
  });
  return { workers, capturer };
}

const file = new Blob(['x']);
const captured = { width: 4, height: 3, hash: '0'.repeat(16) } as Captured;
const tones = new Uint8Array(3);

test('answers come to whom they belong, in any order', async () => {
  const { workers, capturer } = open();
  const first = capturer.capture(file);
  const second = capturer.capture(file, 'png');
  const [a, b] = workers[0]!.asked;
  expect([a!.format, b!.format]).toEqual(['jpeg', 'png']);
  workers[0]!.answer({ id: b!.id, kind: 'captured', captured: { ...captured, width: 9 }, tones });
  workers[0]!.answer({
    id: a!.id,
    kind: 'failure',
    failure: { code: 'image-truncated', detail: 'jpeg' },
  });
  await expect(first).rejects.toMatchObject({ failure: { code: 'image-truncated' } });
  await expect(second).resolves.toMatchObject({ width: 9 });
});

test('a dead worker fails what it had and is replaced for what comes', async () => {
  const { workers, capturer } = open();
  const lost = capturer.capture(file);
  workers[0]!.die();
  await expect(lost).rejects.toMatchObject({ failure: { code: 'worker-died' } });
  expect(workers[0]!.terminated).toBe(true);
  const next = capturer.capture(file);
  workers[1]!.answer({ id: workers[1]!.asked[0]!.id, kind: 'captured', captured, tones });
  await expect(next).resolves.toBe(captured);
});

test('a worker that never answers is given up on', async () => {
  const { workers, capturer } = open();
  const stuck = expect(capturer.capture(file)).rejects.toMatchObject({
    failure: { code: 'image-too-large' },
  });
  await vi.advanceTimersByTimeAsync(60_000);
  await stuck;
  expect(workers[0]!.terminated).toBe(true);
});
