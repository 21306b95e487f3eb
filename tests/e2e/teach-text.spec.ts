/** A project of texts, in flight mode after one visit: answered by the key, doubted, trained, kept. */
import { pathToFileURL } from 'node:url';
import type { Page } from '@playwright/test';
import { expect, originOf, startSite, test } from './support/test.ts';
import { TeachPage } from './support/teach-page.ts';
import { words } from './support/words.ts';

test.use({ viewport: { width: 1280, height: 900 } });

const money = [
  'I want my money back',
  'Where is my refund?',
  'The charge on my card is wrong',
  'You billed me twice this month',
  'Please cancel the invoice and the payment',
  'How do I pay with another card?',
  'My invoice has the wrong amount',
  'Refund the last payment please',
  'Why was my card charged again?',
  'The price on the invoice is not what I paid',
  'Send me the receipt of my payment',
  'My bank says the payment was refused',
];
const bugs = [
  'The app crashes when I open it',
  'It will not start any more',
  'I see an error on the screen',
  'The page stays white',
  'Login does not work since the update',
  'The <b>button</b> does nothing',
  'It freezes after the update',
  'Crash on start, please fix this bug',
  'The screen flickers and the app closes',
  'There is an error when I save the page',
  'The search does not work on my phone',
  'The app is slow and then it crashes',
];

const asked = 'My card was charged and the app crashes';

type Best = readonly [label: string | null, score: number];

/** The best answer and its score, of the bench and of an exported page. */
async function bestOf(page: Page): Promise<Best> {
  const best = page.locator('[data-testid=predictions] > *').first();
  return [await best.getAttribute('data-label'), Number(await best.getAttribute('data-score'))];
}

/** The run that answers goes out as one HTML file, which says the same from the disk. @returns what it says */
async function expectAlikeAtHome(page: Page, path: string): Promise<Best> {
  await page.getByTestId('test-text').fill(asked);
  await expect(page.getByTestId('typed-answer')).toHaveAttribute('data-tokens', '8');
  // By its key: what was just trained may still move the page under a pointer.
  await page.getByRole('radio', { name: 'HTML' }).press('Space');
  await expect(page.getByRole('radio', { name: 'HTML' })).toBeChecked();
  const button = page.getByTestId('export-model');
  await expect(button).toBeEnabled({ timeout: 60_000 });
  const [download] = await Promise.all([
    page.waitForEvent('download', { timeout: 60_000 }),
    button.click(),
  ]);
  await download.saveAs(path);
  const alone = await page.context().newPage();
  await alone.goto(pathToFileURL(path).href);
  await expect(alone.locator('body[data-ready]')).toBeVisible();
  await alone.getByTestId('text-input').fill(asked);
  await expect(alone.locator('[data-testid=predictions] > *')).toHaveCount(2);
  const [[label, score], [here, own]] = [await bestOf(page), await bestOf(alone)];
  expect(here).toBe(label);
  expect(Math.abs(own - score)).toBeLessThan(1e-3);
  await alone.close();
  return [label, score];
}

test('typed texts are answered by the key, doubted, trained in three ways and kept, without a network', async ({
  context,
  page,
}, info) => {
  test.setTimeout(240_000);
  const site = await startSite();
  const teach = new TeachPage(page, originOf(site));
  await teach.openDoor();
  await page.waitForFunction(
    async () => (await navigator.serviceWorker.ready).active?.state === 'activated',
  );
  await site.close();
  await context.setOffline(true);

  await page.getByTestId('new-text-project').click();
  await teach.nameClasses(['Money', 'Bugs']);
  for (const [name, texts] of [
    ['Money', money],
    ['Bugs', bugs],
  ] as const) {
    const field = teach.card(name).getByTestId('type-sample');
    await field.evaluate((element, clip) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', clip);
      const paste = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
      element.dispatchEvent(paste);
    }, texts.join('\n'));
    await page.getByTestId('pasted-lines').getByRole('button').first().click();
    await teach.expectCount(name, 12);
  }

  // Nobody has pressed Train yet.
  const ask = page.getByTestId('test-text');
  await ask.pressSequentially('My card was charged twice');
  await teach.expectTop('Money');
  const answer = page.getByTestId('typed-answer');
  await expect(answer).toHaveAttribute('data-tokens', '5');
  await ask.press('!');
  await expect(answer).toHaveAttribute('data-tokens', '6');
  await expect(page.getByTestId('token-colours').locator('[data-contribution]')).toHaveCount(6);
  await expect(teach.predictions).not.toHaveAttribute('data-unknown');
  await teach.answers.first().getByRole('button').click();
  await expect(page.locator('.neighbours li').first()).toBeVisible();

  await ask.fill('I love walking my dog in the rain');
  await expect(teach.predictions).toHaveAttribute('data-unknown', 'true');
  await ask.fill('I want my refund please');
  await expect(teach.predictions).not.toHaveAttribute('data-unknown');
  await ask.fill('зщшгн йцукен фывап');
  await expect(teach.predictions).toHaveAttribute('data-unknown', 'true');
  await page.getByTestId('add-to-none').click();
  const { test_none_of_these: none = '' } = words('test', 'en');
  await teach.expectCount(none, 1);

  const { train_method: label = '' } = words('train', 'en');
  const takenHome = new Map<string, Best>();
  const judged = page.locator('[data-run] strong').filter({ hasText: /\d/ });
  for (const [before, method] of ['bag-of-words', 'linear', 'lstm'].entries()) {
    await page.getByLabel(label, { exact: true }).selectOption(method);
    await teach.trainButton.click();
    // The run before is done as well.
    await expect(judged).toHaveCount(before + 1, { timeout: 60_000 });
    await teach.expectTraining('done');
    expect(await teach.accuracy()).toBeGreaterThanOrEqual(0.5);
    if (method === 'linear') continue;
    const path = info.outputPath(`${method}.html`);
    takenHome.set(path, await expectAlikeAtHome(page, path));
  }
  await expect(page.locator('section.train b')).toHaveCount(0);
  const accuracy = await teach.accuracy();

  await page.reload();
  expect(await teach.accuracy()).toBe(accuracy);
  await ask.fill('The app shows an error and crashes');
  await teach.expectTop('Bugs');

  // As layers it comes back, with what the app keeps of it beside them; and so do the pages.
  await ask.fill(asked);
  await expect(page.getByTestId('typed-answer')).toHaveAttribute('data-tokens', '8');
  const [best, score] = await bestOf(page);
  const button = page.getByTestId('export-model');
  await expect(button).toBeEnabled({ timeout: 60_000 });
  const [layers] = await Promise.all([
    page.waitForEvent('download', { timeout: 60_000 }),
    button.click(),
  ]);
  const zip = info.outputPath('model.zip');
  await layers.saveAs(zip);
  for (const [path, [label, before]] of takenHome.set(zip, [best, score])) {
    await teach.openDoor();
    await page.getByTestId('import-project').setInputFiles(path);
    await page.waitForURL(/\/teach\/project\?id=/);
    await ask.fill(asked);
    await teach.expectTop(label ?? '');
    await expect(page.getByTestId('typed-answer')).toHaveAttribute('data-tokens', '8');
    expect(Math.abs((await bestOf(page))[1] - before)).toBeLessThan(1e-3);
  }
});
