import { expect, originOf, test } from './support/test.ts';
import { failureWords, words } from './support/words.ts';

test('storage full: a frozen frame says so, and See goes on', async ({ page, see, site }) => {
  // From the beginning: of an origin that has just written, Chromium believes for half a minute that there is room.
  const session = await page.context().newCDPSession(page);
  await session.send('Storage.overrideQuotaForOrigin', { origin: originOf(site), quotaSize: 1 });
  await see.open('?backend=wasm&lang=en');
  await see.expectTop('cat');
  const freeze = page.getByRole('button', { name: words('see', 'en')['see_freeze'], exact: true });
  await freeze.click();
  await expect(page.getByText(failureWords('storage-full', 'en').sentence)).toBeVisible();
  await expect(page.getByTestId('kept')).toHaveCount(1);

  await session.send('Storage.overrideQuotaForOrigin', { origin: originOf(site) });
  await page.getByRole('button', { name: words('see', 'en')['see_back_to_live'] }).click();
  await see.expectTop('cat');
});
