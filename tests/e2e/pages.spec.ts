/** What must hold on every page that the build has: axe in both themes, phones of 320 px, the weight of its JavaScript. */
import { readdirSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { buildFolder, expect, originOf, startSite, test } from './support/test.ts';

const paths = readdirSync(buildFolder, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.html'))
  // Labs have a look at themselves: `learn.spec.ts`.
  .filter((path) => !path.startsWith('learn/'))
  .map((path) => `/${path.replace(/(^|\/)index\.html$/, '$1').replace(/\.html$/, '')}`)
  .sort();
const mostScriptBytes = 100 * 1024;
/** Six of code, and some fifteen bytes for every file of the app in its list, which has nearly four hundred. */
const mostServiceWorkerBytes = 12 * 1024;
/** It goes on beside tabs that sleep, and keeps bytes where blobs are refused. */
const mostFillWorkerBytes = 5.5 * 1024;

for (const path of paths) {
  test(`${path}: light, for everyone, on a small phone too`, async ({ page }) => {
    test.setTimeout(90_000);
    const scripts = new Map<string, number>();
    const site = await startSite((request, response) => {
      const url = new URL(request.url ?? '/', 'http://localhost').pathname;
      // What is fetched with "empty" is kept for offline use by the service worker, not run.
      if (url.endsWith('.js') && request.headers['sec-fetch-dest'] !== 'empty') {
        response.on('finish', () => scripts.set(url, Number(response.getHeader('content-length'))));
      }
      return false;
    });
    const address = `${originOf(site)}${path}`;

    await test.step('at most 100 KB of JavaScript before the first interaction, workers included', async () => {
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
      await openSettled(page, address);
      // Long enough for what starts by itself later: the look at the GPU, the offline copy.
      await page.waitForTimeout(8_000);
      const table = [...scripts].map(([url, size]) => `${size} ${url}`).join('\n');
      // These keep the app and its models for later and answer no visitor; held by themselves, so that they do not hide.
      const serviceWorker = scripts.get('/service-worker.js') ?? 0;
      const [, fillWorker = 0] =
        [...scripts].find(([url]) => url.includes('/workers/fill.worker-')) ?? [];
      const all = [...scripts.values()].reduce((sum, size) => sum + size, 0);
      test.info().annotations.push({ type: 'JavaScript', description: `${all} bytes\n${table}` });
      expect(all - serviceWorker - fillWorker, table).toBeLessThan(mostScriptBytes);
      expect(serviceWorker, table).toBeLessThan(mostServiceWorkerBytes);
      expect(fillWorker, table).toBeLessThan(mostFillWorkerBytes);
    });

    await test.step('axe finds nothing by day', async () => {
      expect(await complaints(page)).toEqual([]);
    });

    await test.step('nor by night; nothing scrolls sideways at 320 px, in both languages', async () => {
      await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
      await page.setViewportSize({ width: 320, height: 640 });
      for (const language of ['en', 'pt-BR']) {
        await openSettled(page, `${address}?lang=${language}`);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
          320,
        );
        await expect(page.locator('html')).toHaveAttribute('lang', language);
      }
      expect(await complaints(page)).toEqual([]);
    });
    await site.close();
  });
}

const complaints = async (page: Page): Promise<string[]> =>
  (await new AxeBuilder({ page }).analyze()).violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`,
  );

/** Opens a page and lets what it starts by itself (the camera, the first answer) come to rest. */
async function openSettled(page: Page, path: string): Promise<void> {
  await page.goto(path);
  if (/\/see\b/.test(path)) {
    await expect(page.getByTestId('predictions').locator('> *').first()).toBeVisible();
  } else {
    await page.waitForLoadState('networkidle');
  }
}
