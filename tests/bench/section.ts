/** What `npm run bench` is made of: sections, which give rows. */
import type { Browser, Page } from '@playwright/test';

/** The same by somebody else, or by us in other circumstances, in the same run. */
export interface Beside {
  readonly who: string;
  /** One value a run; where there are as many as ours, the nth of both were measured after one another. */
  readonly values: readonly number[];
  /** What ours divided by theirs is held to. */
  readonly asked?: { readonly atMost: number } | { readonly atLeast: number };
}

export interface Row {
  readonly what: string;
  readonly unit: string;
  /** One value a run. */
  readonly ours: readonly number[];
  readonly beside?: readonly Beside[];
}

export interface Table {
  readonly title: string;
  readonly rows: readonly Row[];
  /** What a reader of the rows must know. */
  readonly notes?: readonly string[];
}

/** What a section finds on its way. */
export interface Bench {
  readonly rounds: number;
  readonly browser: Browser;
  /** A page of its own with nothing warmed up; the context is the caller's to close. */
  page(): Promise<Page>;
  /** Where the production build is served. */
  app(): Promise<string>;
  /** Runs in a fresh copy of page/page.ts, served beside the peers' files. */
  inBenchPage<T>(work: (page: Page) => Promise<T>): Promise<T>;
  /** Where the peers' packages are, installed now if they were not. */
  peers(): Promise<string>;
  /** Folders that were named: class folders of photos (`--data`), the four files of Fashion-MNIST (`--fashion`). */
  readonly data: string | undefined;
  readonly fashion: string;
  /** Prints as it goes. */
  say(line: string): void;
}

export interface Section {
  readonly name: string;
  /** Prints nothing of its own but by `say`; throws what is broken; what is absent becomes a note. */
  run(bench: Bench): Promise<readonly Table[]>;
}
