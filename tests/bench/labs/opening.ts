/** How soon each lab stands, opened by its address once the app is on the device and its server gone. */
import { join } from 'node:path';
import { startStaticServer } from '../../../scripts/server/static-server.ts';
import { course } from '../../../src/lib/labs/course.ts';
import type { Bench, Table } from '../section.ts';

export async function opening({ rounds, app, browser }: Bench): Promise<Table> {
  await app();
  // Its own server, because it is closed.
  const directory = join(import.meta.dirname, '..', '..', '..', 'build');
  const site = await startStaticServer({ directory, port: 0 });
  const origin = `http://localhost:${site.port}`;
  const context = await browser.newContext({ viewport: { width: 412, height: 823 } });
  try {
    const page = await context.newPage();
    await page.goto(origin);
    await page.waitForSelector('[data-testid=offline-ready][data-ready=true]', {
      timeout: 180_000,
    });
    await site.close();
    const rows = [];
    for (const { meta } of course) {
      const ours: number[] = [];
      for (let turn = 0; turn < rounds; turn++) {
        await page.goto(`${origin}/learn/${meta.id}`);
        await page.waitForSelector('[data-testid=lab][data-ready=true]');
        // As text: names that the compiler puts into functions do not exist in the page.
        ours.push(Number(await page.evaluate('performance.now()')));
      }
      rows.push({ what: meta.id, unit: 'ms', ours });
    }
    return { title: 'A lab opened from the device, until its numbers stand', rows };
  } finally {
    await context.close();
  }
}
