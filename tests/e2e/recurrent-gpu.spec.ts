/** Recurrent layers on the GPU (here a software one) and in WebAssembly, against those in typed arrays. */
import { join } from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import { compiledKernels } from '../../scripts/kernels/vite-plugin.ts';
import { startStaticServer, type StaticServer } from '../../scripts/server/static-server.ts';
import { bundle } from './support/bundle.ts';
import { softwareGpuArgs } from './support/camera-file.ts';
import type { CaseSize } from '../../src/lib/engine/kernels/random-case.ts';
import type { Differences, KernelName } from './support/recurrent-gpu.ts';
import { expect, test } from './support/test.ts';

let site: StaticServer;
let browser: Browser;
let page: Page;

test.beforeAll(async ({ launchOptions }) => {
  const script = await bundle(join(import.meta.dirname, 'support', 'recurrent-gpu.ts'), [
    compiledKernels(),
  ]);
  site = await startStaticServer({
    directory: join(import.meta.dirname, '..', 'fixtures', 'photos'),
    port: 0,
    intercept({ url }, response) {
      const answers: Record<string, [type: string, body: string]> = {
        '/': ['text/html', '<!doctype html><script type="module" src="/recurrent.js"></script>'],
        '/recurrent.js': ['text/javascript', script],
      };
      const [type, body] = answers[url ?? ''] ?? [];
      if (!type) return false;
      response.setHeader('Content-Type', type);
      response.end(body);
      return true;
    },
  });
  browser = await chromium.launch({ ...launchOptions, args: softwareGpuArgs });
  page = await browser.newPage();
  await page.goto(`http://localhost:${site.port}/`);
  await page.waitForFunction(() => 'recurrentGpu' in globalThis);
});

test.afterAll(async () => {
  await browser.close();
  await site.close();
});

for (const cell of ['lstm', 'gru', 'simple'] as const) {
  for (const name of ['webgpu', 'relaxed', 'simd'] as const) {
    test(`${cell}, ${name}: the same states and gradients as in typed arrays`, async () => {
      // More units than a tile of the products, and once more than threads of a workgroup.
      for (const [units, steps, backwards] of [
        [19, 6, false],
        [19, 6, true],
        [260, 2, false],
      ] as const) {
        expectClose(await compare(name, { cell, inputs: 7, units, batch: 4, steps }, backwards));
      }
    });
  }

  test(`${cell}: the same as an operation of TensorFlow.js, which holds no tensor more`, async () => {
    const size = { cell, inputs: 7, units: 19, batch: 5, steps: 6 };
    const { tensors, ...differences } = await page.evaluate(
      (size) => recurrentGpu.compareOperation(size),
      size,
    );
    expectClose(differences);
    expect(tensors).toBe(0);
  });
}

const compare = (name: KernelName, size: CaseSize, backwards: boolean): Promise<Differences> =>
  page.evaluate(([name, size, backwards]) => recurrentGpu.compareKernels(name, size, backwards), [
    name,
    size,
    backwards,
  ] as const);

function expectClose(differences: Differences): void {
  expect(Object.keys(differences).length).toBeGreaterThan(8);
  for (const [name, difference] of Object.entries(differences)) {
    expect.soft(difference, name).toBeLessThan(2e-4);
  }
}
