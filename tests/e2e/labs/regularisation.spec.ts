import { expect, test } from '../support/test.ts';

const tasks = (page: import('@playwright/test').Page) =>
  page
    .getByTestId('task')
    .evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.done));

test('regularisation: its tasks are there to be done, and the meme of the lecture is right', async ({
  page,
}) => {
  await page.goto('/learn/regularisation?lang=en');
  await expect(page.getByTestId('lab')).toHaveAttribute('data-ready', 'true');
  expect(await tasks(page)).toEqual(['false', 'false', 'false']);

  // A curve of high degree through a dozen points, by keyboard.
  await page.getByRole('slider', { name: 'Degree', exact: true }).press('End');
  await expect(page.locator('[data-task=overfit]')).toHaveAttribute('data-done', 'true');
  await page.getByRole('radio', { name: 'L1' }).check({ force: true });
  await expect(page.locator('[data-task=sparse]')).toHaveAttribute('data-done', 'true');

  // Seed 002: 9055.5·x⁴ − 90555·x³ + 316942.5·x² − 452773·x + 217331
  await page.getByTestId('meme').click();
  await expect(page.locator('[data-number=next-w4]')).toHaveText('9055.5');
  await expect(page.locator('[data-number=next-w1]')).toHaveText('−452773');

  await page.getByRole('switch', { name: 'Early stopping' }).check();
  await page.getByRole('slider', { name: 'Speed' }).press('End');
  await page.getByTestId('lab-play').click();
  await expect(page.getByTestId('lab-play')).toBeDisabled({ timeout: 30_000 });
  await page.getByTestId('open-test').click();
  await expect(page.locator('[data-task=honest]')).toHaveAttribute('data-done', 'true');
  await expect(page.locator('[data-number=looks]')).toHaveAttribute('data-looks', '1');
});

test('regularisation: a link opens what it was made of', async ({ page }) => {
  await page.goto('/learn/regularisation?lang=pt-BR&degree=9&penalty=l2&strength=-1&next=217341');
  await expect(page.getByTestId('lab')).toHaveAttribute('data-ready', 'true');
  await expect(page.getByRole('slider', { name: 'Grau', exact: true })).toHaveValue('9');
  await expect(page.getByRole('radio', { name: 'L2' })).toBeChecked();
  await expect(page.locator('[data-number=next-w4]')).toHaveText('9055,5');
});
