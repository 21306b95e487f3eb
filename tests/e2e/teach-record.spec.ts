/** Recording with the camera and the keyboard alone: what is counted is kept, and can be moved and taken back. */
import { movingCamera } from './support/photo-variations.ts';
import { storedRows } from './support/stored-rows.ts';
import { expect, test } from './support/test.ts';

test.use({ viewport: { width: 1280, height: 900 }, launchOptions: movingCamera('cat') });

test('Space held records; each counted sample is on the disk, and moves and comes back by keys', async ({
  page,
  teach,
}) => {
  await teach.openProject(await teach.newProject(['cat', 'cup']));
  await teach.record('cat').focus();
  await page.keyboard.down('Space');
  await expect.poll(() => teach.count('cat'), { timeout: 40_000 }).toBeGreaterThanOrEqual(6);
  await page.keyboard.up('Space');
  await expect(teach.record('cup')).toBeEnabled();
  const taken = await teach.count('cat');
  expect(await storedRows(page, ['samples', 'pictures', 'thumbnails'])).toEqual(
    Array(3).fill(taken),
  );

  await teach.card('cat').getByTestId('sample').first().focus();
  await page.keyboard.press('Space');
  await page.getByTestId('move-to').focus();
  await page.keyboard.type('cup');
  await teach.expectCount('cup', 1);
  await teach.expectCount('cat', taken - 1);
  await teach.record('cat').focus();
  await page.keyboard.press('Control+z');
  await teach.expectCount('cup', 0);
  await teach.expectCount('cat', taken);
});
