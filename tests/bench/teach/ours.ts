/** The app itself, in its production build, by its buttons. */
import type { Browser, Page } from '@playwright/test';
import type { RunRow } from '../../../src/lib/storage/project-rows.ts';
import { addManySamples } from '../../e2e/support/many-samples.ts';
import { lockForTest, withStorage } from '../../e2e/support/stored-rows.ts';
import { TeachPage } from '../../e2e/support/teach-page.ts';
import { openPage } from '../open-page.ts';
import type { PhotoSet } from './photos.ts';

export interface Ours {
  /** Milliseconds from the press on Train to a run that answers, its score included. */
  readonly usable: readonly number[];
  /** Of that, the fitting alone. */
  readonly fit: readonly number[];
  readonly accuracy: number;
  readonly heldOut: number;
  readonly method: string;
}

const longMs = 600_000;

export async function benchOurs(
  browser: Browser,
  origin: string,
  { classes }: PhotoSet,
  runs: number,
): Promise<Ours> {
  const page = await openPage(browser);
  page.setDefaultTimeout(longMs);
  const teach = new TeachPage(page, origin);
  const id = await teach.newProject(classes.map(({ name }) => name));
  for (const { name, taught, heldOut } of classes) {
    const files = [...taught, ...heldOut];
    await teach.upload(name, files);
    await untilCounted(teach, name, files.length);
  }
  await untilEmbedded(page);
  await lockForTest(page, id, 'held-out-');
  await teach.openProject(id);
  await untilEmbedded(page);
  const usableMs: number[] = [];
  for (let run = 0; run <= runs; run++) {
    const ms = await pressTrain(page);
    // The first is the warm-up.
    if (run > 0) usableMs.push(ms);
  }
  const rows = (await runRows(page)).slice(-runs);
  const split = await teach.evaluation.getAttribute('data-split');
  if (split !== 'test') throw new Error(`Judged on the ${split} split, not on what was held out`);
  const accuracy = await teach.accuracy();
  await page.context().close();
  return {
    usable: usableMs,
    fit: rows.map(({ report }) => Number(report?.['fitMs'])),
    accuracy,
    heldOut: classes.reduce((sum, { heldOut }) => sum + heldOut.length, 0),
    method: String(rows[0]?.settings['method']),
  };
}

/** How long the instant head takes to follow one more sample, among so many, once that is embedded. */
export async function benchInstant(
  browser: Browser,
  origin: string,
  { classes }: PhotoSet,
  samples: number,
  runs: number,
): Promise<number[]> {
  const page = await openPage(browser);
  page.setDefaultTimeout(longMs);
  const teach = new TeachPage(page, origin);
  const names = classes.map(({ name }) => name);
  const id = await teach.newProject(names);
  const [first] = classes;
  const photos = first!.taught;
  await teach.openDoor();
  await addManySamples(page, id, Math.floor(samples / names.length), photos[0]!.buffer);
  await teach.openProject(id);
  await untilEmbedded(page);
  const updateMs: number[] = [];
  for (let run = 0; run <= runs; run++) {
    await teach.upload(names[0]!, [photos[run % photos.length]!]);
    await untilCounted(teach, names[0]!, Math.floor(samples / names.length) + run + 1);
    await untilEmbedded(page);
    const ms = Number(await page.getByTestId('instant').getAttribute('data-update-ms'));
    if (run > 0) updateMs.push(ms);
  }
  await page.context().close();
  return updateMs;
}

const untilCounted = (teach: TeachPage, name: string, count: number) =>
  teach.page
    .locator(`[data-testid=class-card][data-class="${name}"][data-count="${count}"]`)
    .waitFor();

async function untilEmbedded(page: Page): Promise<void> {
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
  // The head follows the count in the same moment; the distances with many samples a second later.
  await page.waitForTimeout(1500);
}

/** Milliseconds, by the page's own clock. */
const pressTrain = (page: Page): Promise<number> =>
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

const runRows = (page: Page): Promise<RunRow[]> =>
  withStorage(page, (database) =>
    database.evaluate(
      (open) =>
        new Promise<RunRow[]>((resolve) => {
          const reading = open.transaction('runs').objectStore('runs').getAll();
          reading.onsuccess = () => resolve(reading.result as RunRow[]);
        }),
    ),
  );
