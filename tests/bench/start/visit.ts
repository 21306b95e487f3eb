/** A visit: an address is opened, and a label appears on the page. */
import type { BrowserContext, Page } from '@playwright/test';

const patienceMs = 180_000;

export interface Visited {
  readonly page: Page;
  /** Milliseconds from the start of the navigation to the first label on the page. */
  readonly firstLabelMs: number;
  /** When that was, in milliseconds since 1970. */
  readonly labelledAt: number;
}

/** @param label a selector of what is only there once something has been recognised. */
export async function visit(
  context: BrowserContext,
  address: string,
  label: string,
): Promise<Visited> {
  const page = await context.newPage();
  // As text: tsx would put names of its own into a function.
  await page.addInitScript(`(function look() {
    if (document.querySelector(${JSON.stringify(label)})) {
      globalThis.firstLabelMs = performance.now();
    } else requestAnimationFrame(look);
  })()`);
  // A new window of the browser starts pages of its own, which nobody who visits a page waits for.
  await page.waitForTimeout(1_500);
  await page.goto(address, { waitUntil: 'commit' });
  const handle = await page.waitForFunction(
    () => {
      const { firstLabelMs } = globalThis as { firstLabelMs?: number };
      return firstLabelMs && [firstLabelMs, performance.timeOrigin + firstLabelMs];
    },
    undefined,
    { timeout: patienceMs },
  );
  const [firstLabelMs, labelledAt] = (await handle.jsonValue()) as [number, number];
  return { page, firstLabelMs, labelledAt };
}

/** Until the app and its models are on the device. */
export async function untilKept(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      document.querySelector('[data-testid=offline-ready]')?.getAttribute('data-missing') === '0',
    undefined,
    { timeout: patienceMs },
  );
  // What is being written settles, and so does the processor.
  await page.waitForTimeout(2_000);
}
