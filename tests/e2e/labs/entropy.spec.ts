/** The lecture's pair, its lost pair found, a belief that costs without end, and the likelihood's summit. */
import type { Page } from '@playwright/test';
import { expect, test } from '../support/test.ts';

const task = (page: Page, key: string) => page.locator(`[data-task="${key}"]`);
const value = (page: Page, key: string) => page.locator(`[data-number="${key}"]`);
const ready = (page: Page) => expect(page.getByTestId('lab')).toHaveAttribute('data-ready', 'true');

test('entropy, divergence and likelihood as in the lecture', async ({ page }) => {
  await page.goto('/learn/entropy?lang=en');
  await ready(page);
  for (const key of ['pair', 'infinite', 'best']) {
    await expect(task(page, key)).toHaveAttribute('data-done', 'false');
  }
  // Seed 000: 0.72, 1 and 0.28.
  await expect(value(page, 'hp')).toHaveText('0.7219');
  await expect(value(page, 'hq')).toHaveText('1');
  await expect(value(page, 'kl')).toHaveText('0.2781');

  const belief = page.getByRole('slider', { name: 'belief q' });
  for (let i = 0; i < 2; i++) await belief.press('Shift+ArrowRight');
  await expect(value(page, 'kl')).toHaveText('0.0371');
  await expect(task(page, 'pair')).toHaveAttribute('data-done', 'true');

  await page.getByRole('slider', { name: 'q: how often' }).press('Home');
  await expect(value(page, 'kl')).toHaveText('∞');
  await expect(page.getByTestId('note')).toContainText('without bound');
  await expect(task(page, 'infinite')).toHaveAttribute('data-done', 'true');

  await page.getByRole('button', { name: 'Flip 3: tails' }).press('Enter');
  const theta = page.getByRole('slider', { name: 'θ on the cost' });
  for (let i = 0; i < 3; i++) await theta.press('Shift+ArrowRight');
  await expect(value(page, 'best')).toHaveText('0.8');
  await expect(value(page, 'mean')).toHaveText('−0.7219');
  await expect(value(page, 'cost')).toHaveText('0.7219');
  await expect(task(page, 'best')).toHaveAttribute('data-done', 'true');
});

test('a link opens the pair and the base it was copied with', async ({ page }) => {
  await page.goto('/learn/entropy?lang=pt-BR&p=0.5&q=0.25&base=e');
  await ready(page);
  await expect(value(page, 'hp')).toHaveText('0,6931');
});
