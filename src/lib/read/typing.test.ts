import { describe, expect, it } from 'vitest';
import { FakeText } from './fake-text.ts';
import { Typing } from './typing.svelte.ts';

function setUp() {
  const engine = new FakeText();
  let nowMs = 0;
  const typing = new Typing(engine, () => (nowMs += 5));
  return { engine, typing };
}

describe('Typing', () => {
  it('keeps one call and tells which text was answered, and how long it took', () => {
    const { engine, typing } = setUp();
    typing.read('language', 'o');
    typing.read('language', 'ol');
    engine.answer({ pt: 0.7, es: 0.3 }, 1);
    expect(typing.told).toMatchObject({ text: 'o', reader: 'language', latencyMs: 10 });
    engine.answer({ pt: 0.9, es: 0.1 });
    expect(typing.told).toMatchObject({ text: 'ol', latencyMs: 10 });
    expect(engine.named('type')).toHaveLength(1);
  });

  it('lets an answer that was overtaken go by', () => {
    const { engine, typing } = setUp();
    typing.read('language', 'o');
    typing.read('language', 'ol');
    engine.answer({ pt: 0.9 });
    engine.answer({ es: 0.9 }, 1);
    expect(typing.told?.text).toBe('ol');
  });

  it('begins anew with another reader, and shows nothing of the one before', () => {
    const { engine, typing } = setUp();
    typing.read('language', 'hi');
    const [first] = engine.named('type');
    engine.answer({ en: 1 });
    typing.read('spam', 'hi');
    expect(typing.told).toBeUndefined();
    expect(first?.options.signal?.aborted).toBe(true);
    expect(engine.named('type').at(-1)?.payload).toEqual({ model: 'spam' });
  });

  it('tells the text again to a worker that takes over', async () => {
    const { engine, typing } = setUp();
    typing.read('spam', 'win');
    engine.become('starting');
    engine.replace();
    await Promise.resolve();
    expect(engine.named('type').at(-1)?.updates).toMatchObject([{ text: 'win' }]);
    engine.answer({ spam: 1 });
    expect(typing.told?.text).toBe('win');
    expect(typing.failure).toBeUndefined();
  });

  it('tells why a reader is not there, and tries again when asked', async () => {
    const { engine, typing } = setUp();
    typing.read('spam', 'win');
    engine.named('type')[0]?.end({ kind: 'failure', failure: { code: 'model-missing' } });
    await Promise.resolve();
    await Promise.resolve();
    expect(typing.failure).toEqual({ code: 'model-missing' });
    typing.again();
    expect(typing.failure).toBeUndefined();
    expect(engine.named('type')).toHaveLength(2);
  });
});
