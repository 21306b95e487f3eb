/**
 * A while of live classification on wasm: nothing piles up, and the page does not stall while it is traced.
 * `SOAK_SECONDS=300` makes it 5 minutes, of which the first 20 seconds are traced.
 */
import type { Browser, CDPSession, Page } from '@playwright/test';
import { expect, test } from './support/test.ts';

const watchMs = Number(process.env['SOAK_SECONDS'] ?? 12) * 1000;
const longTaskMs = 50;
const tracedMs = Math.min(watchMs, 20_000);
/** Bytes of JS heap that may come and go between two collections. */
const heapSlack = 1_500_000;

test(`${watchMs / 1000} seconds live: tensors and heap flat, no long task in the first ${tracedMs / 1000}`, async ({
  browser,
  page,
  see,
}) => {
  test.setTimeout(watchMs + 90_000);
  await see.open('?backend=wasm');
  await see.expectTop('cat');
  // Warm: the service worker has fetched its files and the trial of a GPU is over.
  await page.waitForTimeout(5000);
  const session = await page.context().newCDPSession(page);
  const tensors = await see.tensors();
  const heap = await settledHeap(session);

  const longTasks = await longTasksDuring(browser, page, tracedMs);
  await page.waitForTimeout(watchMs - tracedMs);

  expect(longTasks).toEqual([]);
  expect(tensors).toBeGreaterThan(0);
  expect(await see.tensors()).toBe(tensors);
  expect((await settledHeap(session)) - heap).toBeLessThan(heapSlack);
  await see.expectTop('cat');
});

async function settledHeap(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  return (await session.send('Runtime.getHeapUsage')).usedSize;
}

/**
 * Tasks of the page's main thread over the limit, in milliseconds of processor time: on a busy machine
 * the clock on the wall also counts the programs that took the processor away.
 */
async function longTasksDuring(browser: Browser, page: Page, ms: number): Promise<number[]> {
  await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline', 'blink'] });
  await page.waitForTimeout(ms);
  const trace = JSON.parse((await browser.stopTracing()).toString()) as {
    traceEvents: TraceEvent[];
  };
  const { traceEvents } = trace;
  const mainThread = traceEvents.find(
    ({ name, args }) => name === 'TracingStartedInBrowser' || args?.['name'] === 'CrRendererMain',
  );
  expect(mainThread).toBeDefined();
  const renderers = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.['name'] === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid}/${tid}`),
  );
  const tasks = traceEvents.filter(
    ({ name, pid, tid }) => name.endsWith('RunTask') && renderers.has(`${pid}/${tid}`),
  );
  expect(tasks.length).toBeGreaterThan(0);
  return tasks
    .map((task) => (task.tdur ?? task.dur ?? 0) / 1000)
    .filter((durationMs) => durationMs > longTaskMs);
}

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds on the wall. */
  readonly dur?: number;
  /** Microseconds on the processor. */
  readonly tdur?: number;
  readonly args?: Record<string, unknown>;
}
