import { describe, expect, it } from 'vitest';
import { doubtOf } from './doubt.ts';
import type { Draft } from './draft.ts';
import { FakeText } from './fake-text.ts';
import { longestTyped, PageText } from './page-text.svelte.ts';
import { Read, without } from './read.svelte.ts';

const noDraft: Draft = {
  read: () => '',
  restore: () => Promise.resolve(undefined),
  write: () => undefined,
  flush: () => undefined,
};

function setUp() {
  const engine = new FakeText();
  const read = new Read(engine, new PageText(noDraft), 'sentiment');
  return { engine, read };
}

describe('Read', () => {
  it('shows nothing for a text in which there is nothing', () => {
    const { engine, read } = setUp();
    read.type('good');
    engine.answer({ positive: 0.9, negative: 0.1 });
    expect(read.scores[0]?.label).toBe('positive');
    expect(read.label).toBe('positive');
    read.type('  ');
    expect(read.scores).toEqual([]);
    expect(read.label).toBeUndefined();
  });

  it('explains the label that was picked, until the same is picked again', () => {
    const { engine, read } = setUp();
    read.type('good');
    engine.answer({ positive: 0.9, negative: 0.1 });
    read.pick('negative');
    expect(read.label).toBe('negative');
    read.pick('negative');
    expect(read.label).toBe('positive');
  });

  it('undoes what buttons did, the newest first', () => {
    const { read } = setUp();
    read.type('mine');
    read.change('example', 'example');
    read.change('', 'cleared');
    expect(read.text.undoable).toBe('cleared');
    read.undo();
    read.undo();
    expect(read.text.value).toBe('mine');
    expect(read.text.undoable).toBeUndefined();
  });

  it('takes a paste too long for the field as a text that can be undone', () => {
    const { read } = setUp();
    read.type('mine');
    read.type('x'.repeat(longestTyped + 1));
    expect(read.text.isLong).toBe(true);
    expect(read.text.undoable).toBe('pasted');
    read.undo();
    expect(read.text.value).toBe('mine');
  });

  it('reads files of any encoding, and says which were no text', async () => {
    const { read } = setUp();
    const latin1 = Uint8Array.of(0x6d, 0x61, 0xe7, 0xe3);
    await read.takeFile(new File([latin1], 'a.txt'));
    expect(read.text.value).toBe('maçã');
    await read.takeFile(new File([Uint8Array.of(0x89, 0x50, 0x4e, 0x47)], 'b.txt'));
    expect(read.problems).toMatchObject([{ name: 'b.txt', failure: { code: 'text-unreadable' } }]);
    expect(read.text.value).toBe('maçã');
  });
});

it.each([
  ['a good film', 2, 6, 'a film'],
  ['good film', 0, 4, 'film'],
  ['good, film', 0, 4, ', film'],
  ['ação', 1, 2, 'aão'],
  ['a b', 1, 2, 'ab'],
])('without: %j from %i to %i', (text, start, end, left) => {
  expect(without(text, { start, end })).toBe(left);
});

describe('doubtOf', () => {
  const scores = (first: number, second: number) => [
    { label: 'a', score: first },
    { label: 'b', score: second },
  ];

  it.each([
    ['language', 'oi', scores(0.9, 0.1), 'too-short'],
    ['language', '你', scores(0.9, 0.1), undefined],
    ['language', 'bom dia', scores(0.45, 0.4), 'too-close'],
    ['language', 'bom dia', scores(0.4, 0.1), 'too-weak'],
    ['language', 'bom dia', scores(0.9, 0.1), undefined],
    ['spam', 'hello', scores(0.55, 0.45), 'too-close'],
    ['emotion', '', [], 'too-short'],
  ] as const)('%s of %j', (reader, text, given, doubt) => {
    expect(doubtOf(reader, text, given)).toBe(doubt);
  });
});
