/** A project of texts: typed, undone, kept over a reload; no camera anywhere near it. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, test } from './support/test.ts';
import type { TeachPage } from './support/teach-page.ts';

async function newTextProject(teach: TeachPage, classes: readonly string[]): Promise<string> {
  await teach.openDoor();
  await teach.page.getByTestId('new-text-project').click();
  return teach.nameClasses(classes);
}

async function type(teach: TeachPage, name: string, ...texts: readonly string[]): Promise<void> {
  const field = teach.card(name).getByTestId('type-sample');
  for (const text of texts) {
    await field.fill(text);
    await field.press('Enter');
  }
}

test('texts are typed, doubled, edited, moved, deleted and undone, and are there after a reload', async ({
  page,
  teach,
}) => {
  await page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () => {
      document.documentElement.dataset['asked'] = 'yes';
      return Promise.reject(new DOMException('no', 'NotAllowedError'));
    };
  });
  const scripts: string[] = [];
  page.on('request', (request) => scripts.push(request.url()));
  await newTextProject(teach, ['Praise', 'Complaint']);
  await type(teach, 'Praise', 'I love it', '<b onclick=alert(1)>Best</b> ever', '日本 👩‍👩‍👧');
  await teach.expectCount('Praise', 3);
  const samples = teach.card('Praise').getByTestId('sample');
  await expect(samples).toHaveText(['日本 👩‍👩‍👧', '<b onclick=alert(1)>Best</b> ever', 'I love it']);
  await expect(samples.locator('b')).toHaveCount(0);

  await type(teach, 'Praise', ' I  love\u200B it ');
  await expect(teach.card('Praise').getByTestId('keep-twins')).toBeVisible();
  await teach.expectCount('Praise', 3);
  await teach.card('Praise').getByTestId('keep-twins').click();
  await teach.expectCount('Praise', 4);
  await teach.undo.click();
  await teach.expectCount('Praise', 3);

  // By keys alone: open, edit, keep; then move and delete.
  await samples.first().focus();
  await page.keyboard.press('Enter');
  await page.getByTestId('edit-sample').fill('日本 and more');
  await page.keyboard.press('Control+Enter');
  await page.keyboard.press('Escape');
  await expect(samples.first()).toHaveText('日本 and more');
  await teach.undo.click();
  await expect(samples.first()).toHaveText('日本 👩‍👩‍👧');
  await teach.redo.click();
  await expect(samples.first()).toHaveText('日本 and more');
  await samples.first().focus();
  await page.keyboard.press('Space');
  await page.getByTestId('move-to').selectOption({ label: 'Complaint' });
  await teach.expectCount('Complaint', 1);
  await samples.first().focus();
  await page.keyboard.press('Delete');
  await teach.expectCount('Praise', 1);

  await page.reload();
  await teach.expectCount('Complaint', 1);
  await expect(teach.card('Complaint').getByTestId('sample')).toHaveText('日本 and more');
  await teach.undo.click();
  await teach.expectCount('Praise', 2);
  expect(await page.locator('html').getAttribute('data-asked')).toBeNull();
  expect(scripts.filter((url) => /camera/i.test(url))).toEqual([]);
});

test('many lines that are pasted become a sample each, or one', async ({ page, teach }) => {
  await newTextProject(teach, ['A', 'B']);
  const paste = (text: string) =>
    teach
      .card('A')
      .getByTestId('type-sample')
      .evaluate((field, clip) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', clip);
        const event = new ClipboardEvent('paste', {
          clipboardData,
          bubbles: true,
          cancelable: true,
        });
        field.dispatchEvent(event);
      }, text);
  await paste('one\r\n\n two \nthree\n');
  await page.keyboard.press('Enter');
  await teach.expectCount('A', 3);
  await teach.undo.click();
  await teach.expectCount('A', 0);
  await paste('one\ntwo');
  await page.getByTestId('pasted-lines').getByRole('button').nth(1).click();
  await teach.expectCount('A', 1);
});

const csv = (text: string, name = 'mail.csv') => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(text),
});

test('a table dropped on the page of projects is looked at on a bench of its own', async ({
  page,
  teach,
}) => {
  await teach.openDoor();
  await expect(page.getByTestId('new-text-project')).toBeEnabled();
  await page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    const rows = 'label,text\nspam,WIN now\nham,see you\nham,at eight then\n';
    dataTransfer.items.add(new File([rows], 'mail.csv', { type: 'text/csv' }));
    const drop = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true });
    document.querySelector('h1')!.dispatchEvent(drop);
  });
  await expect(page.getByTestId('table-preview').locator('tbody tr')).toHaveCount(3);
  await page.getByTestId('import-rows').click();
  // Nothing is left of the two empty classes that a project begins with.
  await expect(teach.cards).toHaveCount(2);
  expect(await teach.counts()).toEqual({ spam: 1, ham: 2 });
});

test('a table brings its classes along, is looked at where it is not plain, and goes in one step', async ({
  page,
  teach,
}) => {
  await newTextProject(teach, ['spam', 'Other']);
  const table =
    'id,label,text\n1,Spam,"WIN, now"\n2,ham,=SUM(A1)\n3,spam ,<img src=x onerror=alert(1)>\n' +
    '4,ham,"a ""quoted"" word"\n5,ham,=SUM(A1)\n6,,nobody knows\n';
  await page.getByTestId('import-table').setInputFiles(csv(table));
  await expect(page.getByTestId('table-preview').locator('tbody tr')).toHaveCount(6);
  await expect(page.getByTestId('table-preview').locator('img')).toHaveCount(0);
  const classes = page.getByTestId('label-classes').locator('li');
  await expect(classes).toHaveCount(2);
  await expect(classes.first()).toHaveAttribute('data-new', 'false');
  await page.getByTestId('import-rows').click();
  const report = page.getByTestId('import-report');
  await expect(report).toHaveAttribute('data-added', '4');
  await expect(report).toHaveAttribute('data-twins', '1');
  expect(await teach.counts()).toEqual({ spam: 2, Other: 0, ham: 2 });
  await expect(teach.card('spam').getByTestId('sample')).toHaveText([
    '<img src=x onerror=alert(1)>',
    'WIN, now',
  ]);
  await teach.undo.click();
  await expect(teach.cards).toHaveCount(2);
  expect(await teach.counts()).toEqual({ spam: 0, Other: 0 });
  await teach.redo.click();
  await expect(teach.cards).toHaveCount(3);

  // Into a card: nothing to ask, whatever the encoding.
  const latin = {
    name: 'l.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('a\u00e7\u00e3o\n\nfim\n', 'latin1'),
  };
  await teach.upload('Other', [latin, csv('\ufeffum\r\ndois\r\n', 'u.txt')]);
  await teach.expectCount('Other', 4);
  await expect(teach.card('Other').getByTestId('sample').last()).toHaveText('a\u00e7\u00e3o');
  await teach.undo.click();
  await teach.expectCount('Other', 0);
  await teach.upload('Other', [
    { name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from('PK\u0003\u0004\0\0') },
  ]);
  await expect(report.locator('[data-failure=text-unreadable]')).toBeVisible();
});

test('a project of texts goes through a file and comes back equal; its samples leave as a table that nothing runs', async ({
  page,
  teach,
}) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await newTextProject(teach, ['A', 'B']);
  await type(teach, 'A', '=HYPERLINK("x")', 'a "quoted", text', '<script>alert(1)</script>');
  await type(teach, 'B', '\u05e9\u05dc\u05d5\u05dd', 'e\u0301 \u{1F469}\u200D\u{1F52C}');
  await teach.card('A').getByTestId('type-sample').fill('two\nlines');
  await teach.card('A').getByTestId('type-sample').press('Enter');
  await teach.expectCount('A', 4);
  const before = await storedTexts(page);

  const samples = await downloaded(page, () => page.getByTestId('export-samples').click());
  expect(samples.toString('utf8')).toBe(
    '\ufefftext,label,part\r\n"\'=HYPERLINK(""x"")",A,train\r\n"a ""quoted"", text",A,train\r\n' +
      '<script>alert(1)</script>,A,train\r\n"two\nlines",A,train\r\n\u05e9\u05dc\u05d5\u05dd,B,train\r\n' +
      'e\u0301 \u{1F469}\u200D\u{1F52C},B,train\r\n',
  );
  const saved = await downloaded(page, () => page.getByTestId('export-project').click());
  await teach.openDoor();
  await page.getByTestId('import-project').setInputFiles({
    name: 'texts.aprendiz.zip',
    mimeType: 'application/zip',
    buffer: saved,
  });
  await page.waitForURL(/\/teach\/project\?/);
  await teach.expectCount('B', 2);
  const all = await storedTexts(page);
  expect(all).toHaveLength(2 * before.length);
  expect(new Set(all)).toEqual(new Set(before));
});

/** Rows of all text samples, without what names their project. */
function storedTexts(page: Page): Promise<string[]> {
  return page.evaluate(
    () =>
      new Promise<string[]>((resolve, reject) => {
        const opening = indexedDB.open('aprendiz');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const rows = opening.result.transaction('samples').objectStore('samples').getAll();
          rows.onerror = () => reject(rows.error);
          rows.onsuccess = () =>
            resolve(
              (rows.result as Record<string, unknown>[]).map(({ projectId: _, ...row }) =>
                JSON.stringify(row, Object.keys(row).sort()),
              ),
            );
          opening.result.close();
        };
      }),
  );
}

async function downloaded(page: Page, press: () => Promise<void>): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent('download'), press()]);
  return readFile(await download.path());
}
