/**
 * What an answer costs the page, counted so that the machine's mood does not matter: processor time of the main thread
 * in loops of a fixed kind that the same page runs beside it, and bytes of its heap that stay after a collection.
 */
import type { CDPSession, Page } from '@playwright/test';
import { expect, test } from './support/test.ts';

/** Main-thread time of an answer, its drawing included, in turns of the loop below (one is some 10 ms of a quiet machine). */
const mostTurns = 0.5;
/** Bytes that an answer may leave behind; what comes and goes between collections is shared by many answers. */
const mostBytesLeft = 2_000;
const [warmAnswers, watchedAnswers] = [50, 150];

test(`${watchedAnswers} answers: little of the page's time, nothing of its memory`, async ({
  page,
  see,
}) => {
  test.setTimeout(180_000);
  await page.addInitScript(countAnswers);
  await see.open('?backend=wasm');
  await see.expectTop('cat');
  // The service worker has fetched its files and the trial of a GPU is over.
  await page.waitForTimeout(5000);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  await untilAnswers(page, warmAnswers);

  const heap = await settledHeap(session);
  const [from, before] = [await answers(page), await taskSeconds(session)];
  await untilAnswers(page, from + watchedAnswers);
  const [to, after] = [await answers(page), await taskSeconds(session)];
  const left = (await settledHeap(session)) - heap;
  await page.evaluate(turnLoop);
  const turn = (await taskSeconds(session)) - after;

  const turns = (after - before) / (to - from) / turn;
  const leftEach = left / (to - from);
  test.info().annotations.push({
    type: 'each answer',
    description: `${turns.toFixed(3)} turns of ${(turn * 1000).toFixed(1)} ms, ${leftEach.toFixed(0)} bytes`,
  });
  expect(turns).toBeLessThan(mostTurns);
  expect(leftEach).toBeLessThan(mostBytesLeft);
});

declare global {
  var answersSoFar: number;
}

/** In the page, before its own scripts: everything that a worker says of a call under way. */
function countAnswers(): void {
  globalThis.answersSoFar = 0;
  const Native = Worker;
  globalThis.Worker = class extends Native {
    constructor(...how: ConstructorParameters<typeof Native>) {
      super(...how);
      this.addEventListener('message', ({ data }: MessageEvent<{ kind?: string }>) => {
        if (data.kind === 'progress') globalThis.answersSoFar++;
      });
    }
  };
}

/** In the page: integers turned over and over, which no engine can leave out. */
function turnLoop(): number {
  let word = 1;
  for (let n = 0; n < 10_000_000; n++) word = (Math.imul(word, 1_664_525) + 1_013_904_223) | 0;
  return word;
}

const answers = (page: Page): Promise<number> => page.evaluate(() => globalThis.answersSoFar);

async function untilAnswers(page: Page, count: number): Promise<void> {
  await expect.poll(() => answers(page), { timeout: 120_000 }).toBeGreaterThanOrEqual(count);
}

/** Processor time of the main thread so far. */
async function taskSeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
}

async function settledHeap(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  return (await session.send('Runtime.getHeapUsage')).usedSize;
}
