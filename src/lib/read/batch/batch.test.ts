import { describe, expect, it, vi } from 'vitest';
import { FakeWorker } from '#lib/engine/fake-worker.ts';
import { Link } from '#lib/engine/link.ts';
import type { TableCalls } from '#lib/text/table/protocol.ts';
import { tableRole } from '#lib/text/table/role.ts';
import { FakeText } from '../fake-text.ts';
import { Batch } from './batch.svelte.ts';

const openTable = () =>
  new Link<TableCalls>(FakeWorker.serving<TableCalls>(() => Promise.resolve(tableRole())));

async function setUp(csv: string) {
  const engine = new FakeText();
  const batch = new Batch(engine, openTable);
  await batch.take(new Blob([csv]), 'texts.csv');
  const asked = async (count: number) => {
    await vi.waitFor(() => expect(engine.named('batch')).toHaveLength(count));
    return engine.named('batch').at(-1)!;
  };
  return { engine, batch, asked };
}

const table = `text,n\n${Array.from({ length: 900 }, (_, i) => `row ${i},${i}`).join('\n')}\n`;

/** Says spam of every other row. */
function answer(call: Awaited<ReturnType<Awaited<ReturnType<typeof setUp>>['asked']>>, end = true) {
  const { texts } = call.payload;
  const readings = texts.map((text, at) =>
    text === '' ? { label: '', score: 0 } : { label: at % 2 ? 'ham' : 'spam', score: 0.75 },
  );
  call.options.onProgress?.({ done: readings.length, readings });
  if (end) call.end({ kind: 'result', value: { done: texts.length } });
}

describe('Batch', () => {
  it('labels a table block by block and writes it with what was found', async () => {
    const { batch, asked } = await setUp(table);
    expect(batch.info).toMatchObject({ rows: 900, columns: ['text', 'n'], textColumn: 0 });
    const done = batch.start('spam');
    for (const count of [1, 2, 3]) answer(await asked(count));
    await done;
    expect(batch).toMatchObject({ status: 'done', done: 900 });
    expect(batch.counts).toEqual([
      { label: 'spam', count: 450 },
      { label: 'ham', count: 450 },
    ]);
    expect(batch.resultOf(1)).toEqual({ label: 'ham', score: 0.75 });
    const csv = await (await batch.write({ label: 'label', score: 'score' }))?.text();
    expect(csv?.split('\r\n')[900]).toBe('row 899,899,ham,0.7500');
  });

  it('keeps what is done when it is cancelled', async () => {
    const { batch, asked } = await setUp(table);
    const done = batch.start('spam');
    answer(await asked(1));
    answer(await asked(2), false);
    batch.cancel();
    await done;
    expect(batch).toMatchObject({ status: 'done', done: 800 });
    const csv = await (await batch.write({ label: 'label', score: 'score' }))?.text();
    expect(csv?.trimEnd().split('\r\n')).toHaveLength(801);
  });

  it('goes on after the loss of a worker, and gives up after some', async () => {
    const { batch, asked } = await setUp(table);
    const done = batch.start('spam');
    (await asked(1)).end({ kind: 'failure', failure: { code: 'worker-died' } });
    for (const count of [2, 3, 4]) answer(await asked(count));
    await done;
    expect(batch).toMatchObject({ status: 'done', done: 900, failure: undefined });

    const again = batch.start('spam');
    for (const count of [5, 6, 7, 8]) {
      (await asked(count)).end({ kind: 'failure', failure: { code: 'worker-died' } });
    }
    await again;
    expect(batch).toMatchObject({ status: 'done', failure: { code: 'worker-died' } });
  });

  it('has no label for a row with nothing in it', async () => {
    const { batch, asked } = await setUp('text,n\nhi,1\n,2\n');
    const done = batch.start('spam');
    answer(await asked(1));
    await done;
    expect(batch.resultOf(1)?.label).toBeUndefined();
    expect(batch.resultOf(2)).toBeUndefined();
    expect(await (await batch.write({ label: 'l', score: 's' }))?.text()).toContain('\r\n,2,,\r\n');
  });

  it('tells why a file is no table, and can take another', async () => {
    const { batch } = await setUp('a,b\n1,2\n');
    await batch.take(new Blob([Uint8Array.of(0x50, 0x4b, 3, 4)]), 'book.xlsx');
    expect(batch).toMatchObject({ status: 'empty', failure: { code: 'text-unreadable' } });
    await batch.take(new Blob(['a,b\n1,2\n3,4\n']), 'ok.csv');
    expect(batch).toMatchObject({ status: 'ready', failure: undefined });
    batch.chooseColumn(1);
    await batch.setHeader(false);
    expect(batch).toMatchObject({ column: 1, info: { header: false, rows: 3 } });
    batch.leave();
    expect(batch.status).toBe('empty');
  });
});
