import { describe, expect, it } from 'vitest';
import { byteOrderMark, csvCell } from './csv.ts';
import { detectEncoding } from './encoding.ts';
import { KeptTable } from './kept-table.ts';
import { tableLimits } from './table.ts';
import { writeTable } from './write-table.ts';

const latin1 = (text: string) => new Blob([Uint8Array.from(text, (c) => c.charCodeAt(0))]);
const utf16 = (text: string, big = false) => {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < text.length; i++) view.setUint16(i * 2, text.charCodeAt(i), !big);
  return new Blob([bytes]);
};
const read = (file: Blob | string, name?: string) =>
  KeptTable.read(typeof file === 'string' ? new Blob([file]) : file, name ? { name } : {});

describe('detectEncoding', () => {
  it.each([
    ['utf-8', new Blob(['ação, mañana'])],
    ['utf-8', new Blob(['\uFEFFtext'])],
    ['utf-8', new Blob(['a NUL \0 in the middle of a text'])],
    ['windows-1252', latin1('a\xe7\xe3o')],
    ['utf-16le', utf16('text,label\n')],
    ['utf-16le', utf16('\uFEFF你好')],
    ['utf-16be', utf16('text,label\n', true)],
    ['utf-16le', utf16('你好，世界\n再见\n')],
    ['utf-8', new Blob([])],
  ])('%s', async (encoding, file) => {
    expect(await detectEncoding(file)).toBe(encoding);
  });

  it('finds one wrong byte far behind the beginning', async () => {
    expect(await detectEncoding(new Blob(['a'.repeat(3 * 2 ** 20), latin1('\xe7')]))).toBe(
      'windows-1252',
    );
  });

  it('refuses what is no text', async () => {
    const png = new Blob([Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10)]);
    const noise = new Blob([Uint8Array.from({ length: 900 }, (_, i) => (i * 7919) % 31)]);
    for (const file of [png, noise]) {
      await expect(detectEncoding(file)).rejects.toMatchObject({
        failure: { code: 'text-unreadable' },
      });
    }
  });
});

describe('KeptTable', () => {
  it('reads CSV with a header, and knows text and class by name', async () => {
    const table = await read('label,message\nham,"Hi, you"\nspam,WIN now\n', 'sms.csv');
    expect(table.info).toMatchObject({
      format: 'delimited',
      delimiter: ',',
      header: true,
      columns: ['label', 'message'],
      rows: 2,
      textColumn: 1,
      labelColumn: 0,
      warnings: [],
    });
    expect(table.rows(0, 9)).toEqual([
      ['ham', 'Hi, you'],
      ['spam', 'WIN now'],
    ]);
    table.setHeader(false);
    expect(table.info).toMatchObject({ rows: 3, columns: ['', ''] });
    expect(table.column(0, 1, 3)).toEqual(['ham', 'spam']);
  });

  it.each([
    ['semicolons', 'id;frase\n1;Bom dia\n2;Boa noite', { delimiter: ';', header: true }],
    ['tabs in a text file', 'ham\tHi you\nspam\tWin now', { delimiter: '\t', header: false }],
    ['lines', 'One line, with comma.\nAnother.\nA third, yes, really.', { format: 'lines' }],
    [
      'JSON lines',
      '{"text":"a","n":1}\n{"text":"b","more":[1]}',
      { columns: ['text', 'n', 'more'] },
    ],
    ['a JSON list', '[\n{"text":"a"},\n{"text":"b"}\n]', { format: 'json-lines', rows: 2 }],
    ['a list of texts', '["a","b","c"]', { format: 'json-lines', rows: 3 }],
    ['pairs on lines', '["hi","ham"]\n["win","spam"]', { columns: ['0', '1'], rows: 2 }],
    ['nothing', '', { rows: 0, columns: [''] }],
  ])('%s', async (name, text, info) => {
    expect((await read(text, name === 'tabs in a text file' ? 'sms.txt' : '')).info).toMatchObject(
      info,
    );
  });

  it('says what it had to put right, and where first', async () => {
    const table = await read('a,b\n1,x\0\n2,"y\n3,z,more\n4\n', 'odd.csv');
    const warnings = Object.fromEntries(table.info.warnings.map((w) => [w.code, w]));
    expect(warnings['nul-characters']).toMatchObject({ count: 1 });
    expect(warnings['broken-quotes']).toMatchObject({ count: 1, row: 3 });
    expect(warnings['uneven-rows']).toMatchObject({ count: 2, row: 4 });
    expect(table.rows(3, 4)).toEqual([['4', '']]);
    const lines = await read('{"text":"a"}\n{broken\n{"text":"b"}\n');
    expect(lines.info.warnings).toEqual([{ code: 'bad-lines', count: 1 }]);
    expect(lines.count).toBe(2);
  });

  it('keeps rows over many blocks and stops at a million', async () => {
    const table = await read(new Blob(['n,text\n', '1,some words\n'.repeat(1_000_010)]), 'big.csv');
    expect(table.count).toBe(tableLimits.rows);
    expect(table.info.warnings.map(({ code }) => code)).toEqual(['row-limit']);
    expect(table.rows(654_321, 654_323)).toEqual([
      ['1', 'some words'],
      ['1', 'some words'],
    ]);
  });
});

describe('writeTable', () => {
  it('adds columns, runs no formula and opens in Excel', async () => {
    const table = await read('text,label\n=1+1,a\n"say ""hi"", you",b\n@c,d\n', 'f.csv');
    const blob = await writeTable(table, [
      { name: 'label', values: ['spam', 'ham'], places: Uint16Array.of(1, 0) },
      { name: 'score', numbers: Float32Array.of(0.25, 1, 1) },
    ]);
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await blob.arrayBuffer());
    expect(text).toBe(
      `${byteOrderMark}text,label,label 2,score\r\n"'=1+1",a,ham,0.2500\r\n"say ""hi"", you",b,spam,1.0000\r\n`,
    );
  });

  it.each(['=a', '+a', '-a', '@a', '\ta', '\ra', '＝a'])('escapes %j', (value) => {
    expect(csvCell(value)).toBe(`"'${value}"`);
  });
});
