/** The layers of a model in Models: groups that open in the graph and in the list, by mouse and by keys. */
import { expect, test } from './support/test.ts';

test('a network of pictures as a graph and as a list', async ({ page }) => {
  await page.goto('/models?lang=en');
  await page.locator('[data-id=open-images-ssd]').getByTestId('model-graph').press('Enter');
  const sums = page.getByTestId('graph-sums');
  // Half precision: two bytes for each parameter, and the weights file holds nothing else.
  await expect(sums).toHaveAttribute('data-parameters', '4935643');
  await expect(sums).toHaveAttribute('data-bytes', '9871286');

  const dialog = page.getByRole('dialog');
  const nodes = dialog.locator('[data-node]');
  const closed = await nodes.count();
  expect(closed).toBeLessThan(16);
  const first = dialog.getByRole('button', { name: /^Picture/ });
  await first.focus();
  await first.press('ArrowDown');
  const stage = dialog.getByRole('button', { name: /^Conv … expanded_conv/ });
  await expect(stage).toBeFocused();
  await expect(stage).toHaveAttribute('aria-expanded', 'false');
  await stage.press('Enter');
  await expect(nodes).toHaveCount(closed + 1);
  await dialog.getByRole('button', { name: /^Convolution 3×3 \/2 relu6/ }).click();
  await expect(page.getByTestId('layer-read')).toContainText('makes 96 × 96 × 32 · 896 parameters');
  await dialog.getByRole('button', { name: /^Close “Conv/ }).click();
  await expect(nodes).toHaveCount(closed);

  // The list opens the same.
  await dialog.locator('summary').first().press('Enter');
  await expect(nodes).toHaveCount(closed + 1);
  await page.getByTestId('graph-open-all').click();
  await expect(nodes).toHaveCount(77);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});

test('a text model shows its cell and its gates', async ({ page }) => {
  await page.goto('/models?lang=pt-BR');
  await page.locator('[data-id=language]').getByTestId('model-graph').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: /^LSTM/ }).click();
  await expect(dialog.getByRole('button', { name: /^Portas/ })).toContainText('n × 896');
  await expect(dialog.getByRole('button', { name: /^Rótulos/ })).toContainText('26');
});
