/** Models from elsewhere: another host that shares and one that does not, and a folder dropped on the page. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { tinyLayers } from '../support/tiny-layers.ts';
import { expect, test } from './support/test.ts';
import { failureWords } from './support/words.ts';

test.use({ viewport: { width: 1280, height: 900 }, serviceWorkers: 'block' });

const shared = 'https://teachablemachine.withgoogle.com/models/colours/';
const own = (page: Page) => page.getByTestId('models-own').getByTestId('model-row');

test('a shared link: refused by a host that does not share, brought from one that does', async ({
  context,
  page,
}) => {
  const files = tinyLayers();
  let shares = false;
  await context.route(`${shared}*`, (route) => {
    const name = new URL(route.request().url()).pathname.split('/').at(-1)!;
    const bytes = files[name];
    return route.fulfill({
      status: bytes ? 200 : 404,
      // Without a word on it, the test's tool would allow everybody.
      headers: { 'access-control-allow-origin': shares ? '*' : 'https://elsewhere.example' },
      body: Buffer.from(bytes ?? []),
    });
  });
  await page.goto('/models?lang=en');
  await page.getByTestId('bring-address').fill(shared);
  await page.getByTestId('bring-go').click();
  const refused = page.getByTestId('bring').locator('[data-failure=host-unreachable]');
  const { sentence, next } = failureWords('host-unreachable', 'en');
  await expect(refused).toContainText(sentence);
  await expect(refused).toContainText(next);
  await expect(own(page)).toHaveCount(0);

  shares = true;
  await page.getByTestId('bring-go').click();
  await expect(own(page)).toHaveAttribute('data-state', 'installed');
});

test('a folder dropped on the page', async ({ page }, info) => {
  const folder = info.outputPath('colours');
  mkdirSync(folder, { recursive: true });
  for (const [name, bytes] of Object.entries(tinyLayers()))
    writeFileSync(join(folder, name), bytes);
  await page.goto('/models?lang=en');
  await expect(page.getByTestId('bring')).toBeVisible();
  const session = await page.context().newCDPSession(page);
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', {
      ...{ type, x: 300, y: 300 },
      data: { items: [], files: [folder], dragOperationsMask: 1 },
    });
  }
  await expect(own(page)).toHaveAttribute('data-state', 'installed');
});
