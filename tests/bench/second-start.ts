/**
 * How soon See says its first label in a fresh profile, and again once everything is on the device; on this machine's
 * own network and on one of 10 megabits a second. Then what memory holds of the weights.
 *
 *   npm run bench:start -- [--rounds 5] [--backend wasm]
 */
import { createServer, connect, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { chromium, type BrowserContext, type Page } from 'playwright';
import { cameraArgs } from '../e2e/support/camera-file.ts';
import { startStaticServer } from '../../scripts/server/static-server.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    backend: { type: 'string', default: 'wasm' },
  },
});
const rounds = Number(values.rounds);
const executablePath = process.env['CHROMIUM_PATH'];
const browser = await chromium.launch({
  args: [
    ...cameraArgs('cat'),
    // Memory is measured when it is asked, not at the next collection.
    '--enable-blink-features=ForceEagerMeasureMemory',
  ],
  ...(executablePath && { executablePath }),
});

/** A line to the server that lets so many bytes through a second, for all connections together. */
async function slowLine(toPort: number, bytesPerSecond: number) {
  let freeAtMs = 0;
  const slowly = (from: Socket, to: Socket) => {
    from.on('data', (piece: Buffer) => {
      from.pause();
      freeAtMs = Math.max(freeAtMs, performance.now()) + (1000 * piece.length) / bytesPerSecond;
      setTimeout(() => {
        to.write(piece);
        from.resume();
      }, freeAtMs - performance.now());
    });
    from.on('end', () => setTimeout(() => to.end(), Math.max(0, freeAtMs - performance.now()) + 1));
    from.on('error', () => to.destroy());
  };
  const line = createServer((client) => {
    const server = connect(toPort, 'localhost');
    slowly(server, client);
    client.pipe(server);
    client.on('error', () => server.destroy());
  });
  await new Promise<void>((done) => line.listen(0, done));
  return line;
}

/** Milliseconds from the start of the navigation to the first label on the screen. */
async function firstLabelMs(page: Page, origin: string): Promise<number> {
  // As text: tsx would put names of its own into a function.
  await page.addInitScript(`(function look() {
    if (document.querySelector('[data-testid=predictions] > [data-score]')) {
      globalThis.firstLabelMs = performance.now();
    } else requestAnimationFrame(look);
  })()`);
  await page.goto(`${origin}/see?backend=${values.backend}`, { waitUntil: 'commit' });
  const handle = await page.waitForFunction(
    () => (globalThis as { firstLabelMs?: number }).firstLabelMs,
    undefined,
    { timeout: 180_000 },
  );
  return Number(await handle.jsonValue());
}

/** Until the app and its models are on the device. */
async function untilKept(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      document.querySelector('[data-testid=offline-ready]')?.getAttribute('data-missing') === '0',
    undefined,
    { timeout: 180_000 },
  );
  // What is being written settles, and so does the processor.
  await page.waitForTimeout(2_000);
}

async function measure(origin: string): Promise<[first: number, second: number]> {
  const context: BrowserContext = await browser.newContext({ permissions: ['camera'] });
  const page = await context.newPage();
  const first = await firstLabelMs(page, origin);
  await untilKept(page);
  await page.close();
  const again = await context.newPage();
  const second = await firstLabelMs(again, origin);
  await context.close();
  return [first, second];
}

interface Measuring {
  measureUserAgentSpecificMemory(): Promise<{
    readonly breakdown: readonly {
      readonly bytes: number;
      readonly types: readonly string[];
      readonly attribution: readonly { readonly scope: string; readonly url: string }[];
    }[];
  }>;
}

/** What workers hold once they answer: tensors in wasm's own memory, and nothing else of the size of weights. */
async function memoryLines(origin: string): Promise<string[]> {
  const context = await browser.newContext({ permissions: ['camera'] });
  const page = await context.newPage();
  await firstLabelMs(page, origin);
  await untilKept(page);
  await page.reload();
  await page.waitForSelector('[data-testid=predictions] > [data-score]');
  await page.waitForTimeout(3_000);
  const { breakdown } = await page.evaluate(() =>
    (performance as unknown as Measuring).measureUserAgentSpecificMemory(),
  );
  await context.close();
  return breakdown
    .filter(({ bytes }) => bytes > 100_000)
    .map(({ bytes, types, attribution }) => {
      const [{ scope = '', url = '' } = {}] = attribution;
      return `  ${(bytes / 1e6).toFixed(1)} MB ${types.join(' ')} ${scope} ${url.split('/').at(-1) ?? ''}`;
    });
}

const median = (list: number[]) => list.toSorted((a, b) => a - b)[list.length >> 1]!;
const site = await startStaticServer({ directory: 'build', port: 0 });
const line = await slowLine(site.port, 10e6 / 8);
const networks = [
  ['this machine', site.port],
  ['10 Mb/s', (line.address() as AddressInfo).port],
] as const;
for (const [name, port] of networks) {
  const measured: [number, number][] = [];
  for (let n = 0; n < rounds; n++) measured.push(await measure(`http://localhost:${port}`));
  const [first, second] = [0, 1].map((at) => median(measured.map((pair) => pair[at]!)));
  const ratio = median(measured.map(([one, two]) => one / two));
  console.log(
    `${name}: first start ${first!.toFixed(0)} ms, second ${second!.toFixed(0)} ms, ratio ${ratio.toFixed(2)} ` +
      `(medians of ${rounds}; ${measured.map((pair) => pair.map(Math.round).join('/')).join(', ')})`,
  );
}
console.log('memory at the second start:');
for (const text of await memoryLines(`http://localhost:${site.port}`)) console.log(text);
await browser.close();
line.close();
await site.close();
process.exit(0);
