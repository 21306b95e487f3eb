import type { Page } from '@playwright/test';
import { expect, test } from '../support/test.ts';

const task = (key: string) => `[data-task=${key}]`;
const done = (page: Page, key: string) =>
  expect(page.locator(task(key))).toHaveAttribute('data-done', 'true');
const ended = (page: Page) =>
  expect(page.getByTestId('lab-play')).toBeDisabled({ timeout: 40_000 });

async function open(page: Page, query: string) {
  await page.goto(`/learn/fashion-mnist?lang=en${query}`);
  await expect(page.getByTestId('lab')).toHaveAttribute('data-ready', 'true');
  // The pictures that come with the app are there by themselves.
  await expect(page.locator('.wall button')).toHaveCount(100);
}

test('the three tasks of Fashion-MNIST can be done, on the pictures that come with the app', async ({
  page,
}) => {
  await open(page, '&hidden=');
  await expect(page.locator('[data-done=true]')).toHaveCount(0);
  await expect(page.getByText('No hidden layer: a linear classifier.')).toBeVisible();
  // An epoch at a time, then to the end.
  await page.getByTestId('step-epoch').press('Enter');
  await expect(page.locator('output[data-steps]')).toContainText('epoch 2 of 10');
  await page.getByTestId('lab-play').press('Enter');
  await ended(page);
  await expect(page.locator(task('eighty'))).toHaveAttribute('data-done', 'false');

  // Two layers of 64, by keyboard.
  await page.getByTestId('add-layer').press('Enter');
  await page.getByTestId('add-layer').press('Enter');
  await expect(page).toHaveURL(/hidden=64%7E64/);
  await page.getByTestId('lab-play').press('Enter');
  await ended(page);
  await done(page, 'eighty');
  await done(page, 'deeper');
  await expect(page.locator('[data-run]')).toHaveCount(2);

  // The greatest count outside the diagonal, as a visitor would look for it.
  const cells = await page.locator('[data-cell]').evaluateAll((all) =>
    all.map((cell) => ({
      place: cell.getAttribute('data-cell')!,
      count: Number(cell.textContent) || 0,
    })),
  );
  const mistakes = cells.filter(({ place }) => place.split('-')[0] !== place.split('-')[1]);
  const [worst] = mistakes.sort((a, b) => b.count - a.count);
  await page.locator(`[data-cell="${worst!.place}"]`).click();
  await expect(page.getByTestId('cell').getByRole('listitem')).toHaveCount(
    Math.min(12, worst!.count),
  );
  await done(page, 'confused');
});

test('a link opens the run that it was copied from', async ({ page }) => {
  await open(page, '&hidden=32&optimiser=momentum&rate=0.02&batch=32&dropout=0.2');
  await expect(page.locator('[data-number=parameters]')).toHaveText('25,450');
  await expect(page.getByLabel('Optimiser')).toHaveValue('momentum');
});

test('all pictures are asked of their one address, and files that are not the data set are told apart', async ({
  page,
}) => {
  // The policy of the page lets the question out; nobody answers it.
  const asked: string[] = [];
  await page.route('https://raw.githubusercontent.com/**', (route) => {
    asked.push(new URL(route.request().url()).pathname);
    return route.abort();
  });
  await open(page, '&source=full');
  const data = page.getByTestId('data');
  await expect(data).toHaveAttribute('data-files', 'away');
  await page.getByTestId('data-fetch').click();
  await expect(page.getByTestId('data-failure')).toHaveAttribute(
    'data-failure',
    'host-unreachable',
  );
  expect(asked).toContain(
    '/zalandoresearch/fashion-mnist/master/data/fashion/train-images-idx3-ubyte.gz',
  );
  const labels = Buffer.alloc(10_008, 1);
  labels.writeUInt32BE(0x801, 0);
  labels.writeUInt32BE(10_000, 4);
  for (const [code, buffer] of [
    ['data-set-unreadable', Buffer.from('a note about fashion')],
    ['data-set-truncated', labels.subarray(0, 900)],
    ['data-set-other', labels],
  ] as const) {
    const mimeType = 'application/octet-stream';
    await page.getByTestId('data-files').setInputFiles({ name: 'a-ubyte', mimeType, buffer });
    await expect(page.getByTestId('data-failure')).toHaveAttribute('data-failure', code);
    await page.getByTestId('data-failure').getByRole('button').click();
  }
});
