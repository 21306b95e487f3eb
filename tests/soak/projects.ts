/** The two projects that a soak works on: one of pictures, one of texts, each with a little in it. */
import type { Page } from '@playwright/test';
import { photosOf } from '../e2e/support/photo-variations.ts';
import { TeachPage } from '../e2e/support/teach-page.ts';
import { ProjectModel } from './project-model.ts';
import { until } from './world.ts';

/** Variations of the photos that no action uses. */
const firstPhotos = 10_000;

export async function newProjects(
  page: Page,
  origin: string,
): Promise<{ pictures: ProjectModel; texts: ProjectModel }> {
  const pictures = await newProject(page, origin, 'image', ['cat', 'cup']);
  const texts = await newProject(page, origin, 'text', ['Money', 'Bugs']);
  return { pictures, texts };
}

async function newProject(
  page: Page,
  origin: string,
  kind: 'image' | 'text',
  names: readonly string[],
): Promise<ProjectModel> {
  const teach = new TeachPage(page, origin);
  await teach.openDoor();
  await page.getByTestId(`new-${kind}-project`).click();
  await page.waitForURL(/\/teach\/project\?/);
  await until('two classes', async () => (await teach.cards.count()) === 2);
  const id = new URL(page.url()).searchParams.get('id') ?? '';
  const counts: Record<string, number> = {};
  for (const [i, name] of names.entries()) {
    await teach.cards.nth(i).getByTestId('class-name').fill(name);
    await page.keyboard.press('Enter');
    await teach.card(name).waitFor();
    for (let n = 0; n < 3; n++) {
      if (kind === 'image') {
        const photo = await photosOf(name as 'cat' | 'cup', 1, firstPhotos + n);
        await teach.upload(name, photo);
      } else {
        const field = teach.card(name).getByTestId('type-sample');
        await field.fill(`${name}, the first words of it, ${n}`);
        await field.press('Enter');
      }
      await until('a first sample', async () => (await teach.count(name)) === n + 1);
    }
    counts[name] = 3;
  }
  const method = kind === 'image' ? 'lda' : 'means';
  return new ProjectModel(id, kind, { classes: counts, rows: 6, runs: 0, method });
}
