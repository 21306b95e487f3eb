/** The park of lecture 003: trained row by row, asked, bent by hand, and out of reach without a bias. */
import type { Page } from '@playwright/test';
import { expect, test } from '../support/test.ts';

const task = (page: Page, key: string) => page.locator(`[data-task="${key}"]`);
const value = (page: Page, key: string) => page.locator(`[data-number="${key}"]`);
const ready = (page: Page) => expect(page.getByTestId('lab')).toHaveAttribute('data-ready', 'true');

test('the neuron of the park learns, is asked, and is bent to another answer', async ({ page }) => {
  await page.goto('/learn/perceptron?lang=en');
  await ready(page);
  for (const key of ['train', 'change', 'bias']) {
    await expect(task(page, key)).toHaveAttribute('data-done', 'false');
  }

  // Seed 003: corrected by rows 1 and 3, then an epoch without an error; then it is asked.
  const step = page.getByTestId('lab-step');
  for (let i = 0; i < 3; i++) await step.press('Enter');
  await expect(page.getByTestId('happened')).toContainText('Weights (1; 0) → (1; 1)');
  for (let i = 0; i < 10; i++) await step.press('Enter');
  await expect(task(page, 'train')).toHaveAttribute('data-done', 'true');
  await expect(value(page, 'w1')).toHaveText('1');
  await expect(value(page, 'w2')).toHaveText('1');
  await expect(value(page, 'answer')).toHaveText('0, stay');
  await expect(page.getByTestId('happened')).toContainText('Exactly on the line');

  await page.getByRole('slider', { name: 'w₂' }).press('ArrowRight');
  await expect(value(page, 'answer')).toHaveText('1, go');
  await expect(task(page, 'change')).toHaveAttribute('data-done', 'true');

  const asked = page.getByRole('slider', { name: 'The point that is asked' });
  await asked.press('Shift+ArrowRight');
  await asked.press('Shift+ArrowDown');
  await page.getByTestId('teach-go').press('Enter');
  await page.getByTestId('lab-reset').press('Enter');
  await page.getByRole('slider', { name: 'Speed' }).press('End');
  await page.getByRole('switch').press('Space');
  await page.getByTestId('lab-play').press('Enter');
  await expect(task(page, 'bias')).toHaveAttribute('data-done', 'true');
});

test('a link opens the state it was copied in', async ({ page }) => {
  await page.goto('/learn/perceptron?lang=en&at=12&fires=at');
  await ready(page);
  await expect(value(page, 'epochs')).toHaveText('2');
  await expect(value(page, 'answer')).toHaveText('1, go');
});
