/**
 * `npm run bench:keys`: what one more character costs each of our text models, beside reading the whole
 * text anew; and what a long text, a huge one and many short ones cost. In Node, on the kernels in wasm, in
 * milliseconds of processor time, which other programs on the machine hardly disturb.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createServer } from 'vite';
import { compileKernels } from '../../scripts/kernels/compile.ts';
import { compiledKernels } from '../../scripts/kernels/vite-plugin.ts';
import type { RecurrentKernels } from '#lib/engine/kernels/recurrent.ts';
import type { TextModelFile } from '#lib/text/model/format.ts';

const root = join(import.meta.dirname, '..', '..');
const sentence = 'Nobody should have to sit through it twice, mas os atores são bons. ';
const typed = sentence.repeat(3);

const spentMs = () => process.cpuUsage().user / 1_000;
const show = (ms: number) => ms.toFixed(ms < 10 ? 3 : 0).padStart(9);

// The kernels are compiled by a plugin, so the modules come through Vite; which waits a minute for a plugin.
await compileKernels('index');
const vite = await createServer({
  ...{ configFile: false, root, logLevel: 'error', appType: 'custom' },
  plugins: [compiledKernels()],
  server: { middlewareMode: true, ws: false },
});
const load = <T>(file: string) => vite.ssrLoadModule(`/src/lib/${file}`) as Promise<T>;
type Reading = typeof import('#lib/text/model/text-model.ts');
type Many = typeof import('#lib/text/model/read-many.ts');
type Wasm = typeof import('#lib/engine/kernels/wasm/open.ts');
const { TextModel } = await load<Reading>('text/model/text-model.ts');
const { readMany } = await load<Many>('text/model/read-many.ts');
const { openWasmKernels } = await load<Wasm>('engine/kernels/wasm/open.ts');

async function measure(id: string, kernels: RecurrentKernels): Promise<void> {
  const read = (file: string) => readFileSync(join(root, 'models', id, 'weights', file));
  const file = JSON.parse(read('model.json').toString()) as TextModelFile;
  const bytes = Uint8Array.from(read('weights.bin')).buffer;
  const model = TextModel.open({ file, bytes }, kernels);
  const timed = async (times: number, work: () => Promise<unknown>) => {
    await work();
    const startedMs = spentMs();
    for (let n = 0; n < times; n++) await work();
    return (spentMs() - startedMs) / times;
  };
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
  const figures = [typing / keys, whole, long, tenMegabytes, many / texts.length].map(show);
  console.log(`${id.padEnd(14)}${figures.join('')}`);
}

console.log('model               key    whole     14 k     10 M  one of many');
for (const id of readdirSync(join(root, 'models'))) {
  if (!existsSync(join(root, 'models', id, 'weights', 'model.json'))) continue;
  await measure(id, await openWasmKernels());
}
await vite.close();
