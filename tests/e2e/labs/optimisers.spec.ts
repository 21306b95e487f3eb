/** The lab of optimisers by keyboard: each task can be done, and none is done at the beginning. */
import { expect, test } from '../support/test.ts';

test('the three tasks of the optimisers', async ({ page }) => {
  await page.goto('/learn/optimisers?lang=en');
  await expect(page.locator('[data-testid=lab][data-ready=true]')).toBeVisible();
  const task = (key: string) => page.locator(`[data-task=${key}]`);
  for (const key of ['stuck', 'balance', 'beat']) {
    await expect(task(key)).toHaveAttribute('data-done', 'false');
  }
  const play = page.getByTestId('lab-play');
  await page.getByRole('slider', { name: 'Speed' }).first().press('End');

  // From 0.03 to about 0.3; and γ from 0.9 to 0.8.
  await page.getByLabel('Look inside').selectOption('momentum');
  const rate = page.getByRole('slider', { name: 'Learning rate, Momentum' });
  for (let i = 0; i < 3; i++) await rate.press('PageUp');
  const decay = page.getByRole('slider', { name: 'γ of Momentum' });
  await decay.press('PageDown');
  await play.press('Enter');
  await expect(task('beat')).toHaveAttribute('data-done', 'true');

  await page.getByTestId('lab-initial').press('Enter');
  await page.getByRole('radio', { name: 'Saddle' }).press('Space');
  await expect(task('stuck')).toHaveAttribute('data-done', 'true');

  // What lecture 002's formulas give: (1 − 0.9) ÷ √(1 − 0.999).
  await play.press('Enter');
  await page.getByRole('switch', { name: 'Bias correction' }).press('Space');
  await page.getByTestId('lab-reset').press('Enter');
  await page.getByTestId('lab-step').press('Enter');
  await expect(page.locator('[data-number=first-step]')).toHaveText('3.162 η');
  const second = page.getByRole('slider', { name: 'β₂' });
  for (let i = 0; i < 2; i++) await second.press('PageDown');
  for (let i = 0; i < 4; i++) await second.press('ArrowLeft');
  await page.getByTestId('lab-step').press('Enter');
  await expect(page.locator('[data-number=first-step]')).toHaveText('1 η');
  await expect(task('balance')).toHaveAttribute('data-done', 'true');
});

test('all seven learn one network, each its own way', async ({ page }) => {
  await page.goto('/learn/optimisers?lang=en');
  await page.getByTestId('open-network').click();
  const loss = page.locator('[data-number=network-loss-adam]');
  await expect(loss).not.toBeEmpty();
  const before = Number(await loss.textContent());
  const network = page.getByRole('region', { name: 'On a real network' });
  await network.getByTestId('lab-play').click();
  await expect.poll(async () => Number(await loss.textContent())).toBeLessThan(before / 2);
});

test('a link opens the race as it was', async ({ page }) => {
  await page.goto('/learn/optimisers?lang=en&surface=plateau&look=adagrad&on=1~0~0~1~0~0~0');
  await expect(page.getByRole('radio', { name: 'Plateau' })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'Momentum' })).not.toBeChecked();
  await page.getByTestId('lab-step').click();
  await expect(page.locator('[data-number=adagrad-G-x]').first()).not.toHaveText('0');
  await expect(page.locator('[data-number=adam-m-x]')).toHaveCount(0);
});
