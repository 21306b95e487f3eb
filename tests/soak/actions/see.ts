/** What is done at See. */
import { readFileSync } from 'node:fs';
import { photoPath } from '../../e2e/support/camera-file.ts';
import { words } from '../../e2e/support/words.ts';
import { giveFiles } from '../give-files.ts';
import { go } from '../go.ts';
import { clickIfThere, pick, until, type Action, type World } from '../world.ts';

const see = words('see', 'en');
const button = ({ page }: World, key: string) =>
  page.getByRole('button', { name: see[key] ?? key, exact: true });

const models = ['everyday', 'coco-centernet', 'open-images-ssd'] as const;

/** Something is answered, whatever it is. */
export async function answers({ page }: World): Promise<void> {
  await until('an answer of See', async () => {
    const score = await page
      .locator('[data-testid=predictions] > *')
      .first()
      .getAttribute('data-score', { timeout: 1000 })
      .catch(() => null);
    return score !== null && score !== '';
  });
}

/** The next model looks once more at a picture that stands still, and keeps it: one nobody counts. */
async function modelIsThere({ page }: World): Promise<void> {
  await until('the chosen model', () =>
    page.evaluate(() => {
      const choice = document.querySelector<HTMLElement>('[data-testid=model-choice]');
      return !choice || choice.dataset['chosen'] === choice.querySelector('select')!.value;
    }),
  );
}

/** What is kept shows: it is read a moment after the page has come. */
const trayAgrees = ({ page, kept }: World) =>
  until(`${kept} kept pictures`, async () => (await page.getByTestId('kept').count()) === kept);

async function backToLive(world: World): Promise<void> {
  const back = button(world, 'see_back_to_live').or(button(world, 'see_try_camera'));
  if (await back.isVisible()) await clickIfThere(back);
}

export const seeActions: readonly Action[] = [
  {
    name: 'look on',
    places: ['see'],
    weight: 2,
    run: async (world) => {
      await backToLive(world);
      await answers(world);
      await world.page.waitForTimeout(world.random.below(2500));
    },
  },
  {
    name: 'freeze',
    places: ['see'],
    weight: 2,
    run: async (world) => {
      await modelIsThere(world);
      await backToLive(world);
      await answers(world);
      const shutter = button(world, 'see_freeze');
      if (!(await shutter.isEnabled())) return;
      await trayAgrees(world);
      await shutter.click();
      world.kept++;
      await trayAgrees(world);
      if (world.random.below(2) === 0) await backToLive(world);
    },
  },
  {
    name: 'give photos',
    places: ['see'],
    weight: 2,
    run: async (world) => {
      const photos = (['cat', 'cup', 'person', 'rocket'] as const).slice(world.random.below(4));
      await modelIsThere(world);
      await trayAgrees(world);
      await giveFiles(
        world.page.getByTestId('drop-photo'),
        photos.map((name) => ({
          name: `${name}.jpg`,
          mimeType: 'image/jpeg',
          buffer: readFileSync(photoPath(name)),
        })),
      );
      world.kept += photos.length;
      await trayAgrees(world);
    },
  },
  {
    name: 'delete what is kept',
    places: ['see'],
    weight: 1,
    possible: ({ kept }) => kept > 0,
    run: async (world) => {
      await trayAgrees(world);
      await button(world, 'see_kept_delete_all').click();
      world.kept = 0;
      await trayAgrees(world);
    },
  },
  {
    name: 'why',
    places: ['see'],
    weight: 1,
    run: async (world) => {
      await answers(world);
      const why = button(world, 'see_why');
      if (await why.isEnabled()) await why.click();
      await world.page.waitForTimeout(world.random.below(1500));
    },
  },
  {
    name: 'another model',
    places: ['see'],
    weight: 1,
    run: async (world) => {
      const { page, random, tell } = world;
      await backToLive(world);
      const choice = page.getByLabel(see['see_model'] ?? '', { exact: true });
      if (!(await choice.isVisible())) {
        await page.locator('summary', { hasText: see['see_adjust'] ?? '' }).click();
      }
      const model = pick(random, models);
      tell(model);
      await choice.selectOption(model);
      // Now and then the choice is changed before it is there.
      if (random.below(3) === 0) await choice.selectOption(pick(random, models));
    },
  },
  {
    name: 'another camera',
    places: ['see'],
    weight: 1,
    run: async (world) => {
      await backToLive(world);
      await clickIfThere(button(world, 'see_switch_camera'));
    },
  },
  {
    name: 'another backend',
    places: ['see'],
    weight: 0.4,
    run: async (world) => {
      const backend = pick(world.random, ['cpu', 'webgl', 'wasm']);
      world.tell(backend);
      // Through another page: the address is read when See opens.
      await go(world, 'learn');
      await go(world, 'see', `/see?backend=${backend}`);
      if (world.random.below(2) === 0) await answers(world);
    },
  },
];
