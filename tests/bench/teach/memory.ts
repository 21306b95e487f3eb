/** What a whole browser takes of the machine's memory while something goes on. */
import { readFileSync } from 'node:fs';
import type { Browser } from '@playwright/test';

export interface Watched<T> {
  readonly result: T;
  readonly seconds: number;
  /** Megabytes in memory of all its processes at their highest, beyond what they held before; undefined off Linux. */
  readonly peakMb: number | undefined;
}

const everyMs = 100;
const pageBytes = 4096;

export async function whileWatched<T>(
  browser: Browser,
  work: () => Promise<T>,
): Promise<Watched<T>> {
  const session = await browser.newBrowserCDPSession();
  const held = async (): Promise<number> => {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    return processInfo.reduce((sum, { id }) => sum + residentMb(id), 0);
  };
  const before = await held();
  let most = before;
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      most = Math.max(most, await held());
      await new Promise((done) => setTimeout(done, everyMs));
    }
  })();
  const startedAt = performance.now();
  try {
    const result = await work();
    const seconds = (performance.now() - startedAt) / 1000;
    return { result, seconds, peakMb: before > 0 ? most - before : undefined };
  } finally {
    isOver = true;
    await watching;
    await session.detach();
  }
}

function residentMb(id: number): number {
  try {
    const [, resident] = readFileSync(`/proc/${id}/statm`, 'utf8').split(' ');
    return (Number(resident) * pageBytes) / 1e6;
  } catch (error) {
    // It ended meanwhile, or this is no Linux.
    if (error instanceof Error && 'code' in error) return 0;
    throw error;
  }
}
