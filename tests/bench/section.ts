import type { Page } from '@playwright/test';
import type { BenchPage } from './text/page.ts';

/** Runs in a page of its own with nothing warmed up. */
export type Round = <T>(work: (page: Page) => Promise<T>) => Promise<T>;

/** One part of `npm run bench`: prints its tables and returns what they are made of. */
export interface Section {
  readonly name: string;
  run(rounds: number, round: Round): Promise<object>;
}

declare global {
  /** In the page: text/page.ts. */
  const bench: BenchPage;
}
