/** Back-propagation: the seed's graph walked to its end, a bet, two paths that cancel, the batch of three. */
import type { Page } from '@playwright/test';
import { expect, test } from '../support/test.ts';

const task = (page: Page, key: string) => page.locator(`[data-task="${key}"]`);
const value = (page: Page, key: string) => page.locator(`[data-number="${key}"]`);
const ready = (page: Page) => expect(page.getByTestId('lab')).toHaveAttribute('data-ready', 'true');

test('the three tasks of back-propagation, and the numbers of seed 000', async ({ page }) => {
  await page.goto('/learn/back-propagation?lang=en');
  await ready(page);
  for (const key of ['predict', 'cancel', 'update']) {
    await expect(task(page, key)).toHaveAttribute('data-done', 'false');
  }
  await expect(value(page, 'updated')).toHaveText('−0.003');

  const place = page.getByRole('slider', { name: 'Step' });
  await page.getByLabel('My bet').fill('-0.19');
  await page.getByLabel('My bet').press('Enter');
  const step = page.getByTestId('lab-step');
  for (let i = 0; i < 2; i++) await step.press('Enter');
  await expect(page.getByTestId('step-said')).toContainText('p₁₂ = w₁₂ × x₂ = 1.19 × 0.7 = 0.833');
  // What has not been reached is told nowhere.
  await expect(value(page, 'gradient')).toHaveText('–');
  await expect(value(page, 'numeric-b1')).toHaveText('–');
  await place.press('End');
  await expect(task(page, 'predict')).toHaveAttribute('data-done', 'true');
  await expect(value(page, 'loss')).toHaveText('0.2071');
  await expect(value(page, 'gradient')).toHaveText('−0.1871');
  await expect(value(page, 'minus')).toHaveText('−0.1871');
  await expect(value(page, 'paths-sum')).toHaveText('−0.1871');
  await expect(page.getByTestId('paths').getByRole('button')).toHaveCount(3);

  // From node to node by keys: H is right of h₁.
  const node = (name: string) => page.getByRole('button', { name: new RegExp(`^${name}`) });
  await node('h₁').focus();
  await node('h₁').press('ArrowRight');
  await expect(node('H')).toBeFocused();
  await node('H').press('Enter');
  await expect(page.getByLabel('Paths from')).toHaveValue('H');

  await page.getByRole('radio', { name: 'My formula' }).press('Space');
  await page.locator('[data-expression=f]').fill('x - x^2 / 2');
  await place.press('End');
  await expect(value(page, 'gradient')).toHaveText('0');
  await expect(task(page, 'cancel')).toHaveAttribute('data-done', 'true');

  const rate = page.getByRole('slider', { name: 'Learning rate' });
  for (let i = 0; i < 10; i++) await rate.press('ArrowRight');
  await expect(value(page, 'updated')).toHaveText('−0.006');
  await expect(task(page, 'update')).toHaveAttribute('data-done', 'true');
});

test('a link opens back-propagation where it was', async ({ page }) => {
  await page.goto('/learn/back-propagation?lang=en&graph=formula&f=a*b&v=2~3~0~0~0~0&at=3&node=a');
  await ready(page);
  await expect(value(page, 'loss')).toHaveText('6');
  await expect(value(page, 'gradient')).toHaveText('3');
  await expect(value(page, 'steps')).toHaveText('step 3 of 4');
  await page.locator('[data-expression=f]').fill('2 + 3');
  await expect(page.getByText('There is no variable in it')).toBeVisible();
});
