import { expect, test } from '../support/test.ts';

const task = (key: string) => `[data-task=${key}]`;

test('the three tasks of Representations can be done, by keyboard and by mouse', async ({
  page,
}) => {
  await page.goto('/learn/representations?lang=en');
  await expect(page.getByTestId('lab')).toHaveAttribute('data-ready', 'true');
  const accuracy = page.locator('[data-number=accuracy]');
  await expect(page.locator('[data-done=true]')).toHaveCount(0);
  await expect(accuracy).toHaveText('61%');

  await page.locator('[data-preset=polar]').press('Enter');
  await expect(page.locator(task('rings'))).toHaveAttribute('data-done', 'true');
  await expect(accuracy).toHaveText('100%');
  await expect(page.locator('[data-number=accuracy-before]')).toHaveText('61%');

  await page.getByText('XOR', { exact: true }).click();
  await page.locator('[data-preset=product]').click();
  await expect(accuracy).toHaveText('100%');
  await expect(page.locator(task('xor'))).toHaveAttribute('data-done', 'false');
  await page.locator('[data-expression=v]').fill('0');
  await expect(page.locator(task('xor'))).toHaveAttribute('data-done', 'true');

  await page.getByText('Spiral', { exact: true }).click();
  await page.locator('[data-expression=u]').fill('r cos(theta − 2.5 r');
  await expect(page.getByText('The bracket opened at character 6 is never closed.')).toBeVisible();
  await page.locator('[data-expression=u]').fill('r cos(theta − 2.5 r)');
  await page.locator('[data-expression=v]').fill('r sin(theta − 2.5 r)');
  await expect(page.locator(task('spiral'))).toHaveAttribute('data-done', 'true');
  await expect(page).toHaveURL(/set=spiral/);

  // A point of one's own, moved by arrow keys, is in the address.
  const point = page.getByRole('slider', { name: /^point 1, class A/ });
  await point.focus();
  await point.press('Shift+ArrowLeft');
  await expect(page).toHaveURL(/points=/);
});

test('a link opens the state that it was copied from', async ({ page }) => {
  await page.goto('/learn/representations?lang=en&set=xor&u=x1*x2&v=0');
  await expect(page.locator('[data-expression=u]')).toHaveValue('x1*x2');
  await expect(page.locator('[data-number=accuracy]')).toHaveText('100%');
  await expect(page.locator('[data-number=wrong]')).toHaveText('0 of 64');
});
