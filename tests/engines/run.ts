/**
 * `npm run test:engines`: the main journeys on the production build, at phone size, in engines that are not Chromium.
 * `-- --only firefox` (webkit, chromium) for one of them, `-- --journey See` for those whose name begins so,
 * `-- --pictures FOLDER` for a picture of each journey's end.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureChromium } from '../../scripts/find-chromium.mjs';
import { ensureEngines } from '../../scripts/find-engines.mjs';
import { startStaticServer } from '../../scripts/server/static-server.ts';
import type { Browser } from './browser.ts';
import { journeys } from './journeys/index.ts';
import { openChromium, openFirefox } from './puppeteer.ts';
import { Visit } from './visit.ts';
import { openWebKit } from './webkit.ts';

type Open = () => Promise<Browser>;

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'firefox,webkit' },
    journey: { type: 'string', default: '' },
    pictures: { type: 'string' },
  },
});
const wanted = values.only.split(',');
const chosen = Object.entries(journeys).filter(([name]) => name.startsWith(values.journey));
const total = { passed: 0, failed: 0, skipped: 0 };

for (const [name, open] of Object.entries(await findBrowsers())) {
  if (open) await tour(name, open);
  else {
    total.skipped += chosen.length;
    console.log(`${name}: not on this machine, so its journeys are skipped.`);
  }
}
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed > 0 ? 1 : 0);

async function findBrowsers(): Promise<Record<string, Open | undefined>> {
  const { firefox, webkit } = await ensureEngines();
  const all: Record<string, Open | undefined> = {
    firefox: firefox ? () => openFirefox(firefox) : undefined,
    webkit: webkit ? () => openWebKit(webkit) : undefined,
    ...(wanted.includes('chromium') && {
      chromium: await ensureChromium().then((path: string) => () => openChromium(path)),
    }),
  };
  return Object.fromEntries(Object.entries(all).filter(([name]) => wanted.includes(name)));
}

/** All journeys in one browser, each counted. */
async function tour(engine: string, open: Open): Promise<void> {
  const site = await startStaticServer({ directory: 'build', port: 0 });
  let visit: Visit | undefined;
  try {
    const browser = await open();
    visit = new Visit(browser, site);
    console.log(browser.name);
    for (const [name, journey] of chosen) {
      const startedMs = Date.now();
      const failure = await attempt(() => journey(visit!), browser);
      if (values.pictures) await takePicture(browser, join(values.pictures, `${engine} ${name}`));
      total[failure ? 'failed' : 'passed']++;
      const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
      console.log(`  ${failure ? '✘' : '✓'} ${name} (${seconds} s)${failure ?? ''}`);
    }
  } catch (error) {
    total.failed++;
    console.log(`${engine}: ${String(error)}`);
  } finally {
    await visit?.browser.close();
    await (visit?.cutOff() ?? site.close());
  }
}

/** @returns what went wrong; what a page complained of goes wrong too. */
async function attempt(work: () => Promise<void>, browser: Browser): Promise<string | undefined> {
  let told = '';
  try {
    await work();
  } catch (error) {
    told = `\n    ${error instanceof Error ? error.message : String(error)}`;
  }
  const complaints = browser.takeComplaints().map((complaint) => `\n    ${complaint}`);
  return told + complaints.join('') || undefined;
}

async function takePicture(browser: Browser, name: string): Promise<void> {
  mkdirSync(join(name, '..'), { recursive: true });
  writeFileSync(`${name.replaceAll(/[, ]+/g, '-').toLowerCase()}.png`, await browser.screenshot());
}
