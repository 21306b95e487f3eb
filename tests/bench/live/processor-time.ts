/** How long processors were busy, and with what. */
import { spawn } from 'node:child_process';
import { cpus } from 'node:os';
import type { Browser, Page } from '@playwright/test';

/** Milliseconds of processor time that all processes of the browser have taken so far. */
export async function busyMs(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = (await session.send('SystemInfo.getProcessInfo')) as {
    processInfo: readonly { readonly cpuTime: number }[];
  };
  await session.detach();
  return processInfo.reduce((sum, { cpuTime }) => sum + 1000 * cpuTime, 0);
}

/** Keeps every processor busy with something else. Returns the way to end it. */
export function doubleLoad(): () => void {
  const others = cpus().map(() => spawn(process.execPath, ['-e', 'for(;;);'], { stdio: 'ignore' }));
  return () => others.forEach((other) => other.kill('SIGKILL'));
}

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds by the clock. */
  readonly dur?: number;
  /** Microseconds on the processor. */
  readonly tdur?: number;
  readonly args?: Readonly<Record<string, unknown>>;
}

/** The longest tasks of the page's main thread while it answers, in milliseconds. */
export interface LongestTasks {
  /** Processor time: on a busy machine the clock also counts those who took the processor away. */
  readonly busyMs: number;
  /** By the clock: so long the page answers nobody, also where it only waits for the GPU. */
  readonly clockMs: number;
}

export async function longestTasks(
  browser: Browser,
  page: Page,
  ms: number,
): Promise<LongestTasks> {
  // Nothing finer: to note what is done within a task takes longer the more parts it has.
  await browser.startTracing(page, { categories: ['toplevel'] });
  await page.waitForTimeout(ms);
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as {
    traceEvents: readonly TraceEvent[];
  };
  const mains = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.['name'] === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid}/${tid}`),
  );
  const tasks = traceEvents.filter(
    ({ name, pid, tid }) => name.endsWith('RunTask') && mains.has(`${pid}/${tid}`),
  );
  const longest = (microseconds: (event: TraceEvent) => number | undefined) =>
    tasks.reduce((most, event) => Math.max(most, (microseconds(event) ?? 0) / 1000), 0);
  return { busyMs: longest(({ tdur }) => tdur), clockMs: longest(({ dur }) => dur) };
}

/** Chromium keeps account of the tasks above this, from the address on. */
const longTaskMs = 50;

/** The longest task since the page was asked for, in milliseconds by the clock; at least {@link longTaskMs}. */
export function longestAtStart(page: Page): Promise<number> {
  return page.evaluate(
    (least) =>
      new Promise<number>((resolve) => {
        const watch = new PerformanceObserver((list) => {
          watch.disconnect();
          resolve(
            list.getEntries().reduce((most, { duration }) => Math.max(most, duration), least),
          );
        });
        watch.observe({ type: 'longtask', buffered: true });
        // None of them: nobody is told.
        setTimeout(() => resolve(least), 1000);
      }),
    longTaskMs,
  );
}
