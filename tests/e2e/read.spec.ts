/** Read on the production build: an answer for every key, reasons, tables, and what people throw at a text field. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, originOf, startSite, test } from './support/test.ts';
import { failureWords, words } from './support/words.ts';

const top = (page: Page) => page.getByTestId('predictions').locator('> *').first();
const field = (page: Page) => page.getByTestId('text-input');
const expectTop = (page: Page, label: string) =>
  expect(top(page)).toHaveAttribute('data-label', label, { timeout: 30_000 });

async function open(page: Page, query = '', origin = ''): Promise<void> {
  await page.goto(`${origin}/read?lang=en${query}`);
  await expect(page.getByTestId('runtime')).not.toHaveAttribute('data-backend', '');
}

test('the label moves with the language that is typed', async ({ page }) => {
  test.slow();
  await open(page);
  for (const [label, text] of [
    ['en', 'Where have you been all this time?'],
    ['pt', 'Onde você estava esse tempo todo?'],
    ['es', '¿Dónde has estado todo este tiempo?'],
  ] as const) {
    await field(page).fill('');
    await expect(page.getByTestId('predictions').locator('> *')).toHaveCount(0);
    await field(page).pressSequentially(text);
    await expectTop(page, label);
  }
  await expect(page.getByTestId('runtime')).toHaveAttribute('data-model', 'language');
  await expect(page.getByTestId('runtime')).toHaveAttribute('data-latency-ms', /\d/);
  await expect(page.getByTestId('runtime')).toHaveAttribute('data-tensors', /\d/);

  // The text is there again, and the reader is in the address; the text is not.
  await page
    .getByRole('radio', { name: words('read', 'en')['read_reader_spam'] })
    .check({ force: true });
  await expect(page).toHaveURL(/model=spam/);
  await page.goto('/read?lang=pt-BR');
  await expect(field(page)).toHaveValue('¿Dónde has estado todo este tiempo?');
  await expectTop(page, 'es');
  await expect(top(page)).toContainText('Espanhol');
  expect(page.url()).not.toContain('tiempo');
});

test('from a key to the bars: under 30 ms, or three frames of a slow page, for 95 of 100 keys', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await open(page, '&model=sentiment');
  // The best of up to five: whatever else runs on the machine is no slowness of the page.
  const rounds: Round[] = [];
  const text =
    'A warm and funny film, with a wonderful cast and pictures that stay with you long after the end of it.';
  for (let round = 0; round < 5; round++) {
    await field(page).fill('So ');
    await expect(top(page)).toBeVisible();
    await page.evaluate(watchKeys);
    await field(page).pressSequentially(text, { delay: 25 });
    // The last answer may still be on its way.
    await page.waitForTimeout(300);
    const { ms, frames, gaps } = await page.evaluate(
      () => (window as unknown as { keyTimes: Watched }).keyTimes,
    );
    expect(ms.length).toBeGreaterThanOrEqual(100);
    rounds.push({ ms: at(0.95, ms), frames: at(0.95, frames), frameMs: at(0.95, gaps) });
    if (isQuick(rounds.at(-1)!)) break;
  }
  const said = rounds
    .map(({ ms, frames, frameMs }) => `${ms.toFixed(1)} ms, ${frames} of ${frameMs.toFixed(0)} ms`)
    .join('; ');
  test.info().annotations.push({ type: 'key to bars, 95th percentile', description: said });
  expect(rounds.some(isQuick), said).toBe(true);
});

interface Watched {
  readonly ms: number[];
  /** That were drawn between a key and its answer. */
  readonly frames: number[];
  /** Milliseconds from frame to frame. */
  readonly gaps: number[];
}
interface Round {
  readonly ms: number;
  readonly frames: number;
  readonly frameMs: number;
}

/** Where not even frames come in time, the machine is busy with something else. */
const isQuick = ({ ms, frames, frameMs }: Round): boolean =>
  ms < 30 || (frameMs > 25 && frames <= 3);

const at = (part: number, values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * part)]!;

/** In the page: what goes by from each input event to the bars that answer it, or a later one. */
function watchKeys(): void {
  const times: Watched = { ms: [], frames: [], gaps: [] };
  (window as unknown as { keyTimes: Watched }).keyTimes = times;
  let frame = 0;
  let last = performance.now();
  requestAnimationFrame(function next(now) {
    frame++;
    times.gaps.push(now - last);
    last = now;
    requestAnimationFrame(next);
  });
  let pressed: { at: number; frame: number }[] = [];
  const find = (id: string) => document.querySelector(`[data-testid=${id}]`)!;
  const press = () => pressed.push({ at: performance.now(), frame });
  find('text-input').addEventListener('input', press, true);
  const answered = new MutationObserver(() => {
    const now = performance.now();
    for (const key of pressed) {
      times.ms.push(now - key.at);
      times.frames.push(frame - key.frame);
    }
    pressed = [];
  });
  // An answer that moves no bar is told by the strip, which changes in the same breath.
  for (const id of ['predictions', 'runtime']) {
    answered.observe(find(id), { subtree: true, childList: true, attributes: true });
  }
}

test('a token tells what it does, goes, and comes back; by keys alone', async ({ page }) => {
  await open(page, '&model=sentiment');
  await field(page).fill('A wonderful film.');
  const token = page.locator('[data-token="1"]');
  await expect(token).toHaveText('wonderful');
  await expect(token).toHaveAttribute('data-sign', 'for');
  await token.focus();
  const detail = page.getByTestId('token-detail');
  await expect(detail).toHaveAttribute('data-without', /\d/);
  const withIt = Number(await top(page).getAttribute('data-score'));
  expect(Number(await detail.getAttribute('data-without'))).toBeLessThan(withIt);
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('[data-token="2"]')).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Delete');
  await expect(field(page)).toHaveValue('A film.');
  await page.getByTestId('undo').click();
  await expect(field(page)).toHaveValue('A wonderful film.');

  await page
    .getByRole('radio', { name: words('read', 'en')['read_method_occlusion'] })
    .check({ force: true });
  await expect(token).toHaveAttribute('data-sign', 'for');

  await page.getByTestId('states').locator('summary').click();
  const numbers = page.getByTestId('state-numbers');
  await expect(numbers).toContainText(words('read', 'en')['read_gate_forget'] ?? '?');
  await expect(numbers).toHaveAttribute('data-step', '3');
  await page.getByRole('slider').press('ArrowLeft');
  await expect(numbers).toHaveAttribute('data-step', '2');
});

test('a table is labelled and goes home; no spreadsheet runs what is in it', async ({ page }) => {
  await open(page, '&model=sentiment');
  await page.getByTestId('batch').locator('summary').click();
  const csv =
    'id,review\n1,A wonderful film\n2,"=HYPERLINK(""http://x"") awful, boring"\n3,"never closed\n4,@SUM(1) dull\n5,\n';
  await page.getByTestId('batch-file').setInputFiles({
    name: 'reviews.csv',
    mimeType: 'text/csv',
    // UTF-16 as spreadsheets save it.
    buffer: Buffer.from(`\uFEFF${csv}`, 'utf16le'),
  });
  await expect(page.getByTestId('batch-rows')).toHaveAttribute('data-rows', '5');
  await expect(page.locator('[data-warning=broken-quotes]')).toBeVisible();
  await page.getByTestId('batch-start').click();
  const download = page.waitForEvent('download');
  await page.getByTestId('batch-download').click();
  const text = readFileSync(await (await download).path(), 'utf8');
  const lines = text.trimEnd().split('\r\n');
  expect(lines[0]).toBe('\uFEFFid,review,label,score');
  expect(lines[1]).toMatch(/^1,A wonderful film,positive,0\.\d{4}$/);
  expect(lines[2]).toMatch(/^2,"'=HYPERLINK\(""http:\/\/x""\) awful, boring",negative,/);
  expect(lines[4]).toMatch(/^4,"'@SUM\(1\) dull",/);
  expect(lines[5]).toBe('5,,,');
  await expect(page.getByTestId('batch-table').locator('[data-row="0"]')).toHaveAttribute(
    'data-label',
    'positive',
  );

  await page
    .getByTestId('batch-panel')
    .getByRole('button', { name: words('read', 'en')['read_batch_other'] })
    .click();
  await page.getByTestId('batch-file').setInputFiles({
    name: 'table.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from([0x50, 0x4b, 3, 4, 0, 0]),
  });
  const { sentence, next } = failureWords('text-unreadable', 'en');
  await expect(page.locator('[data-failure=text-unreadable]')).toContainText(sentence);
  await expect(page.locator('[data-failure=text-unreadable]')).toContainText(next);
});

test('a hundred thousand rows: the page stays quick, cancelled rows stay', async ({ page }) => {
  await open(page, '&model=sentiment');
  await page.getByTestId('batch').locator('summary').click();
  await page.getByTestId('batch-file').setInputFiles({
    name: 'long.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`text\n${'a good, long film\n'.repeat(100_000)}`),
  });
  await expect(page.getByTestId('batch-rows')).toHaveAttribute('data-rows', '100000');
  await page.getByTestId('batch-start').click();
  await expect(page.getByTestId('batch-panel')).toHaveAttribute('data-done', /[1-9]/);
  // Typing is answered while it works.
  await field(page).fill('An awful film');
  await expectTop(page, 'negative');
  const cancel = page.getByTestId('batch-cancel');
  if (await cancel.isVisible()) await cancel.click();
  await expect(page.getByTestId('batch-panel')).toHaveAttribute('data-state', 'done');
  const table = page.getByTestId('batch-table');
  await table.focus();
  await table.press('End');
  await expect(table.locator('[data-row="99999"]')).toBeVisible();
  expect(await table.locator('[data-row]').count()).toBeLessThan(60);
});

test('whatever is put in: an answer or an honest none, and nothing is run', async ({ page }) => {
  test.slow();
  await open(page);
  const errors: Error[] = [];
  page.on('pageerror', (error) => errors.push(error));
  const predictions = page.getByTestId('predictions');
  const html = '<img src=x onerror="window.ran = true"><b>bold</b> and some words';
  for (const text of [
    '🙂',
    'a\0b\0c, and then some words',
    'שלום לכולם, מה שלומכם היום? hello',
    'e\u0301\u200b\u200d\u0301 caf\u0065\u0301 cre\u0300me bru\u0302le\u0301e',
    '\ud83d lone surrogates \ude00',
    html,
  ]) {
    await field(page).fill(text);
    await expect(predictions.locator('> *').first()).toBeVisible();
    await expect(page.getByTestId('tokens')).toBeVisible();
  }
  await expect(page.getByTestId('tokens')).toHaveText(html.replaceAll(' ', '\u00A0'));
  expect(await page.evaluate(() => 'ran' in window)).toBe(false);
  expect(await page.locator('main b, main img').count()).toBe(0);

  await field(page).fill('🙂');
  await expect(predictions).toHaveAttribute('data-unknown', 'true');

  // 10 MB: the field shows the beginning, and the page goes on listening.
  await field(page).evaluate((area: HTMLTextAreaElement) => {
    area.value = 'It was the best of times, it was the worst of times. '.repeat(200_000);
    area.dispatchEvent(new Event('input', { bubbles: true }));
  });
  await expect(field(page)).toHaveAttribute('data-length', '10600000');
  expect((await field(page).inputValue()).length).toBeLessThan(3_000);
  await expectTop(page, 'en');
  await page.getByTestId('undo').click();
  await expect(field(page)).toHaveValue('🙂');
  expect(errors).toEqual([]);
});

test('a worker that dies says one quiet line and is replaced; not a letter is lost', async ({
  page,
}) => {
  await open(page, '&model=sentiment&debug');
  await expect(page.getByTestId('runtime')).toHaveAttribute('open', '');
  await field(page).fill('A wonderful film.');
  await expectTop(page, 'positive');
  // The line may be gone before a look from outside would find it.
  await page.evaluate(() => {
    const lines: string[] = [];
    (window as unknown as { lines: string[] }).lines = lines;
    new MutationObserver((records) => {
      for (const node of records.flatMap(({ addedNodes }) => [...addedNodes])) {
        const line = node instanceof Element && node.closest('[data-failure]');
        if (line) lines.push(line.textContent.trim());
      }
    }).observe(document.querySelector('main')!, { subtree: true, childList: true });
  });
  const worker = page.workers().find((one) => /\/text\.worker-[^/]*\.js$/.test(one.url()))!;
  const gone = worker.waitForEvent('close');
  // No event tells a page that its worker was killed for memory.
  await worker.evaluate(() => {
    self.close();
  });
  await gone;
  await field(page).fill('A dull and tiresome film.');
  await expectTop(page, 'negative');
  await expect(page.locator('[data-failure]')).toHaveCount(0);
  const lines = await page.evaluate(() => (window as unknown as { lines: string[] }).lines);
  expect(lines).toEqual([words('read', 'en')['read_replacing']]);
});

test('with the server gone, a reload reads on', async ({ page, context }) => {
  const site = await startSite();
  await open(page, '&model=sentiment', originOf(site));
  await field(page).fill('A wonderful film.');
  await expectTop(page, 'positive');
  await page.waitForFunction(
    async () => (await navigator.serviceWorker.ready).active?.state === 'activated',
  );
  await site.close();
  await context.setOffline(true);
  await page.reload();
  await expect(field(page)).toHaveValue('A wonderful film.');
  await expectTop(page, 'positive');
});
