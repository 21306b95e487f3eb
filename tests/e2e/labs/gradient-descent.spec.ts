/** The lab of gradient descent by keyboard: each task can be done, and none is done at the beginning. */
import { expect, test } from '../support/test.ts';

test('the three tasks of gradient descent', async ({ page }) => {
  await page.goto('/learn/gradient-descent?lang=en');
  await expect(page.locator('[data-testid=lab][data-ready=true]')).toBeVisible();
  const task = (key: string) => page.locator(`[data-task=${key}]`);
  for (const key of ['reach', 'diverge', 'fewer']) {
    await expect(task(key)).toHaveAttribute('data-done', 'false');
  }
  const step = page.getByTestId('lab-step');
  const reset = page.getByTestId('lab-reset');
  const steps = async (count: number) => {
    for (let i = 0; i < count; i++) await step.press('Enter');
  };

  // From 0.1 up to 3.2.
  const rate = page.getByRole('slider', { name: 'Learning rate' });
  for (let i = 0; i < 3; i++) await rate.press('PageUp');
  await reset.press('Enter');
  await steps(5);
  await expect(task('reach')).toHaveAttribute('data-done', 'true');

  await page.getByRole('radio', { name: 'too big' }).press('Space');
  await reset.press('Enter');
  await steps(6);
  await expect(task('diverge')).toHaveAttribute('data-done', 'true');

  await page.getByRole('radio', { name: 'right' }).press('Space');
  await reset.press('Enter');
  await steps(14);
  await expect(page.locator('[data-arrival="24"]')).toBeVisible();
  await page.getByRole('radio', { name: 'stochastic' }).press('Space');
  await reset.press('Enter');
  await page.getByRole('slider', { name: 'Speed' }).press('End');
  await page.getByTestId('lab-play').press('Enter');
  await expect(task('fewer')).toHaveAttribute('data-done', 'true');
});

test('a link opens gradient descent as it was', async ({ page }) => {
  await page.goto('/learn/gradient-descent?lang=en&model=line&rate=0.3&m=6&start=2~-1.5');
  await expect(page.getByRole('radio', { name: 'Straight line' })).toBeChecked();
  await expect(page.locator('[data-number=p]')).toHaveText('2');
  await expect(page.locator('[data-number=q]')).toHaveText('−1.5');
  await expect(page.getByRole('slider', { name: 'Examples a step' })).toHaveValue('6');
  // The handle moves by keys, and the descent begins there.
  await page.getByRole('slider', { name: 'Where the descent begins' }).press('ArrowLeft');
  await expect(page.locator('[data-number=p]')).toHaveText('1.9');
});
