/** What is done at Read, in the labs and on the quiet pages. */
import { giveFiles } from '../give-files.ts';
import { go } from '../go.ts';
import { pick, until, type Action } from '../world.ts';

const phrases = [
  'A wonderful film, I would see it again.',
  'Onde fica a estação de trem mais próxima?',
  'WIN a FREE prize now!!! Call 0800',
  'Ich habe heute keine Zeit.',
  '🙂 ok',
  'I am so angry that I could cry',
];
const readers = ['language', 'emotion', 'sentiment', 'spam'];
const labs = [
  'perceptron',
  'activations',
  'gradient-descent',
  'multilayer-perceptron',
  'entropy',
  'back-propagation',
  'optimisers',
  'regularisation',
  'initialisation',
  'normalisation',
  'fashion-mnist',
  'board',
];

export const readActions: readonly Action[] = [
  {
    name: 'type',
    places: ['read'],
    weight: 3,
    run: async ({ page, random }) => {
      const field = page.getByTestId('text-input');
      await field.focus();
      if (random.below(2) === 0) await field.fill('');
      await page.keyboard.type(pick(random, phrases), { delay: random.below(20) });
      await until('an answer of Read', async () => {
        return (await page.locator('[data-testid=predictions] > *').count()) > 0;
      });
    },
  },
  {
    name: 'another reader',
    places: ['read'],
    weight: 1,
    run: async (world) => {
      const model = pick(world.random, readers);
      world.tell(model);
      await go(world, 'learn');
      await go(world, 'read', `/read?model=${model}`);
    },
  },
  {
    name: 'label a table',
    places: ['read'],
    weight: 1,
    run: async ({ page, random }) => {
      const part = page.getByTestId('batch');
      if ((await part.getAttribute('open')) === null) await part.locator('summary').click();
      // One table at a time: the one that is there is labelled.
      if ((await page.getByTestId('batch-file').count()) === 0) return;
      const rows = Array.from({ length: 30 + random.below(200) }, () => pick(random, phrases));
      const buffer = Buffer.from(`text\n${rows.map((row) => `"${row}"`).join('\n')}\n`);
      const table = { name: 'texts.csv', mimeType: 'text/csv', buffer };
      await giveFiles(page.getByTestId('batch-file'), [table]);
      await page.getByTestId('batch-start').click();
      // Sometimes left in the middle.
      if (random.below(3) === 0) return;
      await until('the table labelled', async () => {
        return (await page.getByTestId('batch-panel').getAttribute('data-state')) === 'done';
      });
    },
  },
  {
    name: 'play a lab',
    places: ['learn', 'lab'],
    weight: 2,
    run: async (world) => {
      const { page, random } = world;
      const lab = pick(random, labs);
      world.tell(lab);
      await go(world, 'lab', `/learn/${lab}`);
      const play = page.getByTestId('lab-play').first();
      if ((await play.count()) === 0) return;
      // What was played to its end begins again.
      if (!(await play.isEnabled())) await page.getByTestId('lab-reset').first().click();
      await until('the lab can be played', () => play.isEnabled());
      await play.click();
      await page.waitForTimeout(500 + random.below(2500));
      if (random.below(3) > 0) await page.getByTestId('lab-reset').first().click();
    },
  },
];
