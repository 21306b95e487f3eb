/** A tab that is killed: what was counted is there afterwards, what was under way goes on or is not there at all. */
import { zipSync } from 'fflate';
import { movingCamera, photosOf } from './support/photo-variations.ts';
import { kill, setTrainSettings, storedRows } from './support/stored-rows.ts';
import { expect, test } from './support/test.ts';
import { TeachPage } from './support/teach-page.ts';

test.use({
  viewport: { width: 1280, height: 900 },
  launchOptions: movingCamera('cat'),
});

test('in the middle of a burst and of an upload: every counted sample is there', async ({
  context,
  page,
  teach,
}) => {
  const id = await teach.newProject(['cat', 'cup']);
  await teach.openProject(id);
  await teach.record('cat').focus();
  await page.keyboard.down('Space');
  await expect.poll(() => teach.count('cat'), { timeout: 40_000 }).toBeGreaterThanOrEqual(4);
  const counted = await teach.count('cat');
  await kill(page);

  const again = new TeachPage(await context.newPage());
  await again.openProject(id);
  const recorded = await again.count('cat');
  expect(recorded).toBeGreaterThanOrEqual(counted);
  expect(await storedRows(again.page, ['samples', 'pictures', 'thumbnails'])).toEqual(
    Array(3).fill(recorded),
  );

  await again.upload('cup', await photosOf('cup', 60));
  await expect.poll(() => again.count('cup'), { intervals: [50] }).toBeGreaterThanOrEqual(2);
  const uploaded = await again.count('cup');
  await kill(again.page);

  const last = new TeachPage(await context.newPage());
  await last.openProject(id);
  expect(await last.count('cat')).toBe(recorded);
  expect(await last.count('cup')).toBeGreaterThanOrEqual(uploaded);
  const all = recorded + (await last.count('cup'));
  expect(await storedRows(last.page, ['samples', 'pictures', 'thumbnails'])).toEqual(
    Array(3).fill(all),
  );
});

test('in the middle of training: the run is offered to go on, and goes on to its end', async ({
  context,
  page,
  teach,
}) => {
  test.setTimeout(120_000);
  const id = await teach.newProject(['cat', 'cup']);
  // Long enough to be killed in the middle of.
  await setTrainSettings(page, id, {
    method: 'mlp',
    hidden: 256,
    epochs: 150,
    batchSize: 2,
    earlyStopping: false,
  });
  await teach.openProject(id);
  for (const name of ['cat', 'cup'] as const) {
    await teach.upload(name, await photosOf(name, 5));
    await teach.expectCount(name, 5);
  }
  await teach.trainButton.click();
  await teach.expectTraining('training');
  await expect
    .poll(async () => Number(await teach.training.getAttribute('data-epoch')), { timeout: 60_000 })
    .toBeGreaterThan(20);
  await kill(page);

  const again = new TeachPage(await context.newPage());
  await again.openProject(id);
  await again.expectTraining('idle');
  await again.page.getByTestId('resume-training').click();
  await again.expectTraining('done');
  await again.accuracy();
  expect(await again.counts()).toEqual({ cat: 5, cup: 5 });
});

test('in the middle of an import: no half of it is there', async ({ context, page, teach }) => {
  const photos = [...(await photosOf('cat', 90)), ...(await photosOf('cup', 90))];
  const zip = zipSync(
    Object.fromEntries(photos.map(({ name, buffer }) => [`${name.split('-')[0]}/${name}`, buffer])),
  );
  await teach.openDoor();
  await page
    .getByTestId('import-project')
    .setInputFiles({ name: 'many.zip', mimeType: 'application/zip', buffer: Buffer.from(zip) });
  await expect
    .poll(async () => (await storedRows(page, ['pictures']))[0], { intervals: [20] })
    .toBeGreaterThan(0);
  await kill(page);

  const again = new TeachPage(await context.newPage());
  await again.openDoor();
  await expect(again.page.getByTestId('new-image-project')).toBeVisible();
  await expect(again.page.getByTestId('project-card')).toHaveCount(0);
  await expect
    .poll(() => storedRows(again.page, ['projects', 'samples', 'pictures', 'leftovers']))
    .toEqual([0, 0, 0, 0]);
});
