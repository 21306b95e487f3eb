import { expect, test } from '../support/test.ts';

test('initialisation: its tasks are there to be done', async ({ page }) => {
  await page.goto('/learn/initialisation?lang=en');
  await expect(page.getByTestId('lab')).toHaveAttribute('data-ready', 'true');
  const done = (key: string) => page.locator(`[data-task=${key}]`);
  await expect(page.locator('[data-number=loss]')).not.toHaveText('–');
  for (const key of ['vanish', 'cure', 'amplify']) {
    await expect(done(key)).toHaveAttribute('data-done', 'false');
  }

  await page.getByLabel('Activation').selectOption('sigmoid');
  await expect(done('vanish')).toHaveAttribute('data-done', 'true');

  // The bias that brings z back to 0: w·½ + b.
  await page.getByRole('slider', { name: 'Each weight' }).fill('8');
  await page.getByRole('slider', { name: 'Each bias' }).fill('-4');
  await expect(done('amplify')).toHaveAttribute('data-done', 'false');
  await page.getByRole('slider', { name: 'Input' }).fill('0.5');
  await expect(done('amplify')).toHaveAttribute('data-done', 'true');

  await page.getByLabel('Weights begin').selectOption('small');
  await page.getByLabel('Activation').selectOption('relu');
  await page.getByRole('slider', { name: 'Learning rate' }).fill('-0.5');
  await page.getByRole('switch', { name: 'Residual' }).check();
  await page.getByRole('slider', { name: 'Speed' }).press('End');
  await page.getByTestId('lab-play').click();
  await expect(done('cure')).toHaveAttribute('data-done', 'true', { timeout: 30_000 });
});

test('initialisation: a link opens what it was made of', async ({ page }) => {
  await page.goto('/learn/initialisation?lang=pt-BR&depth=4&weights=he&w=2&b=0&x=0');
  await expect(page.getByTestId('lab')).toHaveAttribute('data-ready', 'true');
  await expect(page.getByRole('slider', { name: 'Camadas ocultas' })).toHaveValue('4');
  // √(2 ÷ 24)
  await expect(page.locator('[data-number=std]')).toHaveText('0,289');
  await expect(page.locator('[data-norm]')).toHaveCount(5);
});
