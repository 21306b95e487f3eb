import { expect, test } from '../support/test.ts';

test('the three tasks of the multilayer perceptron can be done from a link, by mouse and by keyboard', async ({
  page,
}) => {
  await page.goto(
    '/learn/multilayer-perceptron?lang=en&data=spiral&layers=8&optimiser=adam&rate=0.01&seed=3',
  );
  await expect(page.getByTestId('lab')).toHaveAttribute('data-ready', 'true');
  await expect(page.locator('[data-done=true]')).toHaveCount(0);
  await expect(page.locator('[data-number=parameters]')).toHaveText('33');
  await page.getByTestId('more-layers').click();
  await expect(page.locator('[data-number=parameters]')).toHaveText('105');
  await expect(page).toHaveURL(/layers=8%7E8|layers=8~8/);

  await page.getByTestId('lab-play').first().click();
  await expect(page.locator('[data-task=spiral]')).toHaveAttribute('data-done', 'true', {
    timeout: 40_000,
  });
  await page.getByTestId('lab-play').first().click();
  // A neuron that is pressed is shown large, with its equation.
  await page.locator('[data-neuron="1 0"]').press('Enter');
  await expect(page.getByTestId('equation')).toHaveText(/^a₁ = tanh\(.*x₁.*x₂.*\)$/);

  // Seed 001: two hidden neurons and a line. The first beginning gets stuck, the third does not.
  const hidden = page.getByTestId('hidden-space');
  await hidden.getByTestId('lab-play').press('Enter');
  await expect(hidden.locator('[data-number=steps]')).toHaveAttribute('data-steps', /^\d{2,}$/);
  await expect(page.locator('[data-task=xor]')).toHaveAttribute('data-done', 'false');
  await hidden.getByTestId('xor-weights').press('Enter');
  await hidden.getByTestId('xor-weights').press('Enter');
  await expect(page.locator('[data-task=xor]')).toHaveAttribute('data-done', 'true');
  await expect(hidden.locator('[data-number=xor-accuracy]')).toHaveText('100%');
  await hidden.getByTestId('lab-play').press('Enter');

  // Seed 000: one hidden layer comes near to a curve of one's own.
  const curve = page.getByTestId('approximation');
  await page.getByRole('slider', { name: 'Handle 3 of the curve' }).press('ArrowUp');
  const width = curve.getByRole('slider', { name: 'Neurons in the hidden layer' });
  for (let i = 0; i < 5; i++) await width.press('ArrowRight');
  await page.getByTestId('lab-play').nth(2).press('Enter');
  await expect(page.locator('[data-task=curve]')).toHaveAttribute('data-done', 'true');
});

test('points of one’s own are drawn, trained on, and kept in the address', async ({ page }) => {
  await page.goto('/learn/multilayer-perceptron?lang=en&data=own&layers=&own=-1~0~0~-2~0~0');
  await expect(page.getByTestId('lab')).toHaveAttribute('data-ready', 'true');
  await page.getByTestId('add-point').click();
  await page.getByRole('slider', { name: /^point 3, class A/ }).press('Shift+ArrowRight');
  await expect(page).toHaveURL(
    /own=-1(~|%7E)0(~|%7E)0(~|%7E)-2(~|%7E)0(~|%7E)0(~|%7E)1(~|%7E)0(~|%7E)1/,
  );
  await page.getByTestId('lab-play').first().click();
  await expect(page.locator('[data-number=train-error]')).toHaveText('0%');
});
