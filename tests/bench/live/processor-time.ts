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
  /** Microseconds on the processor. */
  readonly tdur?: number;
  readonly args?: Readonly<Record<string, unknown>>;
}

/**
 * The longest task of the page's main thread, in milliseconds of processor time: on a busy machine the clock on the wall
 * also counts those who took the processor away.
 */
export async function longestTask(browser: Browser, page: Page, ms: number): Promise<number> {
  await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline', 'blink'] });
  await page.waitForTimeout(ms);
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as {
    traceEvents: readonly TraceEvent[];
  };
  const mains = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.['name'] === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid}/${tid}`),
  );
  return traceEvents
    .filter(({ name, pid, tid }) => name.endsWith('RunTask') && mains.has(`${pid}/${tid}`))
    .reduce((longest, { tdur = 0 }) => Math.max(longest, tdur / 1000), 0);
}
