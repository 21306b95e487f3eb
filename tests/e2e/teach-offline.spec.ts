/** In flight mode after one visit, in Portuguese: train, test, "não sei", "nenhuma destas". */
import { photosOf } from './support/photo-variations.ts';
import { expect, originOf, startSite, test } from './support/test.ts';
import { TeachPage } from './support/teach-page.ts';
import { words } from './support/words.ts';

test.use({ viewport: { width: 1280, height: 900 } });

test('sem rede: treina, testa e recusa o que nunca viu', async ({ context, page }) => {
  test.setTimeout(120_000);
  const site = await startSite();
  const teach = new TeachPage(page, originOf(site));
  await teach.openDoor('pt-BR');
  await page.waitForFunction(
    async () => (await navigator.serviceWorker.ready).active?.state === 'activated',
  );
  await site.close();
  await context.setOffline(true);

  await teach.newProject(['gato', 'xícara'], 'pt-BR');
  await expect(page.locator('html')).toHaveAttribute('lang', 'pt-BR');
  await teach.upload('gato', await photosOf('cat', 8));
  await teach.upload('xícara', await photosOf('cup', 8));
  await teach.expectCount('xícara', 8);
  await teach.trainButton.click();
  await teach.expectTraining('done');
  const [cup] = await photosOf('cup', 1, 40);
  await teach.testPhoto.setInputFiles(cup!);
  await teach.expectTop('xícara');
  await expect(teach.predictions).not.toHaveAttribute('data-unknown');

  const [rocket] = await photosOf('rocket', 1);
  await teach.testPhoto.setInputFiles(rocket!);
  await expect(teach.predictions).toHaveAttribute('data-unknown', 'true');
  await page.getByTestId('add-to-none').click();
  const { test_none_of_these: none = '' } = words('test', 'pt-BR');
  await teach.expectCount(none, 1);
});
