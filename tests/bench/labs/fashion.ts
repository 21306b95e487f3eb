/**
 * Fashion-MNIST: an epoch of the lab's default network by our kernels and by model.fit of tf.layers on wasm, in turns
 * in one page, from the same weights on the same batches; and the lab itself in the production build, by its buttons:
 * one run from Play to its end, its accuracy on the 10,000, and the frames that the page drew meanwhile.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Bench, Table } from '../section.ts';

const names = [
  'train-images-idx3',
  'train-labels-idx1',
  't10k-images-idx3',
  't10k-labels-idx1',
].map((name) => `${name}-ubyte.gz`);
const pictures = 60_000;

export async function fashionTables(bench: Bench): Promise<Table[]> {
  const files = names.map((name) => join(bench.fashion, name));
  if (!files.every(existsSync)) {
    const absent = `Not measured: ${bench.fashion} has not the four files of Fashion-MNIST (Debian: dataset-fashion-mnist; elsewhere: --fashion DIR).`;
    return [{ title: 'Fashion-MNIST', rows: [], notes: [absent] }];
  }
  return [await besidePeer(bench), await runLab(bench, files)];
}

async function besidePeer({ rounds, inBenchPage }: Bench): Promise<Table> {
  const pairs = await inBenchPage((page) => {
    page.setDefaultTimeout(0);
    return page.evaluate(([names, count, turns]) => bench.fashion.epochs(names, count, turns), [
      names.slice(0, 2),
      pictures,
      rounds,
    ] as const);
  });
  const apart = Math.max(...pairs.map(({ ours, theirs }) => Math.abs(ours.loss - theirs.loss)));
  const { backend, threads, ours } = pairs[0]!;
  return {
    title: `Fashion-MNIST: an epoch over ${pictures} pictures, the lab's default network`,
    rows: [
      {
        what: 'wasm, one thread',
        unit: 'ms',
        ours: pairs.map((pair) => pair.ours.ms),
        beside: [
          {
            who: `tf.layers model.fit, ${backend}, ${threads} thread(s)`,
            values: pairs.map((pair) => pair.theirs.ms),
          },
        ],
      },
    ],
    notes: [
      `Mean loss of the epoch ${ours.loss.toFixed(4)}; theirs at most ${apart.toExponential(1)} away.`,
    ],
  };
}

async function runLab({ app, page: openPage }: Bench, files: readonly string[]): Promise<Table> {
  const page = await openPage();
  page.setDefaultTimeout(0);
  page.on('pageerror', (error) => console.error(error));
  try {
    await page.goto(`${await app()}/learn/fashion-mnist?lang=en&source=full`);
    await page.waitForSelector('[data-files=away]');
    await page.getByTestId('data-files').setInputFiles([...files]);
    await page.waitForSelector(`[data-pictures="${pictures}"]`);
    // The same page at rest, on the same machine: what frames it could have.
    const atRest = await frameGaps(page, () => page.waitForTimeout(5000));
    const startedMs = performance.now();
    const during = await frameGaps(page, async () => {
      await page.getByTestId('lab-play').click();
      await page.waitForSelector('[data-testid=lab-play]:disabled');
    });
    const seconds = (performance.now() - startedMs) / 1000;
    await page.waitForTimeout(1000);
    const number = (key: string) => page.locator(`[data-number=${key}]`).innerText();
    const [accuracy, loss] = [await number('accuracy'), await number('loss')];
    return {
      title: 'Fashion-MNIST: one run of ten epochs in the lab, by its buttons',
      rows: [
        { what: 'from Play to the end', unit: 's', ours: [seconds] },
        {
          what: 'frames that the page draws meanwhile',
          unit: 'a second',
          ours: [rate(during)],
          beside: [{ who: 'the same page at rest', values: [rate(atRest)] }],
        },
      ],
      notes: [`Right about ${accuracy} of 10,000 test pictures, loss ${loss}.`],
    };
  } finally {
    await page.context().close();
  }
}

/** Milliseconds between frames of the page during the work. */
async function frameGaps(page: Page, work: () => Promise<unknown>): Promise<number[]> {
  await page.evaluate(`(() => {
    const frames = (globalThis.frames_ = { gaps: [], going: true });
    let last = performance.now();
    requestAnimationFrame(function next(now) {
      frames.gaps.push(now - last);
      last = now;
      if (frames.going) requestAnimationFrame(next);
    });
  })()`);
  await work();
  return page.evaluate<number[]>(`(globalThis.frames_.going = false, globalThis.frames_.gaps)`);
}

const rate = (gaps: readonly number[]): number =>
  (1000 * gaps.length) / gaps.reduce((sum, gap) => sum + gap, 0);
