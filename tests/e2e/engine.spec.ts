/** What the engine does where something is missing or lost. Workers are reached through their script, as it is served. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { cameraArgs } from './support/camera-file.ts';
import { SeePage } from './support/see-page.ts';
import { buildFolder, expect, originOf, startSite, test } from './support/test.ts';
import { words } from './support/words.ts';

/** The first worker's script, and that of all others. */
const engineScript = /\/(first\.)?worker-[^/]*\.js$/;

test('by itself it starts on wasm and says why no other backend took over', async ({ see }) => {
  await see.open('?lang=en');
  await see.expectTop('cat');
  await expect(see.runtime).toHaveAttribute('data-backend', 'wasm');
  await see.openStory();
  await expect(see.runtime).toContainText(
    words('shell', 'en')['shell_reason_first_label_soonest'] ?? '?',
  );
});

test('without WebGPU and WebGL it goes on with wasm; pinned, it says what is missing', async ({
  site,
  launchOptions,
}) => {
  const browser = await chromium.launch({
    ...launchOptions,
    args: [...cameraArgs('cat'), '--disable-gpu', '--disable-software-rasterizer'],
  });
  const see = new SeePage(await browser.newPage(), originOf(site));
  await see.open('?backend=webgl&lang=en');
  await see.expectFailure('no-webgl');
  await see.open('?backend=webgpu&lang=en');
  await see.expectFailure('no-webgpu');
  await see.open();
  await see.expectTop('cat');
  await expect(see.runtime).toHaveAttribute('data-backend', 'wasm');
  await browser.close();
});

test('without WASM SIMD it says so when pinned, and works on what is left', async ({ page }) => {
  const site = await startSite((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    if (!engineScript.test(path)) return false;
    response.setHeader('Content-Type', 'text/javascript');
    response.end(
      `WebAssembly.validate = () => false;\n${readFileSync(join(buildFolder, path), 'utf8')}`,
    );
    return true;
  });
  const see = new SeePage(page, originOf(site));
  await see.open('?backend=wasm&lang=en');
  await see.expectFailure('no-wasm-simd');
  await see.open('?backend=cpu');
  await see.expectTop('cat', 90_000);
  await site.close();
});

test('a lost GPU is replaced and the camera goes on', async ({ see, browser }) => {
  test.setTimeout(180_000);
  await see.open('?backend=webgl&lang=en');
  await see.expectTop('cat', 90_000);
  const before = await see.tensors();
  const session = await browser.newBrowserCDPSession();
  await session.send('Browser.crashGpuProcess');
  await see.openStory();
  const replaced = words('shell', 'en')['shell_reason_replaced_after_loss'] ?? '?';
  await expect(see.runtime).toContainText(replaced, { timeout: 90_000 });
  await see.expectTop('cat', 90_000);
  await expect.poll(() => see.tensors()).toBe(before);
});

test('a worker that stops without a word is replaced, and its models are restored', async ({
  page,
  see,
}) => {
  await see.open('?backend=wasm');
  await see.expectTop('cat');
  const tensors = await see.tensors();
  const worker = page.workers().find((one) => engineScript.test(one.url()));
  expect(worker).toBeDefined();
  const gone = worker?.waitForEvent('close');
  // No event tells a page that its worker has closed itself, or was killed for memory.
  await worker?.evaluate(() => {
    self.close();
  });
  await gone;
  await expect.poll(() => page.workers().length).toBeGreaterThan(0);
  await see.expectTop('cat');
  await expect.poll(() => see.tensors()).toBe(tensors);
});

test('where the worker cannot be loaded it says so, and starts when it can', async ({ page }) => {
  let isMissing = true;
  const site = await startSite((request, response) => {
    if (!isMissing || !engineScript.test(request.url ?? '')) return false;
    response.writeHead(404).end();
    return true;
  });
  const see = new SeePage(page, originOf(site));
  await see.open('?lang=en');
  await see.expectFailure('no-worker');
  isMissing = false;
  await see.tryAgain();
  await see.expectTop('cat');
  await site.close();
});
