/** What the tables of Teach do on the page of a project, by its buttons and the observable contract. */
import type { Page } from '@playwright/test';
import type { RunRow } from '../../../src/lib/storage/project-rows.ts';
import { withStorage } from '../../e2e/support/stored-rows.ts';
import { TeachPage } from '../../e2e/support/teach-page.ts';
import type { Bench } from '../section.ts';

export const longMs = 600_000;

export const openTeach = async ({ app, page }: Bench): Promise<TeachPage> =>
  prepareTeach(await page(), await app());

/** Without a camera: it would be looked through all the while. */
export async function prepareTeach(page: Page, origin: string): Promise<TeachPage> {
  await page.addInitScript(
    'Object.defineProperty(navigator, "mediaDevices", { value: undefined })',
  );
  page.setDefaultTimeout(longMs);
  return new TeachPage(page, origin);
}

export const untilCounted = (teach: TeachPage, name: string, count: number) =>
  teach.page
    .locator(`[data-testid=class-card][data-class="${name}"][data-count="${count}"]`)
    .waitFor();

/** Until the instant head has seen every sample, and `restMs` more. */
export async function untilEmbedded(
  page: Page,
  // The head follows the count in the same moment; the distances with many samples a second later.
  restMs = 1500,
): Promise<void> {
  await page.getByTestId('instant').waitFor();
  await page.waitForFunction(
    () => {
      const { dataset } = document.querySelector<HTMLElement>('[data-testid=instant]')!;
      const cards = [...document.querySelectorAll<HTMLElement>('[data-testid=class-card]')];
      const all = cards.reduce((sum, card) => sum + Number(card.dataset['count']), 0);
      return Number(dataset['embedded']) === all && all > 0;
    },
    undefined,
    { timeout: longMs },
  );
  await page.waitForTimeout(restMs);
}

/** Milliseconds to a run that answers, its score included, by the page's own clock. */
export const pressTrain = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const card = document.querySelector<HTMLElement>('[data-testid=training-state]')!;
        const pressedAt = performance.now();
        new MutationObserver((_, observer) => {
          const state = card.dataset['state'];
          if (state !== 'done' && state !== 'failed') return;
          observer.disconnect();
          if (state === 'done') resolve(performance.now() - pressedAt);
          else reject(new Error('The training failed'));
        }).observe(card, { attributes: true, attributeFilter: ['data-state'] });
        document.querySelector<HTMLElement>('[data-testid=train]')!.click();
      }),
  );

/** Of one project, oldest first. */
export async function runRows(page: Page, projectId: string): Promise<RunRow[]> {
  const rows = await withStorage(page, (database) =>
    database.evaluate(
      (open, projectId) =>
        new Promise<RunRow[]>((resolve) => {
          const range = IDBKeyRange.bound([projectId], [projectId, []]);
          const reading = open.transaction('runs').objectStore('runs').getAll(range);
          reading.onsuccess = () => resolve(reading.result as RunRow[]);
        }),
      projectId,
    ),
  );
  return rows.sort((a, b) => a.startedAt - b.startedAt);
}
