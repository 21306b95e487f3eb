/** A page of its own for each thing measured. */
import type { Browser, Page } from '@playwright/test';

/** tsx names functions by a helper that functions sent to the page do not find there. */
export const nameless = 'globalThis.__name = (named) => named';

export async function openPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  await context.addInitScript(nameless);
  return context.newPage();
}
