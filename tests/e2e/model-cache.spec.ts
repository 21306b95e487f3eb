/** The models on the device: fetched once however often the network breaks off, whoever else asks, and then never again. */
import { statSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { Random } from '../../src/lib/maths/random.ts';
import { SeePage } from './support/see-page.ts';
import { buildFolder, expect, originOf, startSite, test } from './support/test.ts';

const partBytes = 1024 * 1024;
const isWeights = (url: string) => /\/models\/[^/]+\/weights-.*\.bin$/.test(url);

/** Counts what is given of the weights; cuts answers where it is told. */
class Weights {
  readonly given = new Map<string, number>();
  /** Bytes that each answer repeats of the one before. */
  readonly overlaps: number[] = [];
  readonly #ends = new Map<string, number>();
  /** Bytes after which the next answers of the largest file break off. */
  cuts: number[] = [];
  /** Gives nothing. */
  refused = false;
  /** Gives no more of the largest file once it has been cut. */
  refusesRest = false;
  /** Answers that were none. */
  refusals = 0;

  readonly intercept = (request: IncomingMessage, response: ServerResponse): boolean => {
    const url = new URL(request.url ?? '/', 'http://localhost').pathname;
    if (!isWeights(url)) return false;
    const file = readFileSync(join(buildFolder, url));
    const from = Number(/\d+/.exec(request.headers.range ?? '')?.[0] ?? 0);
    const isLargest = url.includes('/open-images-ssd/');
    if (this.refused || (isLargest && this.refusesRest && this.cuts.length === 0)) {
      this.refusals++;
      request.socket.destroy();
      return true;
    }
    const cut = isLargest ? (this.cuts.shift() ?? Infinity) : Infinity;
    const piece = file.subarray(from, Math.min(file.length, from + cut));
    const headers = {
      'Content-Length': file.length - from,
      ETag: '"1"',
      'Cache-Control': 'no-store',
      'Content-Type': 'application/octet-stream',
    };
    if (from > 0) {
      response.setHeader('Content-Range', `bytes ${from}-${file.length - 1}/${file.length}`);
    }
    response.writeHead(from > 0 ? 206 : 200, headers);
    this.given.set(url, (this.given.get(url) ?? 0) + piece.length);
    this.overlaps.push((this.#ends.get(url) ?? 0) - from);
    this.#ends.set(url, from + piece.length);
    void this.#send(piece, request, response, piece.length === file.length - from);
    return true;
  };

  /** Not all at once: what a browser has received and a page has not yet read is lost when the line goes. */
  async #send(
    piece: Buffer,
    { socket }: IncomingMessage,
    response: ServerResponse,
    isRest: boolean,
  ) {
    for (let at = 0; at < piece.length && !isRest; at += 128 * 1024) {
      response.write(piece.subarray(at, at + 128 * 1024));
      await new Promise((done) => setTimeout(done, 20));
    }
    if (isRest) response.end(piece);
    else setTimeout(() => socket.destroy(), 500);
  }

  /** Bytes that were given more than once. */
  get excess(): number {
    return [...this.given].reduce(
      (sum, [url, bytes]) => sum + bytes - statSync(join(buildFolder, url)).size,
      0,
    );
  }
}

const kept = (page: Page) =>
  page.evaluate(async () => {
    const names = (await indexedDB.databases()).map(({ name }) => name);
    if (!names.includes('aprendiz-models')) return 0;
    const database = await new Promise<IDBDatabase>((done, fail) => {
      const request = indexedDB.open('aprendiz-models');
      request.onsuccess = () => done(request.result);
      request.onerror = () => fail(request.error ?? new Error('no database'));
    });
    const count = await new Promise<number>((done) => {
      const request = database.transaction('files').objectStore('files').count();
      request.onsuccess = () => done(request.result);
    });
    database.close();
    return count;
  });

test('cut at ten random places the models come, hardly a byte of them twice; and never again', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const weights = new Weights();
  const random = new Random(5);
  const places = Array.from({ length: 10 }, () => 1 + random.below(9_800_000)).sort(
    (a, b) => a - b,
  );
  weights.cuts = places.map((place, n) => place - (places[n - 1] ?? 0));
  const site = await startSite(weights.intercept);
  const see = new SeePage(page, originOf(site));
  await see.open('?backend=wasm');
  await expect(see.runtime).toHaveAttribute('data-model', /open-images-ssd/, { timeout: 60_000 });
  await see.expectTop('cat');
  expect(weights.cuts).toEqual([]);
  expect(Math.max(...weights.overlaps)).toBeLessThanOrEqual(partBytes);
  expect(weights.excess).toBeGreaterThanOrEqual(0);

  await expect.poll(() => kept(page)).toBeGreaterThanOrEqual(4);
  weights.refused = true;
  await page.reload();
  await see.expectTop('cat', 60_000);
  await site.close();
});

test('a page that is closed in the middle is gone on from by the next', async ({
  context,
  page,
}) => {
  test.setTimeout(120_000);
  const weights = new Weights();
  weights.cuts = [3_400_001, 2_600_003];
  weights.refusesRest = true;
  const site = await startSite(weights.intercept);
  const see = new SeePage(page, originOf(site));
  await see.open('?backend=wasm&lang=en');
  // The smaller network answers all the same.
  await see.expectTop('cat', 60_000);
  await expect.poll(() => weights.cuts, { timeout: 60_000 }).toEqual([]);
  await expect.poll(() => weights.refusals).toBeGreaterThan(0);
  await expect(see.runtime).toHaveAttribute('data-model', 'coco-centernet');
  await page.close();
  weights.refusesRest = false;
  const next = new SeePage(await context.newPage(), originOf(site));
  await next.open('?backend=wasm&lang=en');
  await expect(next.runtime).toHaveAttribute('data-model', /open-images-ssd/, { timeout: 60_000 });
  expect(Math.max(...weights.overlaps)).toBeLessThanOrEqual(partBytes);
  await site.close();
});

test('two tabs fetch a model once', async ({ context }) => {
  test.setTimeout(120_000);
  const weights = new Weights();
  const site = await startSite(weights.intercept);
  const tabs = await Promise.all([context.newPage(), context.newPage()]);
  const sees = tabs.map((tab) => new SeePage(tab, originOf(site)));
  await Promise.all(sees.map((see) => see.open('?backend=wasm')));
  for (const see of sees) {
    // Two cameras and two engines at once are slow; only one tab is seen.
    await see.page.bringToFront();
    await see.expectTop('cat', 60_000);
  }
  expect(weights.excess).toBe(0);
  await site.close();
});

test('on a disk that is full See works, and says why it will not be there offline', async ({
  context,
  page,
}) => {
  test.setTimeout(150_000);
  const site = await startSite();
  const session = await context.newCDPSession(page);
  await page.goto(`${originOf(site)}/offline?lang=en`);
  await session.send('Storage.overrideQuotaForOrigin', {
    origin: originOf(site),
    quotaSize: 6_000_000,
  });
  const see = new SeePage(page, originOf(site));
  await see.open('?backend=wasm&lang=en');
  await see.expectTop('cat');
  // It is said when everything has been tried.
  await expect(page.getByTestId('offline-ready').first()).toHaveAttribute('data-ready', 'false', {
    timeout: 45_000,
  });
  await see.page.goto(`${originOf(site)}/?lang=en`);
  await expect(page.getByTestId('offline-ready').first()).toContainText('storage of this device', {
    timeout: 45_000,
  });
  await site.close();
});

test('what an older version had kept is not fetched again', async ({ page }) => {
  const weights = new Weights();
  const site = await startSite(weights.intercept);
  await page.goto(`${originOf(site)}/offline`);
  await page.evaluate(async () => {
    const { models } = (await (await fetch('/models/index.json')).json()) as {
      models: { graph: { file: string }; weights: { file: string } }[];
    };
    const aside = await caches.open('aprendiz-former-models');
    for (const { weights } of models) {
      await aside.put(`/models/${weights.file}`, await fetch(`/models/${weights.file}`));
    }
  });
  weights.refused = true;
  const see = new SeePage(page, originOf(site));
  await see.open('?backend=wasm');
  await see.expectTop('cat');
  await site.close();
});
