/**
 * Pictures, mutated, in a real Chromium: the photo worker of See and the capture worker of Teach of the production build
 * read each, and Teach imports them as a visitor would, a hundred at once. `npm run fuzz -- --only images`.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import sharp from 'sharp';
import { ensureChromium } from '../../../scripts/find-chromium.mjs';
import { startStaticServer, type StaticServer } from '../../../scripts/server/static-server.ts';
import { FailureError, type Failure, type FailureCode } from '../../../src/lib/failure/failure.ts';
import type { Random } from '../../../src/lib/maths/random.ts';
import { animatedGif } from '../../e2e/support/bad-photos.ts';
import { photoPath } from '../../e2e/support/camera-file.ts';
import { storedRows } from '../../e2e/support/stored-rows.ts';
import { TeachPage } from '../../e2e/support/teach-page.ts';
import { damage, joined, type Bytes } from '../mutate/bytes.ts';
import { accepted, expectThat, Finding, type Target } from '../target.ts';

const workers = join('build', '_app', 'immutable', 'workers');
const className = 'cat';
/** Pictures in one import. */
const importSize = 100;
const importMs = 120_000;
/** Sides and sizes that come out, in pixels. */
const largestSide = 1600;
/** Headers, tables and sizes stand there. */
const headBytes = 96;

/** How the two workers answered; told by the page. */
interface Reading {
  readonly see: Answer;
  readonly teach: Answer;
}
type Answer =
  | {
      readonly kind: 'read';
      readonly width: number;
      readonly height: number;
      readonly flaw: string;
    }
  | { readonly kind: 'failure'; readonly failure: Failure }
  | { readonly kind: 'bug'; readonly error: string };

let site: StaticServer | undefined;
let browser: Browser | undefined;
let page: Page;
let pictures: readonly Bytes[] = [];
let batch: Bytes[] = [];
let complaints: string[] = [];
let stored = 0;

async function pictureFiles(): Promise<readonly Bytes[]> {
  const small = () => sharp(photoPath('cat')).resize(120, 80);
  const made = [
    small().jpeg({ quality: 70 }),
    small().jpeg({ quality: 70, progressive: true, chromaSubsampling: '4:4:4' }),
    small().jpeg({ quality: 70 }).withMetadata({ orientation: 6 }),
    small().png(),
    small().png({ palette: true, progressive: true }),
    small().ensureAlpha(0.5).png({ compressionLevel: 1 }),
    small().webp({ quality: 60 }),
    small().webp({ lossless: true }),
    small().ensureAlpha(0.5).webp({ quality: 60 }),
    small().gif(),
  ];
  const files = await Promise.all(made.map((one) => one.toBuffer()));
  return [...files, (await animatedGif()).buffer].map((file) => new Uint8Array(file));
}

/** Anywhere, in the head alone, which decoders believe, or in the body alone, which they go on with. */
function mutated(random: Random): Bytes {
  const picture = pictures[random.below(pictures.length)]!;
  const [head, body] = [picture.slice(0, headBytes), picture.slice(headBytes)];
  const where = random.below(3);
  if (where === 0) return damage(picture, random);
  return where === 1 ? joined(damage(head, random), body) : joined(head, damage(body, random));
}

/** In the page. A worker that has died or says nothing is replaced, and that is a bug. */
async function readInPage([seeScript, teachScript, base64]: readonly [
  string,
  string,
  string,
]): Promise<Reading> {
  const patienceMs = 30_000;
  const kept = ((globalThis as { fuzzWorkers?: Map<string, Worker> }).fuzzWorkers ??= new Map<
    string,
    Worker
  >());
  const blob = new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))]);
  const ask = (script: string, message: unknown): Promise<Record<string, unknown>> =>
    new Promise((resolve) => {
      const worker = kept.get(script) ?? new Worker(script, { type: 'module' });
      kept.set(script, worker);
      const end = (answer: Record<string, unknown>) => {
        clearTimeout(timer);
        if (answer['kind'] === 'bug') {
          worker.terminate();
          kept.delete(script);
        }
        resolve(answer);
      };
      const timer = setTimeout(() => end({ kind: 'bug', error: 'no answer' }), patienceMs);
      worker.onmessage = ({ data }) => end(data as Record<string, unknown>);
      worker.onerror = ({ message }) => end({ kind: 'bug', error: `the worker: ${message}` });
      worker.postMessage(message);
    });
  const refused = ({ kind, failure, error }: Record<string, unknown>): Answer | undefined => {
    if (kind === 'failure') return { kind: 'failure', failure: failure as Failure };
    return kind === 'bug' ? { kind: 'bug', error: String(error) } : undefined;
  };

  const photo = await ask(seeScript, blob);
  const see = refused(photo);
  const bitmap = photo['bitmap'] as ImageBitmap | undefined;
  const { width = 0, height = 0 } = bitmap ?? {};
  bitmap?.close();

  const shot = await ask(teachScript, { id: 1, source: blob, format: 'jpeg' });
  const teach = refused(shot);
  let taken: Answer | undefined;
  if (!teach) {
    const captured = shot['captured'] as {
      picture: Blob;
      thumbnail: Blob;
      width: number;
      height: number;
      hash: string;
      quality: Record<string, number>;
    };
    const [whole, small] = await Promise.all(
      [captured.picture, captured.thumbnail].map((one) => createImageBitmap(one)),
    );
    const flaws = [
      whole!.width !== captured.width || whole!.height !== captured.height
        ? 'size of the sample'
        : '',
      small!.width > whole!.width ? 'a thumbnail larger than its sample' : '',
      /^[0-9a-f]{16}$/.test(captured.hash) ? '' : 'hash of the sample',
      Object.values(captured.quality).every(Number.isFinite) ? '' : 'quality of the sample',
    ];
    whole!.close();
    small!.close();
    taken = {
      kind: 'read',
      width: captured.width,
      height: captured.height,
      flaw: flaws.filter(Boolean).join(),
    };
  }
  return { see: see ?? { kind: 'read', width, height, flaw: '' }, teach: teach ?? taken! };
}

const scriptOf = (name: string): string => {
  const file = readdirSync(workers).find((one) => one.startsWith(name) && one.endsWith('.js'));
  if (!file) throw new Error(`build/ has no ${name}: npm run build`);
  return `/_app/immutable/workers/${file}`;
};

/** A hundred of them handed to Teach: each is in or refused with words, and what is in is whole. */
async function importBatch(files: readonly Bytes[]): Promise<void> {
  const teach = new TeachPage(page);
  await teach.upload(
    className,
    files.map((bytes, i) => ({
      name: `${i}.jpg`,
      mimeType: 'image/jpeg',
      buffer: Buffer.from(bytes),
    })),
  );
  const report = page.getByTestId('import-report');
  await report.waitFor({ timeout: importMs });
  const [added, failed] = [
    Number(await report.getAttribute('data-added')),
    Number(await report.getAttribute('data-failed')),
  ];
  expectThat(
    added + failed === files.length,
    `${added} added and ${failed} refused of ${files.length}`,
  );
  await report.locator('summary').click();
  const told = await report.locator('[data-failure]').count();
  expectThat(told === failed, `${told} failures told of ${failed}`);
  stored += added;
  const rows = await storedRows(page, ['samples', 'pictures', 'thumbnails']);
  expectThat(
    rows.every((count) => count === stored),
    `${rows.join(', ')} rows of ${stored} samples`,
  );
  await page.reload();
  await teach.expectCount(className, stored);
}

export const images: Target = {
  name: 'images',
  weight: 1,
  prepare: async () => {
    pictures = await pictureFiles();
    site = await startStaticServer({ directory: 'build', port: 0 });
    browser = await chromium.launch({
      executablePath: (await ensureChromium()) as string,
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    });
    page = await browser.newPage();
    // tsx names functions by a helper that the page does not have.
    await page.addInitScript('globalThis.__name = (named) => named');
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('crash', () => complaints.push('the page crashed'));
    await new TeachPage(page, `http://localhost:${site.port}`).newProject([className, 'cup']);
  },
  run: async (random) => {
    const bytes = mutated(random);
    const base64 = Buffer.from(bytes).toString('base64');
    const scripts = [scriptOf('photo.worker-'), scriptOf('capture.worker-')] as const;
    const { see, teach } = await page.evaluate(readInPage, [...scripts, base64] as const);
    for (const answer of [see, teach]) {
      if (answer.kind === 'bug') throw new Finding(answer.error);
      if (answer.kind !== 'read') continue;
      const { width, height, flaw } = answer;
      expectThat(flaw === '', flaw);
      expectThat(Math.min(width, height) >= 1, `${width} × ${height}`);
      expectThat(Math.max(width, height) <= largestSide, `${width} × ${height}`);
    }
    batch.push(bytes);
    if (batch.length === importSize) await importBatch(batch.splice(0));
    const told = complaints.splice(0);
    expectThat(told.length === 0, told.join('\n'));
    const [one, other] = [see, teach].map((answer) =>
      answer.kind === 'failure' ? answer.failure.code : answer.kind,
    );
    expectThat(one === other, `See: ${one}; Teach: ${other}`);
    if (see.kind === 'failure') {
      throw new FailureError(see.failure.code as FailureCode, see.failure.detail);
    }
    return accepted;
  },
  finish: async () => {
    batch = [];
    complaints = [];
    stored = 0;
    await browser?.close();
    await site?.close();
  },
};
