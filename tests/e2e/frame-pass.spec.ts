/** The compute pass that turns a frame into tensors on the GPU, against the sampler that does it on the processor. */
import { join } from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import { startStaticServer, type StaticServer } from '../../scripts/server/static-server.ts';
import type { InputSpec } from '../../src/lib/vision/preprocess/input-spec.ts';
import { bundle } from './support/bundle.ts';
import { cameraArgs, softwareGpuArgs, videoOnGpuArgs } from './support/camera-file.ts';
import type { Comparison } from './support/frame-pass.ts';
import { expect, test } from './support/test.ts';

const tests = join(import.meta.dirname, '..');

const specs: readonly InputSpec[] = [
  { size: 24, fit: 'cover', scale: 1, offset: 0 },
  { size: 20, fit: 'cover', scale: 1 / 127.5, offset: -1, mirror: true },
  { size: 32, fit: 'contain', scale: 1 / 255, offset: 0 },
  { size: 33, fit: 'contain', scale: 1 / 127.5, offset: -1, mirror: true },
  { size: 28, fit: 'squash', scale: 1 / 127.5, offset: -1 },
  { size: 19, fit: 'squash', scale: 1, offset: 0, mirror: true },
];

let site: StaticServer;
let browser: Browser;
let page: Page;

test.beforeAll(async ({ launchOptions }) => {
  const script = await bundle(join(import.meta.dirname, 'support', 'frame-pass.ts'));
  site = await startStaticServer({
    directory: join(tests, 'fixtures', 'photos'),
    port: 0,
    intercept({ url }, response) {
      const answers: Record<string, [type: string, body: string]> = {
        '/': ['text/html', '<!doctype html><script type="module" src="/frame-pass.js"></script>'],
        '/frame-pass.js': ['text/javascript', script],
      };
      const [type, body] = answers[url ?? ''] ?? [];
      if (!type) return false;
      response.setHeader('Content-Type', type);
      response.end(body);
      return true;
    },
  });
  browser = await chromium.launch({
    ...launchOptions,
    args: [...cameraArgs('cat'), ...softwareGpuArgs, ...videoOnGpuArgs],
  });
});

test.beforeEach(async () => {
  page = await browser.newPage();
  await page.goto(`http://localhost:${site.port}/`);
  await page.waitForFunction(() => 'framePass' in globalThis);
});

test.afterEach(async () => {
  await page.close();
});

test.afterAll(async () => {
  await browser.close();
  await site.close();
});

test('photographs: the same tensors as on the processor', async () => {
  const photos = ['/cat.jpg', '/rocket.jpg'];
  const comparison = await page.evaluate(
    ([photos, specs]) => framePass.compareBitmaps(photos, specs),
    [photos, specs] as const,
  );
  expect(comparison).toMatchObject({ imported: 0, copied: photos.length * 3 });
  expectClose(comparison, photos.length * 3, { mean: 0.005, largest: 0.05 });
});

for (const way of ['import', 'copy'] as const) {
  test(`a frame of the camera by ${way}: the same tensors but for colours across edges`, async () => {
    const comparison = await page.evaluate(([specs, way]) => framePass.compareCamera(specs, way), [
      specs,
      way,
    ] as const);
    expect(comparison).toMatchObject(
      way === 'import' ? { imported: 1, copied: 0 } : { imported: 0, copied: 1 },
    );
    // The browser draws colour, kept at half the resolution, smoothly between its pixels.
    expectClose(comparison, 1, { mean: 0.5, largest: 16 });
  });
}

function expectClose(
  { differences }: Comparison,
  pictures: number,
  tolerance: { mean: number; largest: number },
): void {
  expect(differences).toHaveLength(pictures * specs.length);
  for (const { picture, spec, mean, largest, spread } of differences) {
    const input = `${picture}, ${spec.fit}${spec.mirror ? ', mirrored' : ''}, ${spec.size} pixels`;
    expect.soft(spread, `spread of ${input}`).toBeGreaterThan(10);
    expect.soft(mean, `mean of ${input}`).toBeLessThanOrEqual(tolerance.mean);
    expect.soft(largest, `largest of ${input}`).toBeLessThanOrEqual(tolerance.largest);
  }
}
