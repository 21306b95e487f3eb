/** The whole of Teach once: photos in, a head at once, a run, its score, live, back and forth, home again. */
import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { photosOf } from './support/photo-variations.ts';
import { expect, test } from './support/test.ts';
import { words } from './support/words.ts';

test.use({ viewport: { width: 1280, height: 900 } });

test('from photos to a class that the camera shows; all of it is there after a reload, and after a way through a file', async ({
  page,
  teach,
}) => {
  test.setTimeout(150_000);
  const id = await teach.newProject(['cat', 'cup', 'person']);
  await teach.openProject(id);
  for (const name of ['cat', 'cup', 'person'] as const) {
    await teach.upload(name, await photosOf(name, 6));
    await teach.expectCount(name, 6);
  }
  const overhangs = await page.getByTestId('sample').evaluateAll((tiles) =>
    tiles.map((tile) => {
      const list = tile.closest('[role=listbox]')!.getBoundingClientRect();
      return tile.getBoundingClientRect().right - list.right;
    }),
  );
  expect(Math.max(...overhangs), 'no tile is cut off').toBeLessThanOrEqual(0);

  // Nobody has pressed Train yet.
  await page.getByTestId('camera-on').or(teach.answers.first()).first().waitFor();
  if (await page.getByTestId('camera-on').isVisible()) await page.getByTestId('camera-on').click();
  await teach.expectTop('cat');

  await teach.trainButton.click();
  await teach.expectTraining('done');
  const accuracy = await teach.accuracy();
  expect(accuracy).toBeGreaterThan(0.6);
  await expect(teach.evaluation).toHaveAttribute('data-split', 'validation');
  await teach.expectTop('cat');
  const [cup] = await photosOf('cup', 1, 30);
  await teach.testPhoto.setInputFiles(cup!);
  await teach.expectTop('cup');

  await teach.undo.click();
  await expect(teach.evaluation).toBeHidden();
  await teach.undo.click();
  await teach.expectCount('person', 0);
  await teach.redo.click();
  await teach.expectCount('person', 6);
  await teach.redo.click();
  expect(await teach.accuracy()).toBe(accuracy);

  await page.reload();
  await expect(teach.cards).toHaveCount(3);
  expect(await teach.counts()).toEqual({ cat: 6, cup: 6, person: 6 });
  expect(await teach.accuracy()).toBe(accuracy);
  await teach.expectTop('cat');

  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByTestId('export-project').click(),
  ]);
  const saved = {
    name: file.suggestedFilename(),
    mimeType: 'application/zip',
    buffer: readFileSync(await file.path()),
  };
  await axeFindsNothing(page);

  await teach.openDoor();
  const { teach_delete_named: remove = '' } = words('teach', 'en');
  const name = (await page.getByTestId('project-card').getAttribute('data-name')) ?? '';
  await page.getByRole('button', { name: remove.replace('{name}', name) }).click();
  await expect(page.getByTestId('project-card')).toHaveCount(0);
  await page.getByTestId('import-project').setInputFiles(saved);
  await page.waitForURL(/\/teach\/project\?id=/);
  await expect(teach.cards).toHaveCount(3);
  expect(await teach.counts()).toEqual({ cat: 6, cup: 6, person: 6 });
  expect(await teach.accuracy()).toBe(accuracy);
});

async function axeFindsNothing(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    // Colours on their way from one theme to the other are neither's. Brought to their end rather than
    // waited for: a transition under what is not drawn now would never get there.
    await page.evaluate(() => {
      for (const animation of document.getAnimations()) {
        if (animation instanceof CSSTransition) animation.finish();
      }
    });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join(' ')}`),
      colorScheme,
    ).toEqual([]);
  }
}
