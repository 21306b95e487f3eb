/**
 * `npm run bench [-- --only inference|training] [--rounds 5]`: the fused recurrent kernels beside
 * onnxruntime-web and tf.layers, in headless Chromium, each round in a fresh page where all take
 * turns. Figures of one run on one machine: ratios mean more than milliseconds. Peers are installed
 * into tests/bench/peers; everything goes to tests/bench/results/text.json as well.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { ensureChromium } from '../../scripts/find-chromium.mjs';
import { ensureInstalled } from '../../scripts/prepare.mjs';
import { installPeers } from './install-peers.ts';
import { openPage } from './open-page.ts';
import type { Round, Section } from './section.ts';
import { textInference } from './text-inference.ts';
import { textTraining } from './text-training.ts';
import { servePage } from './text/serve-page.ts';

const sections: readonly Section[] = [textInference, textTraining];

const { values } = parseArgs({
  options: { only: { type: 'string' }, rounds: { type: 'string', default: '5' } },
});

await ensureInstalled();
await installPeers();
const site = await servePage();
const browser = await chromium.launch({ executablePath: await ensureChromium() });
try {
  console.log(`Chromium ${browser.version()}, ${cpus().length} × ${cpus()[0]?.model}`);
  const round: Round = async (work) => {
    const page = await openPage(browser);
    page.setDefaultTimeout(600_000);
    page.on('pageerror', (error) => console.error(error));
    try {
      await page.goto(site.origin);
      await page.waitForFunction('globalThis.bench');
      return await work(page);
    } finally {
      await page.context().close();
    }
  };
  const results: Record<string, object> = { chromium: { version: browser.version() } };
  for (const section of sections) {
    if (values.only !== undefined && values.only !== section.name) continue;
    results[section.name] = await section.run(Number(values.rounds), round);
  }
  const folder = join(import.meta.dirname, 'results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'text.json'), JSON.stringify(results, null, 2));
} finally {
  await browser.close();
  site.close();
}
