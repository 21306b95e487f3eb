/** What memory holds once a page answers that has everything on the device. */
import { chromium } from '@playwright/test';
import { ensureChromium } from '../../../scripts/find-chromium.mjs';
import { cameraArgs } from '../../e2e/support/camera-file.ts';
import { untilKept, visit } from './visit.ts';

interface Measuring {
  measureUserAgentSpecificMemory(): Promise<{
    readonly breakdown: readonly {
      readonly bytes: number;
      readonly types: readonly string[];
      readonly attribution: readonly { readonly scope: string; readonly url: string }[];
    }[];
  }>;
}

const worthSaying = 100_000;

/** Tensors in wasm's own memory, and nothing else of the size of weights: a line for each place. */
export async function memoryLines(address: string, label: string): Promise<string[]> {
  const browser = await chromium.launch({
    executablePath: await ensureChromium(),
    // Memory is measured when it is asked, not at the next collection.
    args: [...cameraArgs('cat'), '--enable-blink-features=ForceEagerMeasureMemory'],
  });
  try {
    const context = await browser.newContext();
    const { page } = await visit(context, address, label);
    await untilKept(page);
    await page.reload();
    await page.waitForSelector(label);
    await page.waitForTimeout(3_000);
    const { breakdown } = await page.evaluate(() =>
      (performance as unknown as Measuring).measureUserAgentSpecificMemory(),
    );
    return breakdown
      .filter(({ bytes }) => bytes > worthSaying)
      .map(({ bytes, types, attribution }) => {
        const [{ scope = '', url = '' } = {}] = attribution;
        return `${(bytes / 1e6).toFixed(1)} MB ${types.join(' ')} ${scope} ${url.split('/').at(-1) ?? ''}`;
      });
  } finally {
    await browser.close();
  }
}
