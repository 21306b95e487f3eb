/** Ten classes of five hundred samples: the page opens, scrolls and keeps its memory. */
import { photosOf } from './support/photo-variations.ts';
import { addManySamples } from './support/many-samples.ts';
import { expect, test } from './support/test.ts';

test.use({ viewport: { width: 1280, height: 900 } });

const classes = 10;
const samplesEach = 500;
const mostHeapBytes = 300e6;

test('5,000 samples: opens, scrolls, trains on them, and the heap of the page stays under 300 MB', async ({
  page,
  teach,
}) => {
  test.setTimeout(300_000);
  const names = Array.from({ length: classes }, (_, i) => `class-${i}`);
  const id = await teach.newProject(names);
  const [picture] = await photosOf('cat', 1);
  await teach.openDoor();
  await addManySamples(page, id, samplesEach, picture!.buffer);

  await teach.openProject(id);
  for (const name of names) await teach.expectCount(name, samplesEach);
  const last = teach.card(names.at(-1)!);
  await last.scrollIntoViewIfNeeded();
  await last.getByRole('button', { expanded: false }).click();
  const grid = last.getByRole('listbox');
  await grid.evaluate((element) => element.scrollTo({ top: element.scrollHeight }));
  await expect(last.locator(`[data-testid=sample][data-index="${samplesEach - 1}"]`)).toBeVisible();
  // Only what is in view is drawn.
  expect(await page.getByTestId('sample').count()).toBeLessThan(1000);

  await teach.trainButton.click();
  await teach.expectTraining('done', 100_000);
  expect(await teach.accuracy()).toBeGreaterThan(0.9);

  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const { metrics } = await session.send('Performance.getMetrics');
  const heap = metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Infinity;
  test.info().annotations.push({ type: 'heap', description: `${(heap / 1e6).toFixed(1)} MB` });
  expect(heap).toBeGreaterThan(0);
  expect(heap).toBeLessThan(mostHeapBytes);

  // What was trained can be looked at: both networks folded, the head above them.
  await page.getByTestId('run-graph').first().click();
  const sums = page.getByTestId('graph-sums');
  expect(Number(await sums.getAttribute('data-layers'))).toBeGreaterThan(60);
  await expect(page.getByRole('dialog').locator('[data-node]')).toHaveCount(10);
});
