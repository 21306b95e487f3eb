/** Another model in See, another trunk in Teach: what was there answers until the next is ready, and stays. */
import type { Page } from '@playwright/test';
import { colourClassifier } from '../support/colour-classifier.ts';
import { photosOf } from './support/photo-variations.ts';
import { expect, test } from './support/test.ts';
import { trainingMs } from './support/teach-page.ts';
import { words } from './support/words.ts';

const both = 'open-images-ssd+coco-centernet';
const { model, contents } = colourClassifier();
const colourTrunk = `colours@${model.weights.sha256.slice(0, 8)}`;

/** As the page of models would have put it there. */
async function install(page: Page): Promise<void> {
  const files = [...contents].map(([sha256, bytes]) => ({ sha256, bytes: [...bytes] }));
  await page.evaluate(
    async ({ row, kept }) => {
      const opening = indexedDB.open('aprendiz-models');
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(new Error('no database of models'));
      });
      const transaction = database.transaction(['files', 'models'], 'readwrite');
      for (const { sha256, bytes } of kept) {
        const blob = new Blob([new Uint8Array(bytes)]);
        transaction.objectStore('files').put({ sha256, blob });
      }
      transaction.objectStore('models').put(row);
      await new Promise((resolve) => (transaction.oncomplete = resolve));
      database.close();
    },
    { row: model, kept: files },
  );
}

test('See looks with one network, with both, with an installed one; never without', async ({
  page,
  see,
}) => {
  test.setTimeout(120_000);
  await see.open('?lang=en&backend=wasm');
  await see.expectTop('cat');
  await expect(see.runtime).toHaveAttribute('data-model', both);
  await install(page);

  const { see_adjust: adjust = '', see_model: label = '' } = words('see', 'en');
  await page.locator('summary', { hasText: adjust }).click();
  const choice = page.getByLabel(label, { exact: true });
  await choice.selectOption('coco-centernet');
  await expect(see.runtime).toHaveAttribute('data-model', 'coco-centernet');
  await see.expectTop('cat');
  expect(new URL(page.url()).searchParams.get('model')).toBe('coco-centernet');

  await choice.selectOption('colours');
  await expect(see.runtime).toHaveAttribute('data-model', 'colours');
  await see.expectTop(/^(red|grun|deep-blue)$/);
  await expect(see.predictions.first()).toContainText(/Red|Grün|Deep blue/);

  // The choice is kept; the address goes before it; and what is not there is said.
  await see.open('?lang=en&backend=wasm');
  await expect(see.runtime).toHaveAttribute('data-model', 'colours');
  await see.open('?lang=en&backend=wasm&model=gone');
  await see.expectTop('cat');
  await expect(see.runtime).toHaveAttribute('data-model', both);
  await expect(page.locator('[data-failure=model-missing]')).toContainText('gone');
});

test('a project looks again with another trunk; its run still answers, and it can go back', async ({
  page,
  teach,
}) => {
  test.setTimeout(180_000);
  await page.setViewportSize({ width: 1280, height: 900 });
  const trunk = page.getByTestId('trunk');
  const inUse = (id: string) =>
    expect(trunk).toHaveAttribute('data-trunk', id, { timeout: trainingMs });
  const choose = (id: string) => trunk.locator(`input[value="${id}"]`).check();

  const id = await teach.newProject(['cat', 'cup']);
  await install(page);
  await teach.openProject(id);
  for (const name of ['cat', 'cup'] as const) await teach.upload(name, await photosOf(name, 6));
  await teach.expectCount('cup', 6);
  await teach.trainButton.click();
  await teach.expectTraining('done');
  const [cup] = await photosOf('cup', 1, 30);
  await teach.testPhoto.setInputFiles(cup!);
  await teach.expectTop('cup');

  await trunk.locator('summary').click();
  await choose('everyday-small-1');
  await inUse('everyday-small-1');
  // The run was trained on the other: it answers with that one, and says so in the list.
  const { train_run_trunk: seesWith = '', train_trunk_everyday: everyday = '' } = words(
    'train',
    'en',
  );
  await expect(page.locator('[data-run]')).toContainText(seesWith.replace('{name}', everyday));
  await teach.testPhoto.setInputFiles(cup!);
  await teach.expectTop('cup');

  // A run of its own, with the new one.
  await teach.trainButton.click();
  await teach.expectTraining('done');
  await teach.testPhoto.setInputFiles(cup!);
  await teach.expectTop('cup');

  await teach.undo.click();
  await teach.undo.click();
  await inUse('everyday-1');
  await teach.testPhoto.setInputFiles(cup!);
  await teach.expectTop('cup');

  // One that the visitor has installed; taken away, the project says so and offers the way back.
  await choose(colourTrunk);
  await inUse(colourTrunk);
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        const opening = indexedDB.open('aprendiz-models');
        opening.onsuccess = () => {
          const removing = opening.result.transaction('models', 'readwrite');
          removing.objectStore('models').delete('colours');
          removing.oncomplete = () => {
            opening.result.close();
            resolve(undefined);
          };
        };
      }),
  );
  await teach.openProject(id);
  await expect(trunk.locator('[data-failure=model-missing]')).toBeVisible({ timeout: trainingMs });
  await page.getByTestId('trunk-back').click();
  await inUse('everyday-1');
  await expect(trunk.locator('[data-failure]')).toBeHidden();
});
