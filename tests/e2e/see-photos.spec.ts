/** The main promise: the camera shows a thing, See names it, the same on every backend. */
import { chromium, type Browser } from '@playwright/test';
import { cameraArgs, softwareGpuArgs, type PhotoName } from './support/camera-file.ts';
import { SeePage, type Answer } from './support/see-page.ts';
import { expect, originOf, test } from './support/test.ts';

const photos: { photo: PhotoName; label: string }[] = [
  { photo: 'cat', label: 'cat' },
  { photo: 'cup', label: 'cup' },
  { photo: 'person', label: 'person' },
];
const backends = ['wasm', 'webgl', 'webgpu'] as const;
const tolerance = 0.02;

for (const { photo, label } of photos) {
  test(`${photo}: the same answer on wasm, webgl and webgpu`, async ({ site, launchOptions }) => {
    test.setTimeout(300_000);
    const browser = await chromium.launch({
      ...launchOptions,
      args: [...cameraArgs(photo), ...softwareGpuArgs],
    });
    const tops: Answer[] = [];
    for (const backend of backends) tops.push(await look(browser, originOf(site), backend));
    await browser.close();

    expect(tops.map((top) => top.label)).toEqual(backends.map(() => label));
    const scores = tops.map((top) => top.score);
    expect(Math.max(...scores) - Math.min(...scores)).toBeLessThanOrEqual(tolerance);
  });
}

async function look(browser: Browser, origin: string, backend: string): Promise<Answer> {
  const page = await browser.newPage({ viewport: { width: 412, height: 823 } });
  const see = new SeePage(page, origin);
  await see.open(`?backend=${backend}`);
  const [top] = await see.answers(backend === 'webgpu' ? 240_000 : 60_000);
  await expect(see.runtime).toHaveAttribute('data-backend', backend);
  await page.close();
  if (!top) throw new Error(`No answer on ${backend}`);
  return top;
}
