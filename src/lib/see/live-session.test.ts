import { describe, expect, it, vi } from 'vitest';
import { FakeVision, frameResult } from './fake-vision.ts';
import { LiveSession } from './live-session.svelte.ts';
import { defaultSettings } from './settings.ts';

function setUp() {
  const engine = new FakeVision();
  const clock = { ms: 1000 };
  const session = new LiveSession({
    engine,
    openSource: () => ({ input: { kind: 'posted' }, transfer: [], close: () => undefined }),
    now: () => clock.ms,
  });
  const show = (score: number, atMs: number) => {
    clock.ms = atMs;
    engine.show(frameResult([{ label: 'cat', score }]));
  };
  return { engine, session, show };
}

describe('LiveSession', () => {
  it('knows nothing before the first frame', () => {
    const { session } = setUp();
    session.start();
    expect(session.ranking).toBeUndefined();
    expect(session.vitals).toBeUndefined();
  });

  it('steadies the answer by time', () => {
    const { session, show } = setUp();
    session.adjust({ ...defaultSettings, smoothingMs: 400 });
    session.start();
    show(0.9, 1000);
    expect(session.ranking?.predictions[0]?.score).toBe(0.9);
    show(0, 1400);
    expect(session.ranking?.predictions[0]?.score).toBeCloseTo(0.9 * Math.exp(-1), 6);
  });

  it('ranks anew at once when the threshold moves', () => {
    const { session, show } = setUp();
    session.start();
    show(0.6, 1000);
    expect(session.ranking?.doubt).toBeUndefined();
    session.adjust({ ...defaultSettings, threshold: 0.7 });
    expect(session.ranking?.doubt).toBe('too-weak');
  });

  it('says how it runs, at a pace that can be read', () => {
    const { session, show } = setUp();
    session.start();
    for (let i = 0; i <= 20; i++) show(0.9, 1000 + i * 50);
    expect(session.vitals).toMatchObject({ latencyMs: 37, dropped: 3, tensors: 100, bytes: 1000 });
    expect(session.vitals?.fps).toBeCloseTo(20, 5);
    const { vitals } = session;
    show(0.9, 2010);
    expect(session.vitals).toBe(vitals);
  });

  it('says why the stream stopped, until frames come again', async () => {
    const { engine, session, show } = setUp();
    session.start();
    engine.named('live')[0]?.end({ kind: 'failure', failure: { code: 'camera-unsupported' } });
    await vi.waitFor(() => expect(session.stopped?.code).toBe('camera-unsupported'));
    engine.replace();
    show(0.9, 1000);
    expect(session.stopped).toBeUndefined();
  });

  it('leaves a lost worker to the engine', async () => {
    const { engine, session } = setUp();
    session.start();
    engine.become('starting');
    engine.named('live')[0]?.end({ kind: 'failure', failure: { code: 'device-lost' } });
    await Promise.resolve();
    engine.become('ready');
    engine.replace();
    expect(session.stopped).toBeUndefined();
    expect(engine.named('live')).toHaveLength(2);
  });

  it('starts afresh with another camera', () => {
    const { session, show } = setUp();
    session.start();
    show(0.9, 1000);
    session.start();
    expect(session.ranking).toBeUndefined();
    show(0.2, 1100);
    expect(session.ranking?.predictions[0]?.score).toBe(0.2);
  });
});
