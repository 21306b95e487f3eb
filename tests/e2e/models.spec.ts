/** The Models door: fetched, cut and gone on with, removed and taken back, brought, refused, carried to another device. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { Catalogue, CatalogueEntry } from '../../src/lib/catalogue/entry.ts';
import { tinyLayers } from '../support/tiny-layers.ts';
import { buildFolder, expect, originOf, startSite, test } from './support/test.ts';
import { failureWords } from './support/words.ts';

test.use({ viewport: { width: 390, height: 844 }, serviceWorkers: 'block' });

const row = (page: Page, id: string) => page.locator(`[data-testid=model-row][data-id="${id}"]`);

const payloads = (contents: Record<string, Uint8Array>) =>
  Object.entries(contents).map(([name, bytes]) => ({
    name,
    mimeType: 'application/octet-stream',
    buffer: Buffer.from(bytes),
  }));

/** A model of two megabytes that the catalogue offers, served beside the app as a vendored one is. */
const far = tinyLayers({ width: 80_000 });
const farWeights = far['weights.bin']!;
const partBytes = 1024 * 1024;

function catalogueWithFar(): Catalogue {
  const path = join(buildFolder, 'models', 'catalogue.json');
  const catalogue = JSON.parse(readFileSync(path, 'utf8')) as Catalogue;
  const words = { en: 'Far colours', 'pt-BR': 'Cores distantes' };
  const files = ['model.json', 'weights.bin'].map((name) => ({
    file: `vendor/far-colours/${name}`,
    bytes: far[name]!.length,
    sha256: createHash('sha256').update(far[name]!).digest('hex'),
  }));
  const entry: CatalogueEntry = {
    id: 'far-colours',
    origin: 'fetchable',
    name: words,
    summary: words,
    tasks: ['classify-images'],
    doors: ['see'],
    input: { pixels: 32 },
    labels: 3,
    licence: 'CC0-1.0',
    makers: 'Aprendiz',
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    files,
    remote: {
      url: 'https://storage.googleapis.com/far/model.json',
      format: 'layers',
      scale: 1 / 255,
      offset: 0,
    },
  };
  return { ...catalogue, entries: [...catalogue.entries, entry] };
}

/** Gives the file from where it was asked to, and stops before `until` without an end. */
function give(request: IncomingMessage, response: ServerResponse, until = Infinity): number {
  const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
  response.writeHead(from > 0 ? 206 : 200, {
    'content-type': 'application/octet-stream',
    'content-length': farWeights.length - from,
    etag: '"far"',
    ...(from > 0 && {
      'content-range': `bytes ${from}-${farWeights.length - 1}/${farWeights.length}`,
    }),
  });
  const body = Buffer.from(farWeights.subarray(from, until));
  if (until === Infinity) response.end(body);
  else response.write(body);
  return from;
}

test('a download that was cut goes on after a reload; what was removed can be taken back', async ({
  page,
}) => {
  const asked: number[] = [];
  const site = await startSite((request, response) => {
    if (request.url === '/models/catalogue.json') {
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify(catalogueWithFar()));
      return true;
    }
    if (!request.url?.startsWith('/models/vendor/far-colours/')) return false;
    if (request.url.endsWith('model.json')) {
      response.writeHead(200, { 'content-type': 'application/json' }).end(far['model.json']);
    } else asked.push(give(request, response, asked.length === 0 ? 1_500_000 : Infinity));
    return true;
  });
  await page.goto(`${originOf(site)}/models`);
  const model = row(page, 'far-colours');
  await expect(model).toHaveAttribute('data-state', 'available');

  await test.step('cut in the middle', async () => {
    await model.getByTestId('fetch-model').click();
    await expect(model).toHaveAttribute('data-state', 'downloading');
    const progress = model.getByTestId('model-progress');
    await expect
      .poll(async () => Number(await progress.getAttribute('data-loaded')))
      .toBeGreaterThan(partBytes);
    // The first part is written while the rest arrives.
    await expect.poll(() => page.evaluate(countParts)).toBeGreaterThan(0);
    await page.reload();
  });

  await test.step('goes on by itself, from what was kept', async () => {
    await expect(model).toHaveAttribute('data-state', 'installed');
    expect(asked).toEqual([0, partBytes]);
    expect(Number(await model.getAttribute('data-bytes'))).toBeGreaterThan(500_000);
  });

  await test.step('removed and taken back', async () => {
    await model.getByTestId('remove-model').click();
    await expect(model).toHaveAttribute('data-state', 'available');
    await page.getByTestId('undo-remove').click();
    await expect(model).toHaveAttribute('data-state', 'installed');
    await page.reload();
    await expect(model).toHaveAttribute('data-state', 'installed');
  });

  await test.step('removed for good', async () => {
    await model.getByTestId('remove-model').click();
    await page.getByTestId('removed').getByRole('button').last().click();
    await expect(page.getByTestId('removed')).toHaveCount(0);
    await page.reload();
    await expect(model).toHaveAttribute('data-state', 'available');
  });
  await site.close();
});

test('a model of your own is brought, measured and used; a damaged one is refused with words', async ({
  page,
}) => {
  // Where there is room, nothing is folded away.
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto('/models?backend=wasm&lang=pt-BR');
  const files = page.getByTestId('bring-files');
  const { 'weights.bin': _, ...damaged } = tinyLayers();
  await files.setInputFiles(payloads(damaged));
  const { sentence, next } = failureWords('model-incomplete', 'pt-BR');
  const notice = page.getByTestId('bring').locator('[data-failure=model-incomplete]');
  await expect(notice).toContainText(sentence);
  await expect(notice).toContainText(next);

  await page.getByTestId('bring-address').fill('https://evil.example/model.json');
  await page.getByTestId('bring-go').click();
  await expect(page.getByTestId('bring')).toContainText(
    failureWords('host-not-allowed', 'pt-BR').sentence,
  );

  await files.setInputFiles(payloads(tinyLayers()));
  const own = page.getByTestId('models-own').getByTestId('model-row');
  await expect(own).toHaveAttribute('data-state', 'installed');
  await expect(page.getByTestId('brought')).toContainText('Colours');
  await own.getByTestId('measure-model').click();
  const speed = own.getByTestId('model-speed');
  await expect(speed).toHaveAttribute('data-backend', 'wasm');
  expect(Number(await speed.getAttribute('data-ms'))).toBeGreaterThan(0);
  await page.reload();
  await expect(speed).toHaveAttribute('data-backend', 'wasm');

  await own
    .getByRole('link', { name: /Colours/ })
    .first()
    .click();
  await expect(page.getByTestId('predictions').locator('> *').first()).toHaveAttribute(
    'data-label',
    /red|green|blue/,
  );
});

test('what one device has, another gets from a file', async ({ browser, page, site }) => {
  await page.goto('/models');
  await page.getByTestId('bring-files').setInputFiles(payloads(tinyLayers()));
  await expect(page.getByTestId('models-own').getByTestId('model-row')).toBeVisible();
  await row(page, 'spam').getByTestId('fetch-model').click();
  await expect(row(page, 'spam')).toHaveAttribute('data-state', 'installed');
  const waiting = page.waitForEvent('download');
  await page.getByTestId('export-models').click();
  const file = await (await waiting).path();

  const other = await browser.newContext({ serviceWorkers: 'block' });
  const there = await other.newPage();
  await there.goto(`${originOf(site)}/models`);
  await expect(row(there, 'spam')).toHaveAttribute('data-state', 'available');
  await there.getByTestId('import-models').setInputFiles(file);
  await expect(there.getByTestId('unpacked')).toHaveAttribute('data-added', /spam own-/);
  await expect(row(there, 'spam')).toHaveAttribute('data-state', 'installed');
  await expect(there.getByTestId('models-own').getByTestId('model-row')).toHaveAttribute(
    'data-state',
    'installed',
  );
  await there.getByTestId('check-models').click();
  await expect(there.getByTestId('checked')).toHaveAttribute('data-wrong', '0');
  await other.close();
});

test('a card opens and closes by keys, and axe finds nothing in it', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/models');
  const opener = row(page, 'language').getByTestId('model-card');
  await opener.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('card').getByRole('table').first()).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).include('dialog').analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('card')).toHaveCount(0);
  await expect(opener).toBeFocused();
});

/** Runs in the page. */
function countParts(): Promise<number> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('aprendiz-models');
    opening.onerror = () => reject(opening.error ?? new Error('closed'));
    opening.onsuccess = () => {
      const counting = opening.result.transaction('parts').objectStore('parts').count();
      counting.onsuccess = () => {
        opening.result.close();
        resolve(counting.result);
      };
    };
  });
}
