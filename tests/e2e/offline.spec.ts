/** After one visit See works in flight mode; where nothing can be kept, it still works with a network. */
import { expect, originOf, startSite, test } from './support/test.ts';
import { SeePage } from './support/see-page.ts';

test('with the server gone, a reload of See starts and classifies', async ({ page, context }) => {
  const site = await startSite();
  const see = new SeePage(page, originOf(site));
  await see.open('?backend=wasm');
  await see.expectTop('cat');
  await page.waitForFunction(
    async () => (await navigator.serviceWorker.ready).active?.state === 'activated',
  );

  await site.close();
  await context.setOffline(true);
  await page.reload();
  await see.expectTop('cat');

  await page.goto(`${see.origin}/`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

test('without a service worker (private window) See works all the same', async ({ page, see }) => {
  await page.addInitScript(() => {
    Reflect.deleteProperty(Navigator.prototype, 'serviceWorker');
  });
  await see.open('?backend=wasm');
  await see.expectTop('cat');
});
