/** A stand: it invites, a visitor makes things, goes away, and is forgotten; what the organiser had is still there. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './support/test.ts';
import { words } from './support/words.ts';

const event = words('event', 'en');
const pin = '2468';

async function hold(page: Page, ms: number): Promise<void> {
  await page.getByTestId('event-hold').hover();
  await page.mouse.down();
  await page.waitForTimeout(ms);
  await page.mouse.up();
}

async function projects(page: Page): Promise<string[]> {
  return page.evaluate(
    () =>
      new Promise<string[]>((resolve, reject) => {
        const opening = indexedDB.open('aprendiz');
        opening.onerror = () => reject(new Error('no database'));
        opening.onsuccess = () => {
          const reading = opening.result
            .transaction('projects')
            .objectStore('projects')
            .getAllKeys();
          reading.onsuccess = () => {
            opening.result.close();
            resolve(reading.result.map(String));
          };
        };
      }),
  );
}

test('set up, a visit, forgotten, unlocked, turned off', async ({ page, teach }) => {
  test.setTimeout(180_000);
  const own = await teach.newProject(['mine', 'too']);

  await test.step('set up: with a PIN, and only after a yes to erasing', async () => {
    await page.goto('/event?lang=en');
    await page
      .getByRole('radio', { name: words('teach', 'en')['teach_name'] })
      .check({ force: true });
    const begin = page.getByTestId('begin-event');
    await page.getByTestId('event-pin-new').fill(pin);
    await expect(begin).toBeDisabled();
    await page.getByTestId('event-understood').check();
    await begin.click();
    await expect(page.getByTestId('begin-visit')).toBeVisible();
    await expect(page.getByRole('navigation')).toHaveCount(0);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
  });

  await test.step('a visit: held to the door, something is made', async () => {
    await page.keyboard.press('Tab');
    await page.getByTestId('begin-visit').press('Enter');
    await page.waitForURL('**/teach');
    await expect(page.getByTestId('event-bar')).toBeVisible();
    await page.goto('/see');
    await page.waitForURL('**/event/stand');
    await page.getByTestId('begin-visit').click();
    await page.getByTestId('new-image-project').click();
    await page.waitForURL(/\/teach\/project\?/);
    await expect(async () => expect(await projects(page)).toHaveLength(2)).toPass();
  });

  await test.step('forgotten', async () => {
    await page.getByTestId('finish-visit').click();
    await expect(page.getByTestId('begin-visit')).toBeVisible();
    // The stand begins as a new page, in which nothing of the visit is left.
    await expect(async () => expect(await projects(page)).toEqual([own])).toPass();
  });

  await test.step('a short hold is nothing, a long one asks for the PIN', async () => {
    await hold(page, 800);
    await expect(page.getByTestId('event-pin')).toHaveCount(0);
    await hold(page, 3_300);
    await page.getByTestId('event-pin').fill('1111');
    await page.getByTestId('event-unlock').click();
    await expect(page.getByText(event['event_pin_wrong'] ?? '')).toBeVisible();
    await page.getByTestId('event-pin').fill(pin);
    await page.getByTestId('event-unlock').click();
    await page.waitForURL('**/event');
    await expect(page.locator('[data-count=visits]')).toHaveAttribute('data-value', '2');
  });

  await test.step('it survives a reload, and is turned off by its address and the PIN', async () => {
    await page.goto('/event?event=off');
    await expect(page.getByTestId('event')).toHaveAttribute('data-on', 'true');
    await page.getByTestId('event-pin').fill(pin);
    await page.getByTestId('event-unlock').click();
    await expect(page.getByTestId('event')).toHaveAttribute('data-on', 'false');
    await expect(page.getByRole('navigation')).toBeVisible();
  });
});

test('the sheet is one page of A4 and of Letter', async ({ page }) => {
  await page.goto('/event/sheet?lang=pt-BR');
  await expect(page.getByTestId('event-sheet').locator('svg[role=img] path')).toHaveAttribute(
    'd',
    /M/,
  );
  for (const format of ['A4', 'Letter']) {
    const pdf = (await page.pdf({ format })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(1);
  }
});
