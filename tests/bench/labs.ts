/**
 * `npm run bench:labs`: how soon each lab stands, opened by its address once the app is on the device: from the start
 * of the navigation until its numbers are there. Median of five.
 */
import { chromium } from 'playwright';
import { ensureChromium } from '../../scripts/find-chromium.mjs';
import { startStaticServer } from '../../scripts/server/static-server.ts';
import { course } from '../../src/lib/labs/course.ts';

const turns = 5;
const site = await startStaticServer({ directory: 'build', port: 0 });
const origin = `http://localhost:${site.port}`;
const browser = await chromium.launch({ executablePath: await ensureChromium() });
const context = await browser.newContext({ viewport: { width: 412, height: 823 } });
const page = await context.newPage();
await page.goto(origin);
await page.waitForSelector('[data-testid=offline-ready][data-ready=true]', { timeout: 180_000 });
await site.close();
for (const { meta } of course) {
  const times: number[] = [];
  for (let turn = 0; turn < turns; turn++) {
    await page.goto(`${origin}/learn/${meta.id}`);
    await page.waitForSelector('[data-testid=lab][data-ready=true]');
    // As text: names that the compiler puts into functions do not exist in the page.
    times.push(Number(await page.evaluate('performance.now()')));
  }
  const sorted = times.toSorted((a, b) => a - b);
  console.log(
    `${meta.id.padEnd(24)} ${sorted[turns >> 1]!.toFixed(0)} ms (${sorted[0]!.toFixed(0)} to ${sorted.at(-1)!.toFixed(0)})`,
  );
}
await browser.close();
