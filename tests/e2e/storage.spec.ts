import { expect, originOf, test } from './support/test.ts';
import { failureWords, words } from './support/words.ts';

test('storage full: a frozen frame says so, and See goes on', async ({ page, see, site }) => {
  await see.open('?backend=wasm&lang=en');
  await see.expectTop('cat');
  const session = await page.context().newCDPSession(page);
  await session.send('Storage.overrideQuotaForOrigin', { origin: originOf(site), quotaSize: 1 });
  const freeze = page.getByRole('button', { name: words('see', 'en')['see_freeze'], exact: true });
  await freeze.click();
  await expect(page.getByText(failureWords('storage-full', 'en').sentence)).toBeVisible();
  await expect(page.getByTestId('kept')).toHaveCount(1);

  await session.send('Storage.overrideQuotaForOrigin', { origin: originOf(site) });
  await page.getByRole('button', { name: words('see', 'en')['see_back_to_live'] }).click();
  await see.expectTop('cat');
});
