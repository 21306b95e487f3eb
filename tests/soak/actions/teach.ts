/** What is done to a project; the model is told, and the page has to agree. */
import { photosOf } from '../../e2e/support/photo-variations.ts';
import { words } from '../../e2e/support/words.ts';
import { giveFiles } from '../give-files.ts';
import { go } from '../go.ts';
import type { ProjectModel } from '../project-model.ts';
import { clickIfThere, pick, until, type Action, type World } from '../world.ts';

const projects = ['pictures', 'texts'] as const;
/** Enough for every kind of work, and few enough that it stays quick. */
const most = 90;

const methods = {
  image: ['lda', 'means', 'ridge', 'knn', 'linear', 'mlp'],
  text: ['means', 'linear', 'bag-of-words', 'lstm'],
} as const;

export const modelOf = ({ place, pictures, texts }: World): ProjectModel =>
  place === 'texts' ? texts : pictures;

const card = ({ page }: World, name: string) =>
  page.locator(`[data-testid=class-card][data-class="${name}"]`);

/** What the cards say. */
export async function shownCounts({ page }: World): Promise<Record<string, number>> {
  const all = await page
    .getByTestId('class-card')
    .evaluateAll((cards) =>
      cards.map((one) => [one.dataset['class'] ?? '', Number(one.dataset['count'])] as const),
    );
  return Object.fromEntries(all);
}

/** The page shows what the model says. */
export async function agree(world: World): Promise<void> {
  const { classes, runs } = modelOf(world).state;
  let shown = '';
  const expected = JSON.stringify({ classes, runs });
  try {
    await until('the page and the model agree', async () => {
      shown = JSON.stringify({
        classes: await shownCounts(world),
        runs: await world.page.locator('[data-run]').count(),
      });
      return shown === expected;
    });
  } catch (error) {
    throw new Error(`the page shows ${shown}, the model says ${expected}`, { cause: error });
  }
}

const undoAndRedo = async (world: World, which: 'undo' | 'redo') => {
  const model = modelOf(world);
  const steps = 1 + world.random.below(4);
  for (let i = 0; i < steps; i++) {
    if (which === 'undo' ? model.undoable === 0 : model.redoable === 0) return;
    await world.page.getByTestId(which).click();
    model[which]();
    await agree(world);
  }
};

const nonEmpty = (model: ProjectModel) =>
  Object.entries(model.state.classes).flatMap(([name, count]) => (count > 0 ? [name] : []));

const canTrain = (model: ProjectModel) =>
  Object.values(model.state.classes).every((count) => count > 0);

const isBusy = async ({ page }: World) =>
  /embedding|training/.test(
    (await page.getByTestId('training-state').getAttribute('data-state')) ?? '',
  );

async function startTraining(world: World): Promise<void> {
  await world.page.getByTestId('train').click();
  await until('it trains, or has', async () => (await isBusy(world)) || (await hasRunMore(world)));
}

const hasRunMore = async (world: World) =>
  (await world.page.locator('[data-run]').count()) > modelOf(world).state.runs;

/** However it ends: a run more. */
async function endTraining(world: World): Promise<void> {
  const model = modelOf(world);
  await until('the training ends', async () => !(await isBusy(world)) && (await hasRunMore(world)));
  model.step({ runs: model.state.runs + 1 });
}

let photosTaken = 0;
let textsTyped = 0;

export const teachActions: readonly Action[] = [
  {
    name: 'upload',
    places: ['pictures'],
    weight: 2,
    possible: ({ pictures }) => pictures.samples < most,
    run: async (world) => {
      const name = pick(world.random, Object.keys(world.pictures.state.classes));
      const count = 1 + world.random.below(4);
      const photos = await photosOf(name === 'cup' ? 'cup' : 'cat', count, photosTaken);
      photosTaken += count;
      await giveFiles(card(world, name).getByTestId('upload'), photos);
      world.pictures.add(name, count);
    },
  },
  {
    name: 'record',
    places: ['pictures'],
    weight: 2,
    possible: ({ pictures }) => pictures.samples < most,
    run: async (world) => {
      const { page, random, pictures } = world;
      const name = pick(random, Object.keys(pictures.state.classes));
      const record = card(world, name).getByTestId('record');
      await until('one can record', () => record.isEnabled());
      await record.focus();
      await page.keyboard.down('Space');
      await page.waitForTimeout(random.below(1500));
      await page.keyboard.up('Space');
      await until('the recording ends', async () => {
        const idle = await card(world, name === 'cat' ? 'cup' : 'cat')
          .getByTestId('record')
          .isEnabled();
        return idle && (await record.getAttribute('aria-pressed')) === 'false';
      });
      const taken = ((await shownCounts(world))[name] ?? 0) - (pictures.state.classes[name] ?? 0);
      world.tell(`${taken} of ${name}`);
      if (taken > 0) pictures.add(name, taken);
    },
  },
  {
    name: 'type texts',
    places: ['texts'],
    weight: 2,
    possible: ({ texts }) => texts.samples < most,
    run: async (world) => {
      const name = pick(world.random, Object.keys(world.texts.state.classes));
      const field = card(world, name).getByTestId('type-sample');
      await field.fill(`${name} and number ${++textsTyped}`);
      await field.press('Enter');
      world.texts.add(name, 1);
    },
  },
  {
    name: 'delete a sample',
    places: projects,
    weight: 1,
    possible: (world) => modelOf(world).samples > 4,
    run: async (world) => {
      const name = pick(world.random, nonEmpty(modelOf(world)));
      await card(world, name).getByTestId('sample').first().focus();
      await world.page.keyboard.press('Delete');
      modelOf(world).take(name, 1);
    },
  },
  {
    name: 'delete many',
    places: projects,
    weight: 1,
    possible: (world) => modelOf(world).samples > most / 2,
    run: async (world) => {
      const model = modelOf(world);
      const name = pick(world.random, nonEmpty(model));
      await card(world, name).getByTestId('sample').first().focus();
      await world.page.keyboard.press('Control+a');
      await world.page.getByTestId('delete-selected').click();
      model.take(name, model.state.classes[name] ?? 0);
    },
  },
  {
    name: 'move a sample',
    places: projects,
    weight: 1,
    possible: (world) => modelOf(world).samples > 2,
    run: async (world) => {
      const model = modelOf(world);
      const name = pick(world.random, nonEmpty(model));
      const to = pick(
        world.random,
        Object.keys(model.state.classes).filter((each) => each !== name),
      );
      await card(world, name).getByTestId('sample').first().focus();
      await world.page.keyboard.press('Space');
      await world.page.getByTestId('move-to').selectOption({ label: to });
      model.take(name, 1, to);
    },
  },
  { name: 'undo', places: projects, weight: 1.5, run: (world) => undoAndRedo(world, 'undo') },
  { name: 'redo', places: projects, weight: 1, run: (world) => undoAndRedo(world, 'redo') },
  {
    name: 'another method',
    places: projects,
    weight: 1,
    run: async (world) => {
      const model = modelOf(world);
      const method = pick(world.random, methods[model.kind]);
      if (method === model.state.method || (await isBusy(world))) return;
      world.tell(method);
      const label = words('train', 'en')['train_method'] ?? '';
      await world.page.getByLabel(label, { exact: true }).selectOption(method);
      model.step({ method }, 'method');
    },
  },
  {
    name: 'train',
    places: projects,
    weight: 1.5,
    possible: (world) => canTrain(modelOf(world)),
    run: async (world) => {
      await startTraining(world);
      await endTraining(world);
    },
  },
  {
    name: 'train and cancel',
    places: projects,
    weight: 1,
    possible: (world) => canTrain(modelOf(world)),
    run: async (world) => {
      await startTraining(world);
      await world.page.waitForTimeout(world.random.below(1500));
      await clickIfThere(world.page.getByTestId('cancel-training'));
      await endTraining(world);
    },
  },
  {
    name: 'train and leave',
    places: projects,
    weight: 0.7,
    possible: (world) => canTrain(modelOf(world)),
    run: async (world) => {
      await startTraining(world);
      await world.page.waitForTimeout(world.random.below(800));
      // Whether it ended or was cut off: that run is there when the project is opened again.
      const model = modelOf(world);
      model.step({ runs: model.state.runs + 1 });
      await go(world, 'teach');
    },
  },
  {
    name: 'test a photo',
    places: ['pictures'],
    weight: 1,
    run: async ({ page, random }) => {
      const photos = await photosOf(pick(random, ['cat', 'cup'] as const), 1, random.below(40));
      await giveFiles(page.getByTestId('test-photo'), photos);
    },
  },
  {
    name: 'ask',
    places: ['texts'],
    weight: 1,
    run: async ({ page, random }) => {
      await page.getByTestId('test-text').fill(`a question about number ${random.below(100)}`);
    },
  },
  {
    name: 'camera on and off',
    places: ['pictures'],
    weight: 1,
    run: async ({ page, tell }) => {
      const on = page.getByTestId('camera-on');
      const name = words('teach', 'en')['teach_camera_off'] ?? '';
      const off = page.getByRole('button', { name, exact: true });
      if (!(await clickIfThere(on.or(off)))) tell('neither is in reach');
    },
  },
];
