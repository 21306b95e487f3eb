/**
 * What one more character costs each of our text models, beside reading the whole text anew; and what a long text, a
 * huge one and many short ones cost. In Node, on the kernels in wasm, in milliseconds of processor time, which other
 * programs on the machine hardly disturb.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createServer, type ViteDevServer } from 'vite';
import { compileKernels } from '../../../scripts/kernels/compile.ts';
import { compiledKernels } from '../../../scripts/kernels/vite-plugin.ts';
import type { RecurrentKernels } from '#lib/engine/kernels/recurrent.ts';
import type { TextModelFile } from '#lib/text/model/format.ts';
import type { Row, Table } from '../section.ts';

type Reading = typeof import('#lib/text/model/text-model.ts');
type Many = typeof import('#lib/text/model/read-many.ts');
type Wasm = typeof import('#lib/engine/kernels/wasm/open.ts');

const root = join(import.meta.dirname, '..', '..', '..');
const sentence = 'Nobody should have to sit through it twice, mas os atores são bons. ';
const typed = sentence.repeat(3);
const folderOf = (id: string) => join(root, 'models', id, 'weights');

export async function keystrokes(): Promise<Table> {
  // The kernels are compiled by a plugin, so the modules come through Vite; which waits a minute for a plugin.
  await compileKernels('index');
  const vite = await createServer({
    ...{ configFile: false, root, logLevel: 'error', appType: 'custom' },
    plugins: [compiledKernels()],
    server: { middlewareMode: true, ws: false },
  });
  try {
    const { openWasmKernels } = await load<Wasm>(vite, 'engine/kernels/wasm/open.ts');
    const rows: Row[] = [];
    for (const id of readdirSync(join(root, 'models'))) {
      if (!existsSync(join(folderOf(id), 'model.json'))) continue;
      rows.push(...(await measure(vite, id, await openWasmKernels())));
    }
    return { title: 'Our text models, in Node: milliseconds of the processor', rows };
  } finally {
    await vite.close();
  }
}

const load = <T>(vite: ViteDevServer, file: string) =>
  vite.ssrLoadModule(`/src/lib/${file}`) as Promise<T>;

const spentMs = () => process.cpuUsage().user / 1_000;

async function timed(times: number, work: () => Promise<unknown>): Promise<number> {
  await work();
  const startedMs = spentMs();
  for (let n = 0; n < times; n++) await work();
  return (spentMs() - startedMs) / times;
}

async function measure(vite: ViteDevServer, id: string, kernels: RecurrentKernels): Promise<Row[]> {
  const { TextModel } = await load<Reading>(vite, 'text/model/text-model.ts');
  const { readMany } = await load<Many>(vite, 'text/model/read-many.ts');
  const read = (file: string) => readFileSync(join(folderOf(id), file));
  const file = JSON.parse(read('model.json').toString()) as TextModelFile;
  const bytes = Uint8Array.from(read('weights.bin')).buffer;
  const model = TextModel.open({ file, bytes }, kernels);
  const reader = model.reader();
  const keys = typed.length - 100;
  const typing = await timed(20, async () => {
    for (let end = 101; end <= typed.length; end++) await reader.read(typed.slice(0, end));
  });
  const whole = await timed(20, () => model.reader().read(typed));
  const long = await timed(2, () => model.reader().read(sentence.repeat(200)));
  const huge = sentence.repeat(Math.ceil(10_000_000 / sentence.length));
  const tenMegabytes = await timed(1, () => model.reader().read(huge));
  const texts = Array.from({ length: 512 }, (_, n) => typed.slice(n % 50, 60 + (n % 100)));
  const many = await timed(2, async () => {
    for await (const group of readMany(model, texts)) if (group.length === 0) return;
  });
  const row = (what: string, ms: number): Row => ({
    what: `${id}: ${what}`,
    unit: 'ms',
    ours: [ms],
  });
  return [
    {
      ...row(`one more character after 100 and more`, typing / keys),
      beside: [{ who: `the text of ${typed.length} anew`, values: [whole] }],
    },
    row(`a text of ${sentence.length * 200} characters`, long),
    row('a text of 10 million', tenMegabytes),
    row('one of many short ones', many / texts.length),
  ];
}
