/**
 * A seeded stretch of everything at once, beside a model of what the app should then hold. Again and
 * again it settles: every door is left, and workers, tensors, rows, object URLs and tracks are counted.
 */
import type { Browser } from '@playwright/test';
import { Random } from '../../src/lib/maths/random.ts';
import { readActions } from './actions/read.ts';
import { seeActions } from './actions/see.ts';
import { agree, teachActions } from './actions/teach.ts';
import { troubles } from './actions/troubles.ts';
import { go } from './go.ts';
import type { Growth } from './growth.ts';
import { newProjects } from './projects.ts';
import { Settling, type Reading } from './settle.ts';
import { VitalSigns } from './vitals.ts';
import { watchScript } from './watch-page.ts';
import { patienceMs, pick, type Action, type Place, type World } from './world.ts';

export interface SoakOptions {
  readonly origin: string;
  readonly seed: number;
  /** No action begins after this. */
  readonly milliseconds?: number;
  /** How many there are at most. */
  readonly actions?: number;
  /** Actions between two settlings. */
  readonly every?: number;
  readonly tell: (line: string) => void;
}

export interface SoakReport {
  readonly readings: readonly Reading[];
  readonly growth: readonly Growth[];
  /** Of the heap's things, what there is more of at the end than after the warm-up. */
  readonly more: readonly string[];
  /** How often each action was done. */
  readonly done: ReadonlyMap<string, number>;
  readonly world: World;
}

/** Told with a failure, so that one sees what led to it. */
const remembered = 25;

const doors: readonly Place[] = [
  'home',
  'see',
  'read',
  'teach',
  'pictures',
  'texts',
  'lab',
  'models',
];
/** Where most of the work is, one is more often. */
const visits: readonly Place[] = [...doors, 'see', 'pictures', 'pictures', 'texts'];

const actions: readonly Action[] = [
  ...seeActions,
  ...readActions,
  ...teachActions,
  ...troubles,
  {
    name: 'go',
    places: [...doors, 'learn'],
    weight: 2,
    run: async (world) => {
      const place = pick(world.random, visits);
      world.tell(place);
      await go(world, place);
      if (place === 'pictures' || place === 'texts') await agree(world);
    },
  },
];

export async function soak(browser: Browser, options: SoakOptions): Promise<SoakReport> {
  const { origin, seed, every = 12, milliseconds = Infinity, actions: most = Infinity } = options;
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    locale: 'en',
  });
  const story: string[] = [];
  const begun = Date.now();
  const tell = (words: string) => {
    const line = `${((Date.now() - begun) / 1000).toFixed(1).padStart(7)} s  ${words}`;
    story.push(line);
    options.tell(line);
  };
  try {
    await context.addInitScript(watchScript);
    await context.grantPermissions(['camera'], { origin });
    const page = await context.newPage();
    page.setDefaultTimeout(patienceMs);
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.stack ?? String(error)));
    page.on('crash', () => errors.push('the page crashed'));
    const world: World = {
      ...{ page, context, origin, tell, kept: 0, place: 'learn', done: new Map() },
      random: new Random(seed),
      ...(await newProjects(page, origin)),
    };
    const settling = new Settling(world, await VitalSigns.open(browser, page));
    await settling.settle();
    for (let n = 1; n <= most && Date.now() - begun < milliseconds; n++) {
      await act(world);
      if (errors.length > 0) throw new Error(`uncaught in the page: ${errors.join('\n')}`);
      if (n % every === 0) await settling.settle();
    }
    await settling.settle();
    await settling.settleProjects();
    await settling.settleTracks();
    if (errors.length > 0) throw new Error(`uncaught in the page: ${errors.join('\n')}`);
    const { readings } = settling;
    return { readings, growth: settling.growth(), more: settling.more(), done: world.done, world };
  } catch (error) {
    throw new Error(
      `seed ${seed}, after:\n${story.slice(-remembered).join('\n')}\n${String(error)}`,
      { cause: error },
    );
  } finally {
    await context.close();
  }
}

/** One action, chosen by chance among those that make sense here. */
async function act(world: World): Promise<void> {
  const { random, place, done, tell } = world;
  const possible = actions.filter(
    ({ places, possible }) => places.includes(place) && (possible?.(world) ?? true),
  );
  let left = random.next() * possible.reduce((sum, { weight }) => sum + weight, 0);
  const action = possible.find(({ weight }) => (left -= weight) < 0) ?? possible.at(-1)!;
  tell(`${place}: ${action.name}`);
  done.set(action.name, (done.get(action.name) ?? 0) + 1);
  await action.run(world);
  if (world.place === 'pictures' || world.place === 'texts') await agree(world);
}
