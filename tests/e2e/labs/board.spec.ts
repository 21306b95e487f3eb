/** The Board: two runs trained, laid side by side, smoothed, taken along in a file and brought back. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, test } from '../support/test.ts';

const task = (page: Page, key: string) => page.locator(`[data-task="${key}"]`);
const runs = (page: Page) => page.getByTestId('board-runs').locator('li');

async function train(page: Page): Promise<void> {
  await page.getByRole('slider', { name: 'Speed' }).press('End');
  await page.getByTestId('lab-play').press('Enter');
  await expect(page.locator('[data-steps="400"]')).toBeVisible({ timeout: 20_000 });
}

test('runs are compared, smoothed, exported, removed and imported', async ({ page }) => {
  await page.goto('/learn/board?lang=en&rate=0.3&batch=32');
  await expect(page.getByTestId('lab')).toHaveAttribute('data-ready', 'true');
  await expect(page.getByTestId('board-empty')).toBeVisible();
  for (const key of ['pair', 'start', 'best']) {
    await expect(task(page, key)).toHaveAttribute('data-done', 'false');
  }

  await train(page);
  await expect(runs(page)).toHaveCount(1);
  await expect(task(page, 'best')).toHaveAttribute('data-done', 'true');

  await page.getByLabel('Learning rate').selectOption('0.03');
  await train(page);
  await expect(runs(page)).toHaveCount(2);
  await expect(task(page, 'pair')).toHaveAttribute('data-done', 'true');
  await page.getByRole('radio', { name: 'Compare' }).press('Space');
  await expect(page.getByTestId('board-compare')).toHaveAttribute('data-differing', '1');

  await page.getByRole('slider', { name: 'Smoothing' }).press('End');
  await expect(task(page, 'start')).toHaveAttribute('data-done', 'false');
  await page.getByRole('switch', { name: 'Bias correction' }).press('Space');
  await expect(task(page, 'start')).toHaveAttribute('data-done', 'true');

  await page.getByRole('radio', { name: 'Histograms' }).press('Space');
  await expect(page.locator('[data-tag="weights/1"] svg[role=img]')).toHaveCount(2);
  await page.getByRole('radio', { name: 'Graph' }).press('Space');
  await expect(page.getByTestId('board-parameters')).toContainText('105');
  await page.getByRole('radio', { name: 'Projector' }).press('Space');
  await expect(page.getByTestId('board-projector')).toHaveAttribute('data-drawn', 'true');

  const downloading = page.waitForEvent('download');
  await page.getByTestId('board-export').press('Enter');
  const path = await (await downloading).path();
  for (const left of [1, 0]) {
    await page
      .getByRole('button', { name: /^Remove / })
      .first()
      .press('Enter');
    await expect(runs(page)).toHaveCount(left);
  }
  await page.getByTestId('board-undo').press('Enter');
  await expect(runs(page)).toHaveCount(1);

  await page.getByTestId('board-import').setInputFiles(path);
  await expect(page.getByTestId('board-imported')).toContainText('imported: 1');
  await expect(runs(page)).toHaveCount(2);
  const spoilt = (await readFile(path, 'utf8')).replace('"steps":[1,', '"steps":[9,');
  await page.getByTestId('board-import').setInputFiles({
    name: 'spoilt.json',
    mimeType: 'application/json',
    buffer: Buffer.from(spoilt),
  });
  await expect(page.getByTestId('board-refused')).toBeVisible();
});

test('a link opens the Board as it was drawn', async ({ page }) => {
  await page.goto('/learn/board?lang=pt-BR&smoothing=0.9&axis=relative&tab=compare');
  await expect(page.getByTestId('lab')).toHaveAttribute('data-ready', 'true');
  await expect(page.locator('[data-number="memory"]')).toHaveText('10');
  await expect(page.getByRole('radio', { name: 'Segundos' })).toBeChecked();
  await expect(page.getByRole('radio', { name: 'Comparar' })).toBeChecked();
});
