/** One visitor in one browser: what a journey does and reads, through the observable contract only. */
import { setTimeout as pause } from 'node:timers/promises';
import type { StaticServer } from '../../scripts/server/static-server.ts';
import type { Browser } from './browser.ts';

/** Generous: a failure takes long, a pass does not. */
const patienceMs = 60_000;
const everyMs = 100;

type Json = string | number | boolean | null | undefined | readonly Json[];

export const testId = (id: string): string => `[data-testid="${id}"]`;

export class Visit {
  readonly browser: Browser;
  readonly #site: StaticServer;
  #cut: Promise<void> | undefined;

  constructor(browser: Browser, site: StaticServer) {
    this.browser = browser;
    this.#site = site;
  }

  /** From here on nobody answers at the site's address. */
  cutOff(): Promise<void> {
    this.#cut ??= this.#site.close();
    return this.#cut;
  }

  open(path: string): Promise<void> {
    return this.browser.open(`http://localhost:${this.#site.port}${path}`);
  }

  /** Runs a function in the page; it sees its arguments and nothing of this module. */
  async read<Value, Args extends readonly Json[]>(
    work: (...args: Args) => Value,
    ...args: Args
  ): Promise<Awaited<Value>> {
    // tsx names functions by a helper that the page does not have.
    const source = `((__name) => (${String(work)})(...${JSON.stringify(args)}))((named) => named)`;
    return (await this.browser.evaluate(source)) as Awaited<Value>;
  }

  /** Waits until `work` gives something true in the page, and returns it. */
  async until<Value, Args extends readonly Json[]>(
    what: string,
    work: (...args: Args) => Value,
    ...args: Args
  ): Promise<NonNullable<Awaited<Value>>> {
    const endMs = Date.now() + patienceMs;
    for (;;) {
      const value = await this.read(work, ...args);
      if (value) return value;
      if (Date.now() > endMs) {
        const shown = await this.read(() =>
          document.querySelector('main')?.innerText.slice(0, 1500),
        );
        const trying = await this.read(() =>
          document.querySelector('[data-trying]')?.getAttribute('data-trying'),
        );
        throw new Error(
          `${what}: not within ${patienceMs / 1000} s (offline: trying ${trying ?? 'nothing'}). ` +
            `The page says: ${shown ?? ''}`,
        );
      }
      await pause(everyMs);
    }
  }

  /** Waits until the first of a selector has an attribute that matches. Returns it. */
  untilAttribute(selector: string, name: string, pattern: RegExp): Promise<string> {
    return this.until(
      `${selector} with ${name} ${pattern}`,
      (selector, name, source) => {
        const value = document.querySelector(selector)?.getAttribute(name) ?? undefined;
        return value !== undefined && new RegExp(source).test(value) ? value : undefined;
      },
      selector,
      name,
      pattern.source,
    );
  }

  async click(selector: string): Promise<void> {
    await this.until(
      `${selector} to press`,
      (selector) => {
        const element = document.querySelector<HTMLButtonElement>(selector);
        // Away from bars that stay at the top and the foot of the screen.
        element?.scrollIntoView({ block: 'center', behavior: 'instant' });
        return element?.checkVisibility() && !element.disabled;
      },
      selector,
    );
    await this.browser.click(selector);
  }

  /** Types in the place of what a field holds. */
  async fill(selector: string, text: string): Promise<void> {
    await this.until(
      `${selector} to type in`,
      (selector) => {
        const field = document.querySelector<HTMLInputElement>(selector);
        field?.focus();
        field?.select();
        return field !== null;
      },
      selector,
    );
    await this.browser.type(selector, text);
  }

  async setFiles(selector: string, paths: readonly string[]): Promise<void> {
    await this.until(
      `${selector} for files`,
      (selector) => document.querySelector(selector) !== null,
      selector,
    );
    await this.browser.setFiles(selector, paths);
  }
}
