/** What a project costs as it grows: everything that a person does to it, among a hundred and among ten thousand. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import sharp from 'sharp';
import { ensureChromium } from '../../../scripts/find-chromium.mjs';
import { addManySamples } from '../../e2e/support/many-samples.ts';
import type { TeachPage } from '../../e2e/support/teach-page.ts';
import { nameless } from '../open-page.ts';
import type { Bench, Row, Table } from '../section.ts';
import { whileWatched } from './memory.ts';
import type { PhotoSet } from './photos.ts';
import { prepareTeach, pressTrain, untilCounted, untilEmbedded } from './project.ts';

/** Values by what was measured, in the order of {@link units}. */
type Figures = Partial<Record<Step, number[]>>;

const units = {
  'open, until the prints in sight are drawn': 'ms',
  'frames drawn while all samples of a class scroll by': 'a second',
  'longest wait between two of them': 'ms',
  'ten photos more: embedded, for each': 'ms',
  'undo of the ten': 'ms',
  'instant head, one sample more': 'ms',
  'Train to a head': 'ms',
  'heap of the page': 'MB',
  'save the project as one file': 's',
  'memory of the browser at most beyond what it held, while saving': 'MB',
  'the file': 'MB',
  'open that file as a new project': 's',
  'memory of the browser at most beyond what it held, while opening the file': 'MB',
} as const;
type Step = keyof typeof units;

/** A photo as the app keeps it. */
const kept = { side: 640, thumbnail: 128, quality: 90 } as const;

export async function growth(
  bench: Bench,
  photos: PhotoSet,
  sizes: readonly number[],
): Promise<Table[]> {
  const tables: Table[] = [];
  for (const size of sizes) {
    const figures = await growTo(bench, photos, size);
    const rows = Object.entries(units).flatMap(([what, unit]): Row[] => {
      const ours = figures[what as Step];
      return ours ? [{ what, unit, ours }] : [];
    });
    tables.push({ title: `A project of 10 classes and ${size} samples`, rows });
    bench.say(`a project of ${size}`);
  }
  return tables;
}

async function growTo(bench: Bench, { classes }: PhotoSet, size: number): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-project-'));
  // A browser that keeps things on the disk, as a visitor's does: a context of its own keeps all in memory.
  const profile = join(folder, 'profile');
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: await ensureChromium(),
    viewport: { width: 1280, height: 900 },
  });
  await context.addInitScript(nameless);
  const page = await context.newPage();
  const teach = await prepareTeach(page, await bench.app());
  const figures: Figures = {};
  const note = (step: Step, value: number | undefined) => {
    if (value !== undefined) (figures[step] ??= []).push(value);
  };
  try {
    const names = classes.map(({ name }) => name);
    const [first] = names;
    const photo = sharp(classes[0]!.taught[0]!.buffer).resize(kept.side, kept.side, {
      fit: 'inside',
    });
    const picture = await photo.clone().jpeg({ quality: kept.quality }).toBuffer();
    const thumbnail = await sharp(picture)
      .resize(kept.thumbnail, kept.thumbnail, { fit: 'inside' })
      .jpeg({ quality: 80 })
      .toBuffer();
    const id = await teach.newProject(names);
    await teach.openDoor();
    const each = size / names.length;
    await addManySamples(page, id, each, picture, thumbnail);

    for (let round = 0; round < bench.rounds; round++) {
      note('open, until the prints in sight are drawn', await openedIn(teach, id));
      await untilEmbedded(page);
    }
    const { frames, longestMs } = await scrolled(teach, names.at(-1)!);
    note('frames drawn while all samples of a class scroll by', frames);
    note('longest wait between two of them', longestMs);

    const ten = classes[0]!.taught.slice(0, 10);
    for (let round = 0; round < bench.rounds; round++) {
      const embedding = page.evaluate(untilKnown, size + ten.length);
      await teach.upload(first!, ten);
      note('ten photos more: embedded, for each', (await embedding) / ten.length);
      await untilEmbedded(page);
      note('undo of the ten', await page.evaluate(undoUntil, { name: first!, count: each }));
      await untilEmbedded(page);
    }
    for (let round = 0; round < bench.rounds; round++) {
      await teach.upload(first!, classes[0]!.taught.slice(round, round + 1));
      await untilCounted(teach, first!, each + round + 1);
      await untilEmbedded(page);
      const ms = await page.getByTestId('instant').getAttribute('data-update-ms');
      note('instant head, one sample more', Number(ms));
    }
    for (let round = 0; round < bench.rounds; round++)
      note('Train to a head', await pressTrain(page));
    note('heap of the page', await heapMb(teach));

    const file = join(folder, 'project.zip');
    const saved = await whileWatched(profile, () => save(teach, file));
    note('save the project as one file', saved.seconds);
    note('memory of the browser at most beyond what it held, while saving', saved.peakMb);
    note('the file', saved.result);
    await teach.openDoor();
    const opened = await whileWatched(profile, () => openFile(teach, file, size));
    note('open that file as a new project', opened.seconds);
    note(
      'memory of the browser at most beyond what it held, while opening the file',
      opened.peakMb,
    );
    return figures;
  } finally {
    await context.close();
    rmSync(folder, { recursive: true });
  }
}

/** From the beginning of the navigation, by the page's own clock. */
async function openedIn(teach: TeachPage, id: string): Promise<number> {
  await teach.page.goto('about:blank');
  await teach.openProject(id);
  return teach.page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const inSight = (one: Element) => {
          const { top, bottom } = one.getBoundingClientRect();
          return bottom > 0 && top < innerHeight;
        };
        const look = () => {
          const prints = [...document.querySelectorAll('[data-testid=sample]')].filter(inSight);
          const pictures = prints.map((print) => print.querySelector('img'));
          if (prints.length > 0 && pictures.every((picture) => picture?.complete)) {
            resolve(performance.now());
          } else requestAnimationFrame(look);
        };
        look();
      }),
  );
}

/** The last class, all its samples shown, from its top to its end in three seconds. */
async function scrolled(
  teach: TeachPage,
  name: string,
): Promise<{ readonly frames: number; readonly longestMs: number }> {
  const card = teach.card(name);
  await card.scrollIntoViewIfNeeded();
  const expand = card.getByRole('button', { expanded: false });
  if ((await expand.count()) > 0) await expand.first().click();
  return card.getByRole('listbox').evaluate(
    (list) =>
      new Promise<{ frames: number; longestMs: number }>((resolve) => {
        const lastMs = 3000;
        const gaps: number[] = [];
        let [startedAt, before] = [0, 0];
        const step = (now: number) => {
          if (startedAt === 0) startedAt = now;
          else gaps.push(now - before);
          before = now;
          const part = (now - startedAt) / lastMs;
          list.scrollTop = part * (list.scrollHeight - list.clientHeight);
          if (part < 1) requestAnimationFrame(step);
          else {
            resolve({ frames: (1000 * gaps.length) / lastMs, longestMs: Math.max(...gaps) });
          }
        };
        requestAnimationFrame(step);
      }),
  );
}

/** Milliseconds from the files handed over until the instant head has seen so many samples. In the page. */
function untilKnown(all: number): Promise<number> {
  return new Promise((resolve) => {
    let startedAt = 0;
    const start = () => (startedAt ||= performance.now());
    document.addEventListener('change', start, { capture: true, once: true });
    const card = document.querySelector<HTMLElement>('[data-testid=instant]')!;
    new MutationObserver((_, observer) => {
      if (startedAt === 0 || Number(card.dataset['embedded']) !== all) return;
      observer.disconnect();
      resolve(performance.now() - startedAt);
    }).observe(card, { attributes: true });
  });
}

/** Milliseconds from the press on Undo. In the page. */
function undoUntil({ name, count }: { readonly name: string; readonly count: number }) {
  return new Promise<number>((resolve) => {
    const card = document.querySelector<HTMLElement>(
      `[data-testid=class-card][data-class="${name}"]`,
    )!;
    const pressedAt = performance.now();
    new MutationObserver((_, observer) => {
      if (Number(card.dataset['count']) !== count) return;
      observer.disconnect();
      resolve(performance.now() - pressedAt);
    }).observe(card, { attributes: true });
    document.querySelector<HTMLElement>('[data-testid=undo]')!.click();
  });
}

async function heapMb({ page }: TeachPage): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  await session.send('Performance.enable');
  const { metrics } = await session.send('Performance.getMetrics');
  await session.detach();
  return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? NaN) / 1e6;
}

/** @returns megabytes of the file */
async function save({ page }: TeachPage, file: string): Promise<number> {
  const downloading = page.waitForEvent('download');
  await page.getByTestId('export-project').click();
  const download = await downloading;
  await download.saveAs(file);
  return statSync(file).size / 1e6;
}

async function openFile(teach: TeachPage, file: string, size: number): Promise<void> {
  const { page } = teach;
  await page.getByTestId('import-project').setInputFiles(file);
  await page.waitForURL(/\/teach\/project\?/);
  await page.waitForFunction((least) => {
    const cards = [...document.querySelectorAll<HTMLElement>('[data-testid=class-card]')];
    return cards.reduce((sum, card) => sum + Number(card.dataset['count']), 0) >= least;
  }, size);
}
