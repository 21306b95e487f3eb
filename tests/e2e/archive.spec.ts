/** Take it home and back: the project zip, the two exports of a model, a Teachable Machine model. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Download, Page } from '@playwright/test';
import { unzipSync, zipSync } from 'fflate';
import { filesOfModel, savedModel, tinyModel } from '../support/tiny-model.ts';
import { expect, test } from './support/test.ts';

const photos = join(import.meta.dirname, '..', 'fixtures', 'photos');
const photo = (name: string) => new Uint8Array(readFileSync(join(photos, `${name}.jpg`)));

/** Two classes of two pictures each. */
const samples = () =>
  zipSync({
    'pets/cat/1.jpg': photo('cat'),
    'pets/cat/2.jpg': photo('person'),
    'pets/cup/1.jpg': photo('cup'),
    'pets/cup/2.jpg': photo('rocket'),
    '__MACOSX/pets/cat/._1.jpg': Uint8Array.of(0),
  });

const upload = (name: string, bytes: Uint8Array, mimeType = 'application/zip') => ({
  name,
  mimeType,
  buffer: Buffer.from(bytes),
});

async function importFiles(page: Page, ...files: ReturnType<typeof upload>[]): Promise<void> {
  await page.goto('/teach');
  await page.getByTestId('import-project').setInputFiles(files);
}

async function opened(page: Page): Promise<string> {
  await page.waitForURL(/\/teach\/project\?id=/);
  return new URL(page.url()).searchParams.get('id') ?? '';
}

/** A phone shows one step at a time. */
test.use({ viewport: { width: 1280, height: 900 } });

async function bytesOf(download: Download): Promise<Uint8Array> {
  return new Uint8Array(readFileSync(await download.path()));
}

async function exported(page: Page, click: () => Promise<void>): Promise<Download> {
  const [download] = await Promise.all([page.waitForEvent('download'), click()]);
  return download;
}

test('a zip of pictures becomes a project, is saved, and opens again as another', async ({
  page,
}) => {
  await importFiles(page, upload('pets.zip', samples()));
  const first = await opened(page);
  await expect(page.getByTestId('class-card')).toHaveCount(2);
  const download = await exported(page, () => page.getByTestId('export-project').click());
  expect(download.suggestedFilename()).toBe('pets.aprendiz.zip');
  const saved = await bytesOf(download);
  const names = Object.keys(unzipSync(saved));
  expect(names.filter((name) => name.startsWith('classes/'))).toHaveLength(4);

  await importFiles(page, upload('again.zip', saved));
  const second = await opened(page);
  expect(second).not.toBe(first);
  await expect(page.getByTestId('class-card')).toHaveCount(2);

  const broken = saved.slice();
  broken[Math.floor(broken.length / 2)]! ^= 1;
  await importFiles(page, upload('broken.zip', broken));
  await expect(page.locator('[data-failure="archive-damaged"]')).toBeVisible();
  await importFiles(page, upload('cut.zip', saved.slice(0, -9)));
  await expect(page.locator('[data-failure="archive-damaged"]')).toBeVisible();
});

test('the model goes out as layers and as a page that runs from the disk', async ({
  page,
  context,
}, info) => {
  // Three workers on one processor, and each answer is checked on every picture.
  test.setTimeout(240_000);
  await importFiles(page, upload('pets.zip', samples()));
  await opened(page);
  const button = page.getByTestId('export-model');
  await expect(button).toBeEnabled({ timeout: 60_000 });

  const zip = await bytesOf(await exported(page, () => button.click()));
  const layers = unzipSync(zip);
  expect(Object.keys(layers)).toEqual(
    expect.arrayContaining(['model.json', 'weights.bin', 'metadata.json', 'golden.json']),
  );
  const golden = JSON.parse(new TextDecoder().decode(layers['golden.json'])) as {
    largestDifference: number;
    largestDifferenceWhenCroppedByTheBrowser: number;
    labels: string[];
    samples: { picture: string; scores: number[] }[];
  };
  expect(golden.largestDifference).toBeLessThan(1e-4);
  expect(golden.samples).toHaveLength(4);
  const home = page.getByTestId('take-home');
  await expect(home).toHaveAttribute('data-difference', String(golden.largestDifference));

  await page.screenshot({ path: info.outputPath('home.png'), fullPage: true });

  await page.getByRole('radio', { name: 'HTML' }).check({ force: true });
  const download = await exported(page, () => button.click());
  const html = info.outputPath('pets.html');
  await download.saveAs(html);
  const alone = await context.newPage();
  const asked: string[] = [];
  alone.on('request', (request) => asked.push(request.url()));
  await alone.goto(pathToFileURL(html).href);
  await expect(alone.locator('body[data-ready]')).toBeVisible();
  const cat = golden.samples.find(({ picture }) => picture === 'golden/1.jpg')!;
  const ending = cat.picture;
  await alone
    .getByTestId('drop-photo')
    .setInputFiles(upload('cat.jpg', layers[ending]!, 'image/jpeg'));
  const rows = alone.locator('[data-testid=predictions] > *');
  await expect(rows).toHaveCount(2);
  for (const [i, label] of golden.labels.entries()) {
    const row = alone.locator(`[data-testid=predictions] > [data-label="${label}"]`);
    const score = Number(await row.getAttribute('data-score'));
    expect(Math.abs(score - cat.scores[i]!)).toBeLessThan(1e-3);
  }
  expect(
    Number(await alone.getByTestId('difference').getAttribute('data-difference')),
  ).toBeLessThan(1e-4);
  expect(asked.filter((url) => !/^(file|data|blob):/.test(url))).toEqual([]);
  await alone.screenshot({ path: info.outputPath('page.png') });
  await alone.close();

  // Both come back: the project has the labels, no samples, and answers what the camera shows.
  const files = [
    upload('pets-tfjs.zip', zip),
    upload('pets.html', new Uint8Array(readFileSync(html)), 'text/html'),
  ];
  for (const file of files) {
    await importFiles(page, file);
    await opened(page);
    for (const label of golden.labels) {
      const card = page.locator(`[data-testid=class-card][data-class="${label}"]`);
      await expect(card).toHaveAttribute('data-count', '0');
    }
    await expect(page.locator('[data-testid=predictions] > *')).toHaveCount(2, {
      timeout: 60_000,
    });
  }
});

test('a folder that is dropped on the page of projects becomes one', async ({ page }, info) => {
  for (const [path, bytes] of Object.entries(unzipSync(samples()))) {
    mkdirSync(dirname(info.outputPath(path)), { recursive: true });
    writeFileSync(info.outputPath(path), bytes);
  }
  await page.goto('/teach');
  await expect(page.getByTestId('new-image-project')).toBeEnabled();
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [info.outputPath('pets')], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: 200, y: 200, data });
  }
  await opened(page);
  for (const name of ['cat', 'cup']) {
    const card = page.locator(`[data-testid=class-card][data-class="${name}"]`);
    await expect(card).toHaveAttribute('data-count', '2');
  }
});

test('a Teachable Machine model answers live', async ({ page }) => {
  const files = filesOfModel(await savedModel(tinyModel(32)), ['one', 'two', 'three'], 32);
  const uploads = Object.entries(files).map(([name, bytes]) =>
    upload(name, bytes!, name.endsWith('json') ? 'application/json' : 'application/octet-stream'),
  );
  await importFiles(page, ...uploads);
  await opened(page);
  await expect(page.getByTestId('class-card')).toHaveCount(3);
  await expect(page.locator('[data-testid=predictions] > *')).toHaveCount(3);
});
