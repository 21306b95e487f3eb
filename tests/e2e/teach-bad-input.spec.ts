/** What people really do: too little, always the same, the wrong files, the same project twice. */
import { heicPhoto, textFile } from './support/bad-photos.ts';
import { photosOf } from './support/photo-variations.ts';
import { expect, test } from './support/test.ts';
import { TeachPage } from './support/teach-page.ts';
import { failureWords, words } from './support/words.ts';

test.use({ viewport: { width: 1280, height: 900 } });

test('one class, an empty class, files that are no pictures: said, and the good ones are in', async ({
  page,
  teach,
}) => {
  await teach.openProject(await teach.newProject(['cat', 'cup']));
  const [first, second] = await photosOf('cat', 2);
  await teach.upload('cat', [first!, textFile(), heicPhoto(), second!]);
  const report = page.getByTestId('import-report');
  await expect(report).toHaveAttribute('data-failed', '2');
  await expect(report).toHaveAttribute('data-added', '2');
  await report.locator('summary').click();
  for (const [file, code] of [
    [textFile().name, 'image-unreadable'],
    [heicPhoto().name, 'image-unsupported'],
  ] as const) {
    const line = report.locator(`[data-failure=${code}]`);
    await expect(line).toContainText(file);
    await expect(line).toContainText(failureWords(code, 'en').sentence);
  }
  await teach.expectCount('cat', 2);

  await expect(teach.trainButton).toBeDisabled();
  await expect(teach.trainButton).toHaveAccessibleDescription(/cup/);
  await teach.card('cup').getByTestId('class-menu').click();
  await page.getByTestId('delete-class').click();
  await expect(teach.cards).toHaveCount(1);
  await expect(teach.trainButton).toBeDisabled();
  await expect(teach.trainButton).toHaveAccessibleDescription(/\S/);
  await teach.undo.click();
  await teach.upload('cup', await photosOf('cup', 2));
  await expect(teach.trainButton).toBeEnabled();
});

test('two tabs on one project: each says so, and what one collects the other shows', async ({
  context,
  page,
  teach,
}) => {
  const id = await teach.newProject(['cat', 'cup']);
  const other = new TeachPage(await context.newPage());
  await other.openProject(id);
  await expect(other.page.getByTestId('other-tab')).toBeVisible();
  await expect(page.getByTestId('other-tab')).toBeVisible();

  await teach.upload('cat', await photosOf('cat', 2));
  await other.expectCount('cat', 2);
  await other.upload('cup', await photosOf('cup', 1));
  await teach.expectCount('cup', 1);
  await other.undo.click();
  await teach.expectCount('cup', 0);
  await teach.expectCount('cat', 2);
});

test('with a camera that stands still a hold keeps few frames and says how many it skipped; "keep anyway" keeps them', async ({
  page,
  teach,
}) => {
  const { teach_skipped: skipped = '', teach_keep_alike: keepAnyway = '' } = words('teach', 'en');
  await teach.openProject(await teach.newProject(['cat', 'cup']));
  await teach.upload('cup', await photosOf('cup', 1));
  await teach.record('cat').hover();
  await page.mouse.down();
  await expect(page.getByText(patternOf(skipped))).toBeVisible({ timeout: 40_000 });
  const kept = await teach.count('cat');
  await page.mouse.up();
  expect(kept).toBeLessThanOrEqual(2);

  await page.getByRole('switch', { name: keepAnyway }).click();
  await expect(teach.record('cat')).toBeEnabled();
  await teach.record('cat').focus();
  await page.keyboard.down('Enter');
  await expect.poll(() => teach.count('cat'), { timeout: 40_000 }).toBeGreaterThanOrEqual(kept + 4);
  await page.keyboard.up('Enter');
});

/** A sentence of the catalogue with any number in it. */
function patternOf(sentence: string): RegExp {
  return new RegExp(sentence.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '\\d+'));
}
