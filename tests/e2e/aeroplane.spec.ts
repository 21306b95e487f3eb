/** One visit, a proof that it was enough, then no network at all: everything works, in Portuguese. */
import { readdirSync } from 'node:fs';
import { photosOf } from './support/photo-variations.ts';
import { SeePage } from './support/see-page.ts';
import { TeachPage } from './support/teach-page.ts';
import { buildFolder, expect, originOf, startSite, test } from './support/test.ts';
import { words } from './support/words.ts';

test.use({ viewport: { width: 1280, height: 900 } });

const pages = readdirSync(buildFolder, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.html') && path !== '404.html')
  .map((path) => path.replace(/(^|\/)index\.html$/, '$1').replace(/\.html$/, ''));

test('visita, prova, rede cortada: ver, ler, ensinar', async ({ context, page }) => {
  test.setTimeout(240_000);
  // Something large is held back until the first verdict has been seen.
  let held = true;
  const site = await startSite((request, response) => {
    if (!held || !request.url?.includes('weights-')) return false;
    response.writeHead(503).end();
    return true;
  });
  const origin = originOf(site);
  const ready = page.getByTestId('offline-ready');

  await test.step('a prova diz que não, com a lista', async () => {
    await page.goto(`${origin}/?lang=pt-BR`);
    await expect(ready).toHaveAttribute('data-ready', 'false');
    await ready.click();
    await expect(page.getByTestId('offline-missing').locator('li').first()).toBeVisible();
    await expect(page.getByTestId('offline-proof')).toHaveAttribute('data-ready', 'false');
    await page.keyboard.press('Escape');
  });

  await test.step('deixa terminar: a prova diz que sim', async () => {
    held = false;
    await page.reload();
    await expect(ready).toHaveAttribute('data-ready', 'true', { timeout: 120_000 });
    await ready.click();
    const { event_proof_yes: yes = '' } = words('event', 'pt-BR');
    await expect(page.getByTestId('offline-proof')).toContainText(yes);
    await page.keyboard.press('Escape');
  });

  await site.close();
  await context.setOffline(true);

  for (const path of pages) {
    await test.step(`abre /${path}`, async () => {
      await page.goto(`${origin}/${path}?lang=pt-BR`);
      await expect(page.locator('main')).not.toBeEmpty();
    });
  }

  await test.step('ver', async () => {
    const see = new SeePage(page, origin);
    await see.open('?backend=wasm&lang=pt-BR');
    await see.expectTop('cat');
  });

  await test.step('ler', async () => {
    await page.goto(`${origin}/read?model=language&lang=pt-BR`);
    await page.getByTestId('text-input').fill('O gato dorme na cadeira perto da janela.');
    const top = page.getByTestId('predictions').locator('> *').first();
    await expect(top).toHaveAttribute('data-label', 'pt');
  });

  await test.step('ensinar: treina, testa e recusa o que nunca viu', async () => {
    const teach = new TeachPage(page, origin);
    await teach.newProject(['gato', 'xícara'], 'pt-BR');
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

  await test.step('aprender: todo laboratório abre', async () => {
    await page.goto(`${origin}/learn?lang=pt-BR`);
    const links = page.locator('[data-testid^=lab-link-]');
    const labs = await links.evaluateAll((all) =>
      all.map((link) => (link as HTMLAnchorElement).href),
    );
    expect(labs.length).toBeGreaterThanOrEqual(13);
    for (const lab of labs) {
      await page.goto(lab);
      await expect(page.getByTestId('lab')).toHaveAttribute('data-ready', 'true');
    }
    // What trains in a worker does so too: its code and its pictures came along.
    await page.goto(`${origin}/learn/fashion-mnist`);
    await page.getByTestId('lab-play').click();
    await expect(page.locator('[data-number=steps]')).not.toHaveAttribute('data-steps', '0');
  });
});

test('without a service worker (private window) See works all the same', async ({ page, see }) => {
  await page.addInitScript(() => {
    Reflect.deleteProperty(Navigator.prototype, 'serviceWorker');
  });
  await see.open('?backend=wasm');
  await see.expectTop('cat');
});
