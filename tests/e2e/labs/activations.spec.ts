/** Curves and slopes by keyboard: what passes ten neurons, what stops a gradient in three, softmax as in lecture 000. */
import type { Page } from '@playwright/test';
import { expect, test } from '../support/test.ts';

const task = (page: Page, key: string) => page.locator(`[data-task="${key}"]`);
const value = (page: Page, key: string) => page.locator(`[data-number="${key}"]`);
const ready = (page: Page) => expect(page.getByTestId('lab')).toHaveAttribute('data-ready', 'true');

test('a gradient passes whole, is stopped, and softmax is as in the lecture', async ({ page }) => {
  await page.goto('/learn/activations?lang=en');
  await ready(page);
  for (const key of ['keep', 'vanish', 'soften']) {
    await expect(task(page, key)).toHaveAttribute('data-done', 'false');
  }
  // Seed 000, all eight digits.
  await expect(value(page, 'p1')).toHaveText('0.16115195');
  await expect(value(page, 'p2')).toHaveText('0.74422819');
  await expect(value(page, 'p6')).toHaveText('0.02559374');

  await page.getByRole('slider', { name: 'Input x' }).press('End');
  await page.getByRole('slider', { name: 'Weight w' }).press('End');
  await expect(task(page, 'vanish')).toHaveAttribute('data-done', 'true');

  await page.getByTestId('lab-initial').press('Enter');
  await page.getByRole('radio', { name: 'ReLU', exact: true }).press('Space');
  const step = page.getByTestId('lab-step');
  for (let i = 3; i < 10; i++) await step.press('Enter');
  await expect(value(page, 'g').last()).toHaveText('1');
  await expect(task(page, 'keep')).toHaveAttribute('data-done', 'true');

  await page.getByRole('slider', { name: 'Added to every score' }).press('End');
  await expect(value(page, 'p2')).toHaveText('0.74422819');
  await page.getByRole('slider', { name: 'Temperature' }).press('End');
  await expect(task(page, 'soften')).toHaveAttribute('data-done', 'true');
});

test('a link opens the curve, the input and the depth it was copied with', async ({ page }) => {
  await page.goto('/learn/activations?lang=pt-BR&f=tanh&x=0&n=7');
  await ready(page);
  await expect(value(page, 'd')).toHaveText('1');
  await expect(value(page, 'steps')).toHaveText('7 neurônios');
});
