import { expect, test } from '../support/test.ts';

test('normalisation: its tasks are there to be done', async ({ page }) => {
  test.setTimeout(90_000);
  await page.goto('/learn/normalisation?lang=en&budget=128');
  await expect(page.getByTestId('lab')).toHaveAttribute('data-ready', 'true');
  const task = (key: string) => page.locator(`[data-task=${key}]`);
  for (const key of ['alone', 'ahead', 'searches']) {
    await expect(task(key)).toHaveAttribute('data-done', 'false');
  }

  await page.getByRole('slider', { name: 'Examples in the batch' }).press('Home');
  await expect(task('alone')).toHaveAttribute('data-done', 'true');
  await expect(page.locator('[data-number=result]')).toHaveText('0');

  const [network, search] = await page.getByTestId('lab-play').all();
  const [, searchSpeed] = await page.getByRole('slider', { name: 'Speed' }).all();
  await page.getByRole('radio', { name: 'Sigmoid' }).check({ force: true });
  await page.getByRole('slider', { name: 'Learning rate' }).fill('0');
  await network!.click();
  await expect(task('ahead')).toHaveAttribute('data-done', 'true', { timeout: 40_000 });
  await network!.click();

  await searchSpeed!.press('End');
  for (const name of ['Grid', 'Random', 'Halving'] as const) {
    await page.getByRole('radio', { name }).check({ force: true });
    await expect(search!).toBeEnabled();
    if (/Play/.test((await search!.textContent()) ?? '')) await search!.click();
    const best = page.locator(`[data-number=best-${name.toLowerCase()}]`);
    await expect(best).not.toHaveText('not yet', { timeout: 30_000 });
  }
  const grip = page.locator('[data-grip=loss-high]');
  await grip.focus();
  await expect(async () => {
    await grip.press('ArrowDown');
    expect(await task('searches').getAttribute('data-done')).toBe('true');
  }).toPass({ timeout: 15_000, intervals: [20] });
});
