/** What a visitor's networks are made of, on every backend of the app: the same as TensorFlow.js says of the original. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser } from '@playwright/test';
import * as tf from '@tensorflow/tfjs';
import { convertModel } from '../../src/lib/catalogue/convert/convert-model.ts';
import { startStaticServer, type StaticServer } from '../../scripts/server/static-server.ts';
import { leanTensorFlow } from '../../scripts/tensorflow/vite-plugin.ts';
import { mobileNetV3, oddNet } from '../support/mobilenets.ts';
import { filesOfModel, savedModel } from '../support/tiny-model.ts';
import type { Brought } from './support/brought-graphs.ts';
import { bundle } from './support/bundle.ts';
import { softwareGpuArgs } from './support/camera-file.ts';
import { expect, test } from './support/test.ts';

const side = 32;
let site: StaticServer;
let browser: Browser;
const cases: { name: string; brought: Brought; expected: readonly number[] }[] = [];

/** As the app's own build has it. */
const glueElsewhere = {
  name: 'glue-elsewhere',
  config: () => ({
    resolve: {
      alias: [
        {
          find: /^\.\.\/wasm-out\/tfjs-backend-wasm(-threaded-simd(\.worker)?)?\.js$/,
          replacement: fileURLToPath(
            new URL('../../src/lib/engine/backends/wasm-glue-elsewhere.ts', import.meta.url),
          ),
        },
      ],
    },
  }),
};

async function addCase(name: string, model: tf.LayersModel, channels: 1 | 3): Promise<void> {
  const files = filesOfModel(await savedModel(model), [], side);
  const { graph, weights } = await convertModel(
    (file) => files[file] && Promise.resolve(files[file]),
    { id: name },
  );
  const [picture, expected] = tf.tidy(() => {
    const input = tf.randomUniform([1, side, side, 3], -1, 1, 'float32', 5);
    const grey = tf.sum(tf.mul(input, tf.tensor([0.299, 0.587, 0.114])), 3, true);
    const answer = model.predict(channels === 1 ? grey : input) as tf.Tensor;
    return [[...input.dataSync()], [...answer.dataSync()]];
  });
  cases.push({ name, brought: { graph, weights: [...weights], side, input: picture }, expected });
}

test.beforeAll(async ({ launchOptions }) => {
  await tf.setBackend('cpu');
  await addCase('odd', oddNet(side, 4), 1);
  await addCase('MobileNet v3', mobileNetV3(side, 4), 3);
  const entry = join(import.meta.dirname, 'support', 'brought-graphs.ts');
  const script = await bundle(entry, [leanTensorFlow(), glueElsewhere]);
  site = await startStaticServer({
    directory: join(import.meta.dirname, '..', 'fixtures', 'photos'),
    port: 0,
    intercept({ url }, response) {
      const answers: Record<string, [type: string, body: string]> = {
        '/': ['text/html', '<!doctype html><script type="module" src="/graphs.js"></script>'],
        '/graphs.js': ['text/javascript', script],
      };
      const [type, body] = answers[url ?? ''] ?? [];
      if (!type) return false;
      response.setHeader('Content-Type', type);
      response.end(body);
      return true;
    },
  });
  browser = await chromium.launch({ ...launchOptions, args: softwareGpuArgs });
});

test.afterAll(async () => {
  await browser.close();
  await site.close();
});

for (const backend of ['cpu', 'wasm', 'webgl', 'webgpu'] as const) {
  test(`${backend} says what TensorFlow.js says`, async () => {
    for (const { name, brought, expected } of cases) {
      const page = await browser.newPage();
      await page.goto(`http://localhost:${site.port}/`);
      await page.waitForFunction(() => 'broughtGraphs' in globalThis);
      const { classes, tensors } = await page.evaluate(
        ([backend, brought]) => broughtGraphs.run(backend, brought),
        [backend, brought] as const,
      );
      expect(classes, name).toHaveLength(expected.length);
      const worst = Math.max(...classes.map((score, i) => Math.abs(score - expected[i]!)));
      expect(worst, name).toBeLessThan(2e-3);
      expect(tensors, name).toBe(0);
      await page.close();
    }
  });
}
