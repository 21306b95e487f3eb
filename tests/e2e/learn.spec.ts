/**
 * What must hold for every lab that the build has: axe finds nothing in
 * both themes, nothing scrolls sideways on a small phone in both languages, its code is light, its numbers
 * are text, its three tasks are there and not yet done, and the keyboard reaches all that can be moved.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { buildFolder, expect, originOf, startSite, test } from './support/test.ts';

const labs = readdirSync(join(buildFolder, 'learn'))
  .filter((file) => file.endsWith('.html'))
  .map((file) => file.replace('.html', ''))
  .sort();
/** With its worker, which begins by itself: a lab has its words in two languages and its maths with it. */
const mostScriptBytes = 136 * 1024;

async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await expect(page.getByTestId('lab')).toHaveAttribute('data-ready', 'true');
}

const complaints = async (page: Page): Promise<string[]> =>
  (await new AxeBuilder({ page }).analyze()).violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`,
  );

test('the course lists every lab, and each is one tap away', async ({ page }) => {
  expect(labs.length).toBeGreaterThan(0);
  await page.goto('/learn?lang=pt-BR');
  for (const lab of labs) await expect(page.getByTestId(`lab-link-${lab}`)).toBeVisible();
  await page.getByTestId(`lab-link-${labs[0]}`).click();
  await expect(page.getByTestId('lab')).toHaveAttribute('data-lab', labs[0] ?? '');
});

for (const lab of labs) {
  test(`${lab}: light, for everyone, on a small phone too`, async ({ page }) => {
    test.setTimeout(60_000);
    const scripts = new Map<string, number>();
    const site = await startSite((request, response) => {
      const url = new URL(request.url ?? '/', 'http://localhost').pathname;
      if (url.endsWith('.js') && request.headers['sec-fetch-dest'] !== 'empty') {
        response.on('finish', () => scripts.set(url, Number(response.getHeader('content-length'))));
      }
      return false;
    });
    const address = `${originOf(site)}/learn/${lab}`;
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });

    await open(page, `${address}?lang=en`);
    await page.waitForLoadState('networkidle');
    expect(await complaints(page)).toEqual([]);
    const frame = page.getByTestId('lab');
    await expect(frame.getByTestId('task')).toHaveCount(3);
    await expect(frame.locator('[data-testid=task][data-done=true]')).toHaveCount(0);
    const numbers = await frame.locator('[data-number]').allTextContents();
    expect(numbers.length).toBeGreaterThan(0);
    expect(numbers.filter((number) => /NaN|undefined|\[object/.test(number))).toEqual([]);
    // The service worker keeps the app for later; `pages.spec.ts` weighs it and what fills the caches.
    const own = [...scripts].filter(([url]) => !/service-worker|fill\.worker/.test(url));
    const bytes = own.reduce((sum, [, size]) => sum + size, 0);
    test.info().annotations.push({ type: 'JavaScript', description: `${bytes} bytes` });
    expect(bytes, own.map(([url, size]) => `${size} ${url}`).join('\n')).toBeLessThan(
      mostScriptBytes,
    );

    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    await page.setViewportSize({ width: 320, height: 640 });
    await open(page, `${address}?lang=pt-BR`);
    expect(await complaints(page)).toEqual([]);
    for (const language of ['pt-BR', 'en']) {
      if (language === 'en') await open(page, `${address}?lang=en`);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
        320,
      );
    }
    expect(errors).toEqual([]);
    await site.close();
  });
}
