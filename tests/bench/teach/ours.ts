/** The app itself, in its production build, by its buttons. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockForTest } from '../../e2e/support/stored-rows.ts';
import type { TeachPage } from '../../e2e/support/teach-page.ts';
import type { Bench } from '../section.ts';
import type { PhotoSet } from './photos.ts';
import { openTeach, pressTrain, runRows, untilCounted, untilEmbedded } from './project.ts';

export interface Whole {
  /** Milliseconds from the first photo handed over until all are kept. */
  readonly kept: number;
  /** Until all are embedded and the instant head knows them. */
  readonly instant: number;
  /** Until the run that was begun as soon as all were kept answers. */
  readonly usable: number;
}

export interface Ours {
  readonly whole: readonly Whole[];
  /** Milliseconds from the press on Train to a run that answers, its score included. */
  readonly usable: readonly number[];
  /** Of that, the fitting alone. */
  readonly fit: readonly number[];
  readonly accuracy: number;
  readonly heldOut: number;
  readonly method: string;
}

/** What was taught stays open, for whoever wants to know more of it. */
export interface TaughtProject {
  readonly teach: TeachPage;
  readonly id: string;
}

export async function benchOurs<T>(
  bench: Bench,
  photos: PhotoSet,
  rounds: number,
  then: (project: TaughtProject, ours: Ours) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-photos-'));
  const teach = await openTeach(bench);
  try {
    const { page } = teach;
    const names = photos.classes.map(({ name }) => name);
    const whole: Whole[] = [];
    let id = '';
    for (let round = 0; round < rounds; round++) {
      id = await teach.newProject(names);
      whole.push(await handOver(teach, filesOf(photos, 'taught', folder)));
      bench.say(`ours: ${Math.round(whole.at(-1)!.usable)} ms from the first photo to a head`);
    }
    const heldOut = filesOf(photos, 'heldOut', folder);
    for (const [k, { name, taught }] of photos.classes.entries()) {
      await cardInput(teach, name).setInputFiles(heldOut[k]!.files);
      await untilCounted(teach, name, taught.length + heldOut[k]!.files.length);
    }
    await untilEmbedded(page);
    await lockForTest(page, id, 'held-out-');
    await teach.openProject(id);
    await untilEmbedded(page);
    const ours = await trained(teach, id, rounds);
    const count = heldOut.reduce((sum, { files }) => sum + files.length, 0);
    return await then({ teach, id }, { ...ours, whole, heldOut: count });
  } finally {
    await teach.page.context().close();
    rmSync(folder, { recursive: true });
  }
}

/** The default head unless the settings of the project say otherwise, so many times after one that warms up. */
export async function trained(
  teach: TeachPage,
  id: string,
  rounds: number,
): Promise<Pick<Ours, 'usable' | 'fit' | 'accuracy' | 'method'>> {
  const usable: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const ms = await pressTrain(teach.page);
    if (round > 0) usable.push(ms);
  }
  const rows = (await runRows(teach.page, id)).slice(-rounds);
  const split = await teach.evaluation.getAttribute('data-split');
  if (split !== 'test') throw new Error(`Judged on the ${split} split, not on what was held out`);
  return {
    usable,
    fit: rows.map(({ report }) => Number(report?.['fitMs'])),
    accuracy: await teach.accuracy(),
    method: String(rows[0]?.settings['method']),
  };
}

interface Files {
  readonly name: string;
  readonly files: string[];
}

/** As a person has them: on the disk. */
function filesOf({ classes }: PhotoSet, part: 'taught' | 'heldOut', folder: string): Files[] {
  return classes.map((one) => {
    const place = join(folder, one.name);
    mkdirSync(place, { recursive: true });
    const files = one[part].map(({ name, buffer }) => {
      writeFileSync(join(place, name), buffer);
      return join(place, name);
    });
    return { name: one.name, files };
  });
}

const cardInput = (teach: TeachPage, name: string) => teach.card(name).getByTestId('upload');

/** All photos of all classes into an open project, and Train as soon as they are kept. */
async function handOver(teach: TeachPage, classes: readonly Files[]): Promise<Whole> {
  const { page } = teach;
  const first = classes[0]!;
  // Workers and networks are ready, as the peer's are: by a photo that is taken back.
  await cardInput(teach, first.name).setInputFiles(first.files.slice(0, 1));
  await untilCounted(teach, first.name, 1);
  await untilEmbedded(page);
  await teach.undo.click();
  await untilCounted(teach, first.name, 0);
  await page.waitForTimeout(1500);
  const whole = page.evaluate(watch, {
    all: classes.reduce((sum, { files }) => sum + files.length, 0),
  });
  for (const { name, files } of classes) await cardInput(teach, name).setInputFiles(files);
  return whole;
}

/** In the page, so that its clock is the only one. */
function watch({ all }: { readonly all: number }): Promise<Whole> {
  return new Promise((resolve, reject) => {
    const find = (testid: string) =>
      document.querySelector<HTMLElement>(`[data-testid="${testid}"]`)!;
    const counted = () =>
      [...document.querySelectorAll<HTMLElement>('[data-testid=class-card]')].reduce(
        (sum, card) => sum + Number(card.dataset['count']),
        0,
      );
    let startedAt = 0;
    document.addEventListener('change', () => (startedAt ||= performance.now()), true);
    const since = () => performance.now() - startedAt;
    const seen = { kept: 0, instant: 0 };
    let isPressed = false;
    const look = () => {
      if (!seen.kept && counted() === all) seen.kept = since();
      const { state } = find('training-state').dataset;
      const train = document.querySelector<HTMLButtonElement>('[data-testid=train]');
      if (seen.kept && !isPressed && train && !train.disabled) {
        isPressed = true;
        train.click();
      }
      if (Number(find('instant').dataset['embedded']) === all) seen.instant ||= since();
      if (state === 'failed') reject(new Error('The training failed'));
      if (isPressed && state === 'done' && seen.instant) {
        observer.disconnect();
        resolve({ ...seen, usable: since() });
      }
    };
    const observer = new MutationObserver(look);
    observer.observe(document.body, { attributes: true, childList: true, subtree: true });
  });
}
