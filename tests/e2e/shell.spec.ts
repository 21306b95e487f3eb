/** What surrounds the doors: words, light, the bench on the home page, and what an installed app can do. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { photoPath } from './support/camera-file.ts';
import { expect, test } from './support/test.ts';
import { words } from './support/words.ts';

const heading = (page: Page) => page.getByRole('heading', { level: 1 });

test('home: a tapped photo is answered, and nothing of the engine is fetched before', async ({
  page,
}) => {
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(request.url()));
  await page.goto('/?backend=wasm');
  await page.waitForLoadState('networkidle');
  expect(fetched.filter((url) => /workers|models|\.wasm/.test(url))).toEqual([]);
  for (const label of ['cat', 'cup', 'person']) {
    await page.getByTestId(`sample-${label}`).click();
    const top = page.getByTestId('predictions').locator('> *').first();
    await expect(top).toHaveAttribute('data-label', label, { timeout: 60_000 });
  }
});

test('home: a file that is no picture gets a sentence, and the next one works', async ({
  page,
}) => {
  await page.goto('/?backend=wasm');
  await page.getByTestId('drop-photo').setInputFiles({
    name: 'notes.jpg',
    mimeType: 'image/jpeg',
    buffer: Buffer.from('not a picture'),
  });
  await expect(page.locator('[data-code=image-unreadable]')).toBeVisible({ timeout: 30_000 });
  await page.getByTestId('drop-photo').setInputFiles(photoPath('cat'));
  const top = page.getByTestId('predictions').locator('> *').first();
  await expect(top).toHaveAttribute('data-label', 'cat', { timeout: 60_000 });
});

test('what is pressed before the page is awake is done once it is', async ({ page }) => {
  let wake = () => {};
  const asleep = new Promise<void>((resolve) => (wake = resolve));
  await page.route('**/_app/immutable/entry/*', async (route) => {
    await asleep;
    await route.continue();
  });
  await page.goto('/learn/optimisers?lang=en', { waitUntil: 'commit' });
  await page.getByTestId('open-network').click();
  wake();
  await expect(page.locator('[data-number=network-loss-adam]')).not.toBeEmpty();
});

test.describe('words', () => {
  test.use({ locale: 'pt-BR' });

  test('follow the browser, change without a reload, and are remembered', async ({ page }) => {
    await page.goto('/');
    await expect(heading(page)).toHaveText(words('shell', 'pt-BR')['shell_hero_title'] ?? '');
    await page.evaluate(() => Object.assign(window, { sameDocument: true }));
    await page.getByTestId('settings').click();
    await page.getByText('English', { exact: true }).click();
    await expect(heading(page)).toHaveText(words('shell', 'en')['shell_hero_title'] ?? '');
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true);
    await page.reload();
    await expect(heading(page)).toHaveText(words('shell', 'en')['shell_hero_title'] ?? '');
  });

  test('the address outranks the browser, and follows a change', async ({ page }) => {
    await page.goto('/?lang=en&backend=wasm');
    await expect(heading(page)).toHaveText(words('shell', 'en')['shell_hero_title'] ?? '');
    await page.getByTestId('settings').click();
    await page.getByText('Português', { exact: true }).click();
    await expect(heading(page)).toHaveText(words('shell', 'pt-BR')['shell_hero_title'] ?? '');
    expect(new URL(page.url()).search).toBe('?lang=pt-BR&backend=wasm');
  });

  test('no English is shown on the way to Portuguese', async ({ page }) => {
    await page.addInitScript(() => {
      const seen: string[] = [];
      Object.assign(window, { seen });
      const look = () => {
        const title = document.querySelector('h1');
        if (title?.checkVisibility({ visibilityProperty: true })) seen.push(title.innerText);
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
    await page.goto('/');
    await expect(heading(page)).toBeVisible();
    const seen = await page.evaluate(() => (window as unknown as { seen: string[] }).seen);
    expect([...new Set(seen)]).toEqual([words('shell', 'pt-BR')['shell_hero_title']]);
  });
});

test('light: the choice is kept and drawn from the first paint on', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto('/');
  await page.getByTestId('settings').click();
  await page.getByTitle(words('shell', 'en')['shell_theme_dark'] ?? '', { exact: true }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.goto('/offline', { waitUntil: 'commit' });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('an unknown address has a page of its own, with a way on', async ({ page }) => {
  const response = await page.goto('/no/such/page');
  expect(response?.status()).toBe(404);
  await expect(heading(page)).toHaveText(words('shell', 'en')['shell_lost_title'] ?? '');
});

test.describe('installed', () => {
  const ready = (page: Page) => page.locator('[data-testid=offline-ready][data-ready=true]');

  test('ready offline is a finding: what was taken from the cache is noticed and fetched again', async ({
    page,
  }) => {
    await page.goto('/');
    await expect(ready(page)).toBeVisible({ timeout: 60_000 });
    const countKept = () =>
      page.evaluate(async () => {
        const [name = ''] = await caches.keys();
        return (await (await caches.open(name)).keys()).length;
      });
    const kept = await countKept();
    await page.evaluate(async () => {
      const [name = ''] = await caches.keys();
      const cache = await caches.open(name);
      for (const request of (await cache.keys()).slice(0, 3)) await cache.delete(request);
    });
    expect(await countKept()).toBe(kept - 3);
    await page.reload();
    await expect(ready(page)).toBeVisible({ timeout: 60_000 });
    expect(await countKept()).toBe(kept);
  });

  test('a page that was loaded past the service worker is served by it all the same, and proves it', async ({
    context,
    page,
  }) => {
    await page.goto('/');
    await expect(ready(page)).toBeVisible({ timeout: 60_000 });
    await page.evaluate(() => localStorage.removeItem('aprendiz:offline-proof'));
    const session = await context.newCDPSession(page);
    const loaded = page.waitForEvent('load');
    // Shift and reload.
    await session.send('Page.reload', { ignoreCache: true });
    await loaded;
    const isServed = () => page.evaluate(() => navigator.serviceWorker.controller !== null);
    expect(await isServed()).toBe(false);
    await expect(ready(page)).toBeVisible({ timeout: 60_000 });
    expect(await isServed()).toBe(true);
  });

  test('a photo shared to the app is classified by See, once', async ({ page }) => {
    await page.goto('/');
    await expect(ready(page)).toBeVisible({ timeout: 60_000 });
    await page.evaluate(
      (bytes) => {
        const photo = new File([new Uint8Array(bytes)], 'cup.jpg', { type: 'image/jpeg' });
        const chosen = new DataTransfer();
        chosen.items.add(photo);
        const input = Object.assign(document.createElement('input'), {
          type: 'file',
          name: 'photo',
        });
        input.files = chosen.files;
        const form = Object.assign(document.createElement('form'), {
          method: 'POST',
          action: '/see/share',
          enctype: 'multipart/form-data',
        });
        form.append(input);
        document.body.append(form);
        form.submit();
      },
      Array.from(readFileSync(photoPath('cup'))),
    );
    await page.waitForURL('**/see?shared=1');
    const top = page.getByTestId('predictions').locator('> *').first();
    await expect(top).toHaveAttribute('data-label', 'cup', { timeout: 60_000 });
    expect(await page.evaluate(() => caches.has('aprendiz-shared-photo'))).toBe(false);
  });

  test('without network an unknown address leads to the offline page', async ({
    page,
    context,
  }) => {
    await page.goto('/');
    await expect(ready(page)).toBeVisible({ timeout: 60_000 });
    await context.setOffline(true);
    await page.goto('/no/such/page');
    await expect(heading(page)).toHaveText(words('shell', 'en')['shell_offline_title'] ?? '');
  });
});
