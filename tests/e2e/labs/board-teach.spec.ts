/** A run made in Teach stands on the Board, with its curves, and its samples in the projector. */
import { photosOf } from '../support/photo-variations.ts';
import { expect, test } from '../support/test.ts';

test.use({ viewport: { width: 1280, height: 800 } });

test('a run of Teach is on the Board, and what it was shown in the projector', async ({
  page,
  teach,
}) => {
  test.setTimeout(90_000);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await teach.newProject(['cat', 'cup']);
  await teach.upload('cat', await photosOf('cat', 8));
  await teach.upload('cup', await photosOf('cup', 8));
  await teach.expectCount('cup', 8);
  await teach.trainButton.click();
  await teach.expectTraining('done');

  await page.goto('/learn/board?lang=en');
  const run = page.getByTestId('board-runs').locator('> *').first();
  await expect(run).toHaveAttribute('data-source', 'teach');
  const ticked = run.getByRole('checkbox');
  if (!(await ticked.isChecked())) await ticked.check({ force: true });
  await expect(page.getByTestId('board-scalars').locator('svg').first()).toBeVisible();
  await page.getByRole('radio', { name: 'Projector' }).check({ force: true });
  const projector = page.getByTestId('board-projector');
  await expect(projector).toHaveAttribute('data-drawn', 'true');
  await expect(projector).toHaveAttribute('data-points', '16');
  expect(errors).toEqual([]);
});
