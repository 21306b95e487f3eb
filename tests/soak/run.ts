/**
 * `npm run soak [-- --minutes 30] [--seed 1]`: everything that can be done, at random and for long, in
 * Chromium on the production build. The same seed does the same things; a failure names it.
 */
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { ensureChromium } from '../../scripts/find-chromium.mjs';
import { ensureBuilt, ensureInstalled } from '../../scripts/prepare.mjs';
import { cameraOnRequestArgs } from '../e2e/support/camera-file.ts';
import { originOf, startSite } from '../e2e/support/test.ts';
import { soakArgs } from './browser-args.ts';
import { soak } from './soak.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    seed: { type: 'string', default: String(Date.now() % 100_000) },
  },
});
const seed = Number(values.seed);
const milliseconds = Number(values.minutes) * 60_000;

await ensureInstalled();
await ensureBuilt();
const site = await startSite();
const browser = await chromium.launch({
  executablePath: await ensureChromium(),
  args: [...cameraOnRequestArgs('cat'), ...soakArgs],
});
try {
  console.log(`Chromium ${browser.version()}, seed ${seed}, ${values.minutes} minutes`);
  const report = await soak(browser, {
    origin: originOf(site),
    seed,
    milliseconds,
    tell: console.log,
  });
  console.log(`\n${[...report.done.values()].reduce((sum, n) => sum + n, 0)} actions:`);
  for (const [name, count] of report.done) console.log(`${String(count).padStart(5)}  ${name}`);
  console.log('\nafter the warm-up, medians of the first and the last third:');
  for (const { what, first, last, slack, flat } of report.growth) {
    console.log(
      `${flat ? 'flat ' : 'GREW '} ${what}: ${Math.round(first)} → ${Math.round(last)} (slack ${Math.round(slack)})`,
    );
  }
  const grew = report.growth.some(({ flat }) => !flat);
  if (grew) console.log(`more of:\n${report.more.join('\n')}`);
  console.log(`\nseed ${seed}: ${grew ? 'something grew' : 'everything is where it should be'}`);
  process.exitCode = grew ? 1 : 0;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await browser.close();
  await site.close();
}
