/** Tables of texts as people have them, files of runs, and the files of a data set. */
import { readRuns, writeRuns } from '../../../src/lib/board/run-file.ts';
import type { WholeRun } from '../../../src/lib/board/run.ts';
import { partOf, unpack } from '../../../src/lib/labs/fashion-mnist/data-set.ts';
import type { Random } from '../../../src/lib/maths/random.ts';
import { KeptTable } from '../../../src/lib/text/table/kept-table.ts';
import { writeTable } from '../../../src/lib/text/table/write-table.ts';
import { bytesOf } from '../bases.ts';
import { damage, joined, type Bytes } from '../mutate/bytes.ts';
import { encoded, mutatedText } from '../mutate/json.ts';
import { accepted, expectThat, type Target } from '../target.ts';
import { gzipSync } from 'fflate';

const pick = <T>(random: Random, list: readonly T[]): T => list[random.below(list.length)]!;

const rows = [
  ['text', 'label', 'n'],
  ['A good film, "really"', 'good', '1'],
  ['Não gostei; não é bom', 'bad', '2'],
  ['line\nbreak', 'good', '3'],
  ['=1+1', 'bad', ''],
  ['😀 é\u0301', 'good', '5'],
];
const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
const delimited = (delimiter: string) =>
  rows.map((row) => row.map(quoted).join(delimiter)).join('\r\n');
const texts: readonly (readonly [name: string, text: string])[] = [
  ['a.csv', delimited(',')],
  ['a.csv', delimited(';')],
  ['a.tsv', delimited('\t')],
  ['a.txt', rows.map(([text]) => text).join('\n')],
  ['a.jsonl', rows.map(([text, label]) => JSON.stringify({ text, label })).join('\n')],
  ['a.json', JSON.stringify(rows.map(([text, label]) => ({ text, label })))],
];

const pieces = [
  '"',
  '""',
  '"\n',
  ',,',
  '\r',
  '\u0000',
  '\ufeff',
  '\ud800',
  '{"a":',
  '[',
  '"'.repeat(40),
  '\t',
];

function mutatedTable(text: string, random: Random): Bytes {
  let changed = text;
  for (let n = random.below(4); n > 0; n--) {
    const at = random.below(changed.length + 1);
    changed = `${changed.slice(0, at)}${pick(random, pieces)}${changed.slice(at + random.below(4))}`;
  }
  if (random.below(40) === 0) changed = changed.repeat(3000);
  const encodings: readonly (() => Bytes)[] = [
    () => encoded(changed),
    () => new Uint8Array(Uint16Array.from(changed, (c) => c.charCodeAt(0)).buffer),
    () =>
      joined(
        Uint8Array.of(0xff, 0xfe),
        new Uint8Array(Uint16Array.from(changed, (c) => c.charCodeAt(0)).buffer),
      ),
    () => Uint8Array.from(changed, (c) => c.charCodeAt(0) & 255),
  ];
  const bytes = pick(random, encodings)();
  return random.below(3) === 0 ? damage(bytes, random) : bytes;
}

export const tables: Target = {
  name: 'table of texts',
  weight: 4,
  prepare: () => Promise.resolve(),
  run: async (random) => {
    const [name, text] = pick(random, texts);
    const table = await KeptTable.read(new Blob([mutatedTable(text, random)]), { name });
    const { info } = table;
    const read = table.rows(0, info.rows);
    expectThat(read.length === info.rows, `${read.length} rows of ${info.rows}`);
    expectThat(
      read.every((row) => row.every((cell) => typeof cell === 'string')),
      'cells that are texts',
    );
    expectThat(
      info.textColumn >= 0 && info.textColumn < Math.max(1, info.columns.length),
      'a column of texts',
    );
    expectThat(table.column(info.textColumn, 0, info.rows).length === info.rows, 'a whole column');
    table.setHeader(!info.header);
    const other = table.info.rows;
    expectThat(Math.abs(other - info.rows) <= 1, `${other} rows with another header`);
    // It goes home as CSV, and comes back with as many rows.
    const names = Array.from({ length: 1 }, () => ({
      name: 'more',
      numbers: new Float32Array(other),
    }));
    const back = await KeptTable.read(await writeTable(table, names, () => {}), {
      name: 'back.csv',
    });
    const all = back.info.rows + (back.info.header ? 1 : 0);
    expectThat(all === other + 1, `${all} rows of ${other + 1} came back`);
    return accepted;
  },
};

const run: WholeRun = {
  run: {
    id: 'lab/1',
    source: 'lab',
    owner: 'optimisers',
    settings: { rate: 0.1, method: 'adam', net: true },
    startedAt: 1_700_000_000_000,
    endedAt: 1_700_000_001_000,
    finals: { loss: Number.NaN, accuracy: 0.9 },
    layers: [{ name: 'hidden', input: [2], output: [8], parameters: 24, activation: 'tanh' }],
  },
  series: [{ tag: 'loss', steps: [1, 2, 3], values: [1, Infinity, 0.5], times: [0, 1, 2] }],
  histograms: [{ tag: 'w', frames: [{ step: 1, least: -1, most: 1, counts: [1, 2, 3] }] }],
  points: {
    dimensions: 2,
    vectors: Float32Array.of(0, 1, 2, 3),
    labels: [0, 1],
    classes: ['a', 'b'],
    names: ['x', 'y'],
  },
};

export const runFiles: Target = {
  name: 'file of runs',
  weight: 2,
  prepare: () => Promise.resolve(),
  run: async (random) => {
    const whole = await bytesOf(writeRuns([run, run]));
    const value: unknown = JSON.parse(new TextDecoder().decode(whole));
    const bytes =
      random.below(4) === 0 ? damage(whole, random) : encoded(mutatedText(value, random));
    const read = await readRuns(new Blob([bytes]));
    const again = await readRuns(writeRuns(read));
    expectThat(again.length === read.length, 'as many runs as were written');
    return accepted;
  },
};

const idx = (magic: number, counts: readonly number[], bytes: number): Bytes => {
  const file = new Uint8Array(4 + 4 * counts.length + bytes);
  const view = new DataView(file.buffer);
  [magic, ...counts].forEach((value, i) => view.setUint32(4 * i, value));
  return file;
};

export const dataSets: Target = {
  name: 'file of Fashion-MNIST',
  weight: 1,
  prepare: () => Promise.resolve(),
  run: async (random) => {
    const whole =
      random.below(2) === 0 ? idx(0x801, [10_000], 10_000) : idx(0x803, [10_000, 28, 28], 784);
    const bytes = random.below(8) === 0 ? whole : damage(whole, random);
    if (random.below(2) === 0) {
      const packed = gzipSync(bytes, { mtime: 0 }) as Bytes;
      const changed = random.below(2) === 0 ? damage(packed, random) : packed;
      partOf(await unpack(new Blob([changed]), 'x.gz'), 'x.gz');
    } else partOf(bytes.buffer, 'x');
    return accepted;
  },
};
