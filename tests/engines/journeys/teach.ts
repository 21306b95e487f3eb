/** Teach: classes, uploads, a head at once, a run with its score, an answer to what was never shown. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PhotoName } from '../../e2e/support/camera-file.ts';
import { photosOf } from '../../e2e/support/photo-variations.ts';
import { testId, type Visit } from '../visit.ts';

const classes = ['cat', 'cup', 'person'] as const satisfies readonly PhotoName[];
const each = 6;
const top = `${testId('predictions')} > *`;
const card = (name: string) => `${testId('class-card')}[data-class="${name}"]`;

export async function teachPhotos(visit: Visit): Promise<void> {
  await visit.open('/teach?lang=en');
  await visit.click(testId('new-image-project'));
  await nameClasses(visit);
  for (const name of classes) {
    await visit.setFiles(`${card(name)} ${testId('upload')}`, await photoFiles(name, each));
    await visit.untilAttribute(card(name), 'data-count', new RegExp(`^${each}$`));
  }
  // Nobody has pressed Train yet.
  await turnTo(visit, 'test');
  await expectAnswer(visit, 'cat');

  await turnTo(visit, 'train');
  await visit.click(testId('train'));
  await visit.untilAttribute(testId('training-state'), 'data-state', /^done$/);
  const accuracy = await visit.untilAttribute(testId('evaluation'), 'data-accuracy', /\d/);
  if (!(Number(accuracy) > 0.6)) throw new Error(`Right about ${accuracy} of what was held out.`);
  await turnTo(visit, 'test');
  await expectAnswer(visit, 'cup');
}

/** A phone shows one part of the bench at a time. */
export const turnTo = (visit: Visit, part: 'collect' | 'train' | 'test'): Promise<void> =>
  visit.click(`label:has(> input[value=${part}])`);

/** Shows a picture of a kind that it knows, though not this one. */
export async function expectAnswer(visit: Visit, name: (typeof classes)[number]): Promise<void> {
  await visit.setFiles(testId('test-photo'), await photoFiles(name, 1, 30));
  await visit.untilAttribute(top, 'data-label', new RegExp(`^${name}$`));
}

async function nameClasses(visit: Visit): Promise<void> {
  for (const [i, name] of classes.entries()) {
    const there = () =>
      visit.read((card) => document.querySelectorAll(card).length, testId('class-card'));
    if (i >= 2 && (await there()) <= i) await visit.click(testId('add-class'));
    const unnamed = `${testId('class-card')}:nth-child(${i + 1} of ${testId('class-card')})`;
    await visit.fill(`${unnamed} ${testId('class-name')}`, `${name}\n`);
    await visit.untilAttribute(card(name), 'data-count', /^0$/);
  }
}

async function photoFiles(name: PhotoName, count: number, from = 0): Promise<string[]> {
  const folder = join('tests', '.cache', 'engines');
  mkdirSync(folder, { recursive: true });
  return (await photosOf(name, count, from)).map((photo) => {
    const path = join(process.cwd(), folder, photo.name);
    writeFileSync(path, photo.buffer);
    return path;
  });
}
