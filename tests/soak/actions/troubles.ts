/** What befalls a page: the camera goes, the tab goes behind another, a worker or a GPU dies. */
import { answers } from './see.ts';
import { until, type Action, type World } from '../world.ts';

const live = ['see', 'pictures'] as const;
const anywhere = ['home', 'see', 'read', 'pictures', 'texts', 'lab'] as const;

/** Workers that answer, embed, train or draw; the others are gone with their piece of work. */
const engines = /\/(first\.worker|worker|text\.worker)-[^/]*\.js$/;

async function dies(world: World, script: string, tell: string): Promise<void> {
  // One that ends itself before its first word (which only happens here) is waited for by the clock, half a minute long.
  if (world.place === 'see') await answers(world);
  const workers = world.page.workers().filter((one) => engines.test(one.url()));
  const worker = workers[world.random.below(Math.max(1, workers.length))];
  if (!worker) return;
  world.tell(`${tell} ${worker.url().replace(/.*\//, '')}`);
  // It may be gone before it has answered.
  await worker.evaluate(script).catch(() => undefined);
}

export const troubles: readonly Action[] = [
  {
    name: 'camera unplugged',
    places: live,
    weight: 0.6,
    run: async ({ page, random }) => {
      await page.evaluate(() => window.soak.unplug());
      await page.waitForTimeout(random.below(1500));
      await page.evaluate(() => window.soak.plugIn());
    },
  },
  {
    name: 'camera forbidden',
    places: live,
    weight: 0.6,
    run: async ({ page, context, origin, random }) => {
      await context.clearPermissions();
      await page.waitForTimeout(random.below(1500));
      await context.grantPermissions(['camera'], { origin });
    },
  },
  {
    name: 'tab hidden',
    places: anywhere,
    weight: 0.6,
    run: async ({ page, random }) => {
      await page.evaluate(() => window.soak.hide(true));
      await page.waitForTimeout(random.below(2500));
      await page.evaluate(() => window.soak.hide(false));
    },
  },
  {
    name: 'worker dies',
    places: anywhere,
    weight: 0.5,
    run: (world) => dies(world, 'self.close()', 'killed'),
  },
  {
    name: 'GPU lost',
    places: live,
    weight: 0.5,
    run: (world) =>
      dies(
        world,
        `globalThis._tfengine?.backendInstance?.gpgpu?.gl.getExtension('WEBGL_lose_context')?.loseContext()`,
        'context lost in',
      ),
  },
];

/** The camera is there and allowed, and the tab is in front: how a place is left. */
export async function putRight({ page, context, origin }: World): Promise<void> {
  await context.grantPermissions(['camera'], { origin });
  await page.evaluate(() => {
    window.soak.plugIn();
    window.soak.hide(false);
  });
}

/** No worker is left. */
export async function workersGone({ page }: World): Promise<void> {
  await until(
    `workers gone: ${page
      .workers()
      .map((one) => one.url().replace(/.*\//, ''))
      .join(', ')}`,
    async () => page.workers().length === 0,
  );
}
