/** The main promise: the camera shows a thing, See names it, the same on every backend. */
import { chromium, type Browser, type Page } from '@playwright/test';
import {
  cameraArgs,
  softwareGpuArgs,
  videoOnGpuArgs,
  type PhotoName,
} from './support/camera-file.ts';
import { SeePage, type Answer } from './support/see-page.ts';
import { expect, originOf, test } from './support/test.ts';

const photos: { photo: PhotoName; label: string; framesOnGpu?: boolean }[] = [
  // On webgpu this one goes through the compute pass, the others through the processor's sampler.
  { photo: 'cat', label: 'cat', framesOnGpu: true },
  { photo: 'cup', label: 'cup' },
  { photo: 'person', label: 'person' },
];
const backends = ['wasm', 'webgl', 'webgpu'] as const;
const tolerance = 0.02;

for (const { photo, label, framesOnGpu = false } of photos) {
  test(`${photo}: the same answer on wasm, webgl and webgpu`, async ({ site, launchOptions }) => {
    test.setTimeout(420_000);
    const browser = await chromium.launch({
      ...launchOptions,
      args: [...cameraArgs(photo), ...softwareGpuArgs, ...(framesOnGpu ? videoOnGpuArgs : [])],
    });
    const tops: Answer[] = [];
    for (const backend of backends)
      tops.push(await look(browser, originOf(site), backend, framesOnGpu));
    await browser.close();

    expect(tops.map((top) => top.label)).toEqual(backends.map(() => label));
    const scores = tops.map((top) => top.score);
    expect(Math.max(...scores) - Math.min(...scores)).toBeLessThanOrEqual(tolerance);
  });
}

async function look(
  browser: Browser,
  origin: string,
  backend: string,
  framesOnGpu: boolean,
): Promise<Answer> {
  const page = await browser.newPage({ viewport: { width: 412, height: 823 } });
  const see = new SeePage(page, origin);
  await see.open(`?backend=${backend}`);
  const [top] = await see.answers(backend === 'wasm' ? 60_000 : 240_000);
  await expect(see.runtime).toHaveAttribute('data-backend', backend);
  if (framesOnGpu && backend === 'webgpu') await expectImports(page);
  await page.close();
  if (!top) throw new Error(`No answer on ${backend}`);
  return top;
}

/** The next frame that is looked at reaches the GPU by reference. */
async function expectImports(page: Page): Promise<void> {
  const [worker] = page.workers();
  const imported = worker?.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const take = GPUDevice.prototype.importExternalTexture;
        GPUDevice.prototype.importExternalTexture = function (descriptor) {
          const texture = take.call(this, descriptor);
          resolve(texture.constructor.name);
          return texture;
        };
      }),
  );
  expect(page.workers()).toHaveLength(1);
  expect(await imported).toBe('GPUExternalTexture');
}
