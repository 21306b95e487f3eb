/**
 * `npm run bench [-- --only text,labs] [--rounds 3] [--data DIR] [--fashion DIR]`: Aprendiz beside its peers, in
 * headless Chromium, in one run on one machine: ratios mean more than milliseconds. Prints a table a section and
 * writes tests/bench/results/<section>.json. Peers are installed into tests/bench/peers by this command.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { ensureChromium } from '../../scripts/find-chromium.mjs';
import { ensureBuilt, ensureInstalled } from '../../scripts/prepare.mjs';
import { startStaticServer } from '../../scripts/server/static-server.ts';
import { cameraArgs } from '../e2e/support/camera-file.ts';
import { labs } from './labs/section.ts';
import { limit } from './limit/section.ts';
import { live } from './live/section.ts';
import { measured } from './measure.ts';
import { openPage } from './open-page.ts';
import { servePage } from './page/serve-page.ts';
import { installPeers } from './peers/install.ts';
import type { Bench, Section } from './section.ts';
import { compare, print } from './table.ts';
import { start } from './start/section.ts';
import { teach } from './teach/section.ts';
import { text } from './text/section.ts';

const sections: readonly Section[] = [live, start, teach, text, labs, limit];

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: sections.map(({ name }) => name).join(',') },
    rounds: { type: 'string', default: '3' },
    data: { type: 'string' },
    fashion: { type: 'string', default: '/usr/share/datasets/fashion-mnist' },
  },
});
const chosen = values.only.split(',').map((name) => {
  const section = sections.find((one) => one.name === name);
  if (!section)
    throw new Error(`No section ${name}: ${sections.map((one) => one.name).join(', ')}`);
  return section;
});

const root = join(import.meta.dirname, '..', '..');
await ensureInstalled();
const closing: (() => Promise<unknown> | void)[] = [];
const once = <T>(open: () => Promise<T>): (() => Promise<T>) => {
  let opened: Promise<T> | undefined;
  return () => (opened ??= open());
};
const browser = await chromium.launch({
  executablePath: await ensureChromium(),
  args: cameraArgs('cat'),
});
closing.push(() => browser.close());
const peers = once(installPeers);
const benchPage = once(async () => {
  const site = await servePage(await peers(), {
    data: values.fashion,
    models: join(root, 'static', 'models'),
    teachable: join(root, '..', 'shared', 'models', 'teachable-machine-export'),
  });
  closing.push(site.close);
  return site.origin;
});
const bench: Bench = {
  rounds: Number(values.rounds),
  browser,
  page: () => openPage(browser),
  app: once(async () => {
    await ensureBuilt();
    const directory = join(root, 'build');
    const site = await startStaticServer({ directory, port: 0 });
    closing.push(() => site.close());
    return `http://localhost:${site.port}`;
  }),
  async inBenchPage(work) {
    const origin = await benchPage();
    const page = await openPage(browser);
    page.setDefaultTimeout(600_000);
    page.on('pageerror', (error) => console.error(error));
    try {
      await page.goto(origin);
      await page.waitForFunction('globalThis.bench');
      return await work(page);
    } finally {
      await page.context().close();
    }
  },
  peers,
  data: values.data,
  fashion: values.fashion,
  say: (line) => console.log(`  … ${line}`),
};
const machine = `Chromium ${browser.version()}, ${cpus().length} × ${cpus()[0]?.model}`;
try {
  console.log(machine);
  const folder = join(import.meta.dirname, 'results');
  mkdirSync(folder, { recursive: true });
  for (const section of chosen) {
    console.log(`\n# ${section.name}   (load of the machine ${loadavg()[0]!.toFixed(1)})`);
    const tables = await section.run(bench);
    tables.forEach(print);
    const figures = tables.map((table) => ({
      ...table,
      rows: table.rows.map((row) => ({
        ...row,
        measured: measured(row.ours),
        ratios: row.beside?.map((beside) => compare(row, beside)),
      })),
    }));
    const results = { machine, load: loadavg()[0], tables: figures };
    writeFileSync(join(folder, `${section.name}.json`), JSON.stringify(results, null, 2));
  }
} finally {
  for (const close of closing.reverse()) await close();
}
