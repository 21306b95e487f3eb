/**
 * `npm run bench:fashion [-- --data DIR] [--count 60000] [--turns 3] [--only peer|lab]`, in headless Chromium:
 *  - an epoch of the lab's default network over the pictures to learn from, by our kernels and by model.fit of
 *    tf.layers on wasm, in turns in one page, from the same weights on the same batches;
 *  - the lab itself (the production build, by its buttons): the four files brought, one run of the default network
 *    from Play to its end, its accuracy on the 10,000, and the frames that the page drew meanwhile.
 * DIR holds the four packed files; unless told, where Debian's dataset-fashion-mnist has them. Writes the figures to
 * tests/bench/results/fashion.json.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Browser } from '@playwright/test';
import { ensureChromium } from '../../scripts/find-chromium.mjs';
import { ensureBuilt } from '../../scripts/prepare.mjs';
import { startStaticServer } from '../../scripts/server/static-server.ts';
import { inWords, measured } from './measure.ts';
import { openPage } from './open-page.ts';
import { servePage } from './text/serve-page.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '/usr/share/datasets/fashion-mnist' },
    count: { type: 'string', default: '60000' },
    turns: { type: 'string', default: '3' },
    only: { type: 'string' },
  },
});
const names = [
  'train-images-idx3',
  'train-labels-idx1',
  't10k-images-idx3',
  't10k-labels-idx1',
].map((name) => `${name}-ubyte.gz`);
const files = names.map((name) => join(values.data, name));
const missing = files.filter((file) => !existsSync(file));
if (missing.length > 0) {
  console.error(`Nothing was measured: ${missing.join(', ')} are not there.`);
  console.error('Debian: apt-get install dataset-fashion-mnist; elsewhere: --data DIR');
  process.exit(1);
}

const browser = await chromium.launch({ executablePath: await ensureChromium() });
try {
  console.log(`Chromium ${browser.version()}, ${cpus().length} × ${cpus()[0]?.model}`);
  const peer = values.only === 'lab' ? undefined : await besidePeer(browser);
  const lab = values.only === 'peer' ? undefined : await runLab(browser);
  const folder = join(import.meta.dirname, 'results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'fashion.json'), JSON.stringify({ peer, lab }, null, 2));
} finally {
  await browser.close();
}

async function besidePeer(from: Browser) {
  const site = await servePage(values.data);
  const page = await openPage(from);
  page.setDefaultTimeout(0);
  page.on('pageerror', (error) => console.error(error));
  try {
    await page.goto(site.origin);
    await page.waitForFunction('globalThis.bench');
    const pairs = await page.evaluate(
      ([names, count, turns]) => bench.fashion.epochs(names, count, turns),
      [names.slice(0, 2), Number(values.count), Number(values.turns)] as const,
    );
    const ours = measured(pairs.map((pair) => pair.ours.ms));
    const theirs = measured(pairs.map((pair) => pair.theirs.ms));
    const ratio = measured(pairs.map((pair) => pair.theirs.ms / pair.ours.ms));
    const apart = Math.max(...pairs.map((pair) => Math.abs(pair.ours.loss - pair.theirs.loss)));
    const { backend, threads } = pairs[0]!;
    console.log(`\nAn epoch over ${values.count} pictures, the default network`);
    console.log(`  ours, wasm, one thread                   ${inWords(ours)}`);
    console.log(`  tf.layers model.fit, ${backend}, ${threads} thread(s)     ${inWords(theirs)}`);
    console.log(
      `  theirs takes ${ratio.median.toFixed(1)} times ours (${ratio.least.toFixed(1)} to ${ratio.most.toFixed(1)})`,
    );
    console.log(
      `  mean loss of the epoch ${pairs[0]!.ours.loss.toFixed(4)}; theirs at most ${apart.toExponential(1)} away`,
    );
    return { pairs, ours, theirs, ratio, apart };
  } finally {
    await page.context().close();
    site.close();
  }
}

async function runLab(from: Browser) {
  await ensureBuilt();
  const build = join(import.meta.dirname, '..', '..', 'build');
  const site = await startStaticServer({ directory: build, port: 0 });
  const page = await openPage(from);
  page.setDefaultTimeout(0);
  page.on('pageerror', (error) => console.error(error));
  try {
    await page.goto(`http://localhost:${site.port}/learn/fashion-mnist?lang=en&source=full`);
    const data = page.getByTestId('data');
    await page.waitForSelector('[data-files=away]');
    await page.getByTestId('data-files').setInputFiles(files);
    await page.waitForSelector('[data-files=here]');
    await page.waitForSelector('[data-pictures="60000"]');
    console.log(`\nThe lab: ${(await data.innerText()).split('\n').at(-1)}`);
    const count = `(() => {
      const frames = (globalThis.frames_ = { gaps: [], going: true });
      let last = performance.now();
      requestAnimationFrame(function next(now) {
        frames.gaps.push(now - last);
        last = now;
        if (frames.going) requestAnimationFrame(next);
      });
    })()`;
    const counted = () =>
      page.evaluate<number[]>(`(globalThis.frames_.going = false, globalThis.frames_.gaps)`);
    const rateOf = (list: readonly number[]) =>
      (1000 * list.length) / list.reduce((sum, gap) => sum + gap, 0);
    // The same page at rest, on the same machine: what frames it could have.
    await page.evaluate(count);
    await page.waitForTimeout(5000);
    const restRate = rateOf(await counted());
    await page.evaluate(count);
    const startedMs = performance.now();
    await page.getByTestId('lab-play').click();
    await page.waitForSelector('[data-testid=lab-play]:disabled');
    const ms = performance.now() - startedMs;
    const gaps = await counted();
    const rate = rateOf(gaps);
    const sorted = [...gaps].sort((a, b) => a - b);
    const number = (key: string) => page.locator(`[data-number=${key}]`).innerText();
    await page.waitForTimeout(1000);
    const figures = {
      accuracy: await number('accuracy'),
      loss: await number('loss'),
      epochTime: await number('epoch-time'),
      runSeconds: ms / 1000,
      framesASecond: rate,
      framesASecondAtRest: restRate,
      medianFrameMs: sorted[sorted.length >> 1],
      slowestHundredthMs: sorted[Math.floor(sorted.length * 0.99)],
      load: loadavg()[0],
    };
    console.log(`  test accuracy ${figures.accuracy}, loss ${figures.loss}`);
    console.log(
      `  the run ${figures.runSeconds.toFixed(1)} s, its last epoch ${figures.epochTime}; ${rate.toFixed(1)} frames a second, ${restRate.toFixed(1)} at rest (median ${figures.medianFrameMs?.toFixed(1)} ms, one of a hundred over ${figures.slowestHundredthMs?.toFixed(0)} ms); load of the machine ${figures.load?.toFixed(1)}`,
    );
    return figures;
  } finally {
    await page.context().close();
    await site.close();
  }
}
