/** Another version is deployed while somebody works: nothing breaks, the prompt waits, the work is there afterwards. */
import { makeSecondVersion } from './support/second-version.ts';
import { TeachPage } from './support/teach-page.ts';
import { expect, originOf, startSite, test } from './support/test.ts';
import { words } from './support/words.ts';

test('a second version under a running page', async ({ page }) => {
  test.setTimeout(180_000);
  const second = makeSecondVersion();
  let deployed = false;
  const site = await startSite((request, response) => deployed && second.serve(request, response));
  const origin = originOf(site);
  const bugs: string[] = [];
  page.on('pageerror', (error) => bugs.push(error.message));
  const ready = page.locator('[data-testid=offline-ready][data-ready=true]');

  await page.goto(`${origin}/?lang=en`);
  await expect(ready).toBeVisible({ timeout: 120_000 });
  const before = await page.evaluate(() => localStorage.getItem('aprendiz:offline-proof'));
  const teach = new TeachPage(page, origin);
  const id = await teach.newProject(['tea', 'coffee']);

  deployed = true;
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
  const notice = page.getByTestId('update-waits');
  await expect(notice).toBeVisible({ timeout: 60_000 });

  await test.step('work goes on, with parts that the host has no more', async () => {
    await page.getByTestId('add-class').click();
    await expect(teach.cards).toHaveCount(3);
    await page.goto(`${origin}/see?lang=en&backend=wasm`);
    await page.getByTestId('settings').click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await page.keyboard.press('Escape');
  });

  await test.step('the new one takes over when it may', async () => {
    await page.goto(`${origin}/?lang=en`);
    await expect(notice).toBeVisible({ timeout: 60_000 });
    const reloaded = page.waitForEvent('load');
    await notice.getByText(words('shell', 'en')['shell_update_now'] ?? '').click();
    await reloaded;
    await expect(ready).toBeVisible({ timeout: 120_000 });
    await expect(notice).toBeHidden();
    const after = await page.evaluate(() => localStorage.getItem('aprendiz:offline-proof'));
    expect(JSON.parse(after ?? '{}')).not.toMatchObject({
      version: (JSON.parse(before ?? '{}') as { version?: string }).version,
    });
  });

  await test.step('and finds what was made before', async () => {
    await teach.openProject(id);
    await expect(teach.cards).toHaveCount(3);
    await expect(teach.card('coffee')).toBeVisible();
  });
  expect(bugs).toEqual([]);
  await site.close();
  second.remove();
});
