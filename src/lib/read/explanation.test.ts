import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Explanation, longestExplained, type Question } from './explanation.svelte.ts';
import { FakeText } from './fake-text.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const effect = { start: 0, end: 2, contribution: 1, without: 0.4 };
const question = (text: string, method: Question['method'] = 'gradient'): Question => ({
  reader: 'spam',
  text,
  label: 'spam',
  method,
});

function setUp() {
  const engine = new FakeText();
  return { engine, why: new Explanation(engine), settle: () => vi.advanceTimersByTimeAsync(1000) };
}

describe('Explanation', () => {
  it('waits for a pause in typing and explains the newest text only', async () => {
    const { engine, why, settle } = setUp();
    why.ask(question('w'));
    why.ask(question('wi'));
    why.ask(question('win'));
    await settle();
    expect(engine.named('explain').map(({ payload }) => payload.text)).toEqual(['win']);
    engine.named('explain')[0]?.end({ kind: 'result', value: [effect] });
    await settle();
    expect(why.explained).toMatchObject({ text: 'win', effects: [effect] });
    expect(why.busy).toBe(false);
  });

  it('gives up the look at an older text', async () => {
    const { engine, why, settle } = setUp();
    why.ask(question('win', 'occlusion'));
    await settle();
    why.ask(question('wins', 'occlusion'));
    await settle();
    const [old, newer] = engine.named('explain');
    expect(old?.options.signal?.aborted).toBe(true);
    newer?.end({ kind: 'result', value: [effect] });
    await settle();
    expect(why.explained?.text).toBe('wins');
  });

  it('asks nothing of a text that is too long, or empty', async () => {
    const { engine, why, settle } = setUp();
    why.ask(question('x'.repeat(longestExplained.occlusion + 1), 'occlusion'));
    await settle();
    why.ask(question(''));
    await settle();
    expect(engine.named('explain')).toEqual([]);
    expect(why.busy).toBe(false);
  });

  it('keeps the answer while nothing changes, and tells a failure', async () => {
    const { engine, why, settle } = setUp();
    why.ask(question('win'));
    await settle();
    engine.named('explain')[0]?.end({ kind: 'result', value: [effect] });
    await settle();
    why.ask(question('win'));
    await settle();
    expect(engine.named('explain')).toHaveLength(1);
    why.ask(question('wins'));
    await settle();
    engine.named('explain')[1]?.end({ kind: 'failure', failure: { code: 'out-of-memory' } });
    await settle();
    expect(why.failure).toEqual({ code: 'out-of-memory' });
  });
});
