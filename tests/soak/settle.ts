/** Comes back to the same state and compares what is there with what the model says. */
import { answers } from './actions/see.ts';
import { agree } from './actions/teach.ts';
import { putRight, workersGone } from './actions/troubles.ts';
import { go } from './go.ts';
import { differences } from './census.ts';
import { growthOf, type Growth } from './growth.ts';
import { HeldTracks } from './held-tracks.ts';
import type { ProjectModel } from './project-model.ts';
import { countRows, type StoredCounts } from './rows.ts';
import type { VitalSigns, Vitals } from './vitals.ts';
import { until, type World } from './world.ts';

export interface Reading extends Vitals {
  /** Tensors of See while it looks at the camera with both networks on wasm. */
  readonly tensors: number;
  /** Bytes of JavaScript's heap of its worker. */
  readonly workerHeap: number;
  readonly rows: StoredCounts['rows'];
}

const kilobyte = 1000;

/** A number of tensors that does not change for so long is that of both networks. */
const steadyMs = 8_000;

/** Counts that have to be what the model says, and where they are not, in words. */
function expectEqual(what: string, is: unknown, expected: unknown): void {
  const [seen, wanted] = [JSON.stringify(is), JSON.stringify(expected)];
  if (seen !== wanted) throw new Error(`${what}: ${seen}, and the model says ${wanted}`);
}

export class Settling {
  readonly readings: Reading[] = [];
  readonly #world: World;
  readonly #vitals: VitalSigns;
  readonly #tracks: HeldTracks;

  constructor(world: World, vitals: VitalSigns) {
    this.#world = world;
    this.#vitals = vitals;
    this.#tracks = new HeldTracks(world, vitals);
  }

  async settle(): Promise<void> {
    const world = this.#world;
    await putRight(world);
    const tensors = await this.#seeTensors();
    const workerHeap = Math.max(0, ...Object.values(await this.#vitals.workerHeaps()));

    await go(world, 'learn');
    await workersGone(world);
    const { page } = world;
    expectEqual('tracks of the camera', await page.evaluate(() => window.soak.tracks()), 0);
    expectEqual('object URLs', await page.evaluate(() => window.soak.urls()), 0);
    const vitals = await this.#vitals.read();
    const stored = await this.#rows();
    this.readings.push({ ...vitals, tensors, workerHeap, rows: stored.rows });
    const [first] = this.readings;
    expectEqual('tensors of See', tensors, first?.tensors);
    world.tell(
      `settled: heap ${(vitals.heap / 1e6).toFixed(2)} MB, See's worker ${(workerHeap / 1e6).toFixed(2)} MB, ` +
        `${tensors} tensors, ${vitals.nodes} nodes, ${vitals.listeners} listeners, ` +
        `${JSON.stringify(vitals.objects)}, resident ${Math.round((vitals.resident ?? 0) / 1e6)} MB`,
    );
  }

  /** Both projects, opened once more: what nothing speaks of is collected. */
  async settleProjects(): Promise<void> {
    const world = this.#world;
    for (const place of ['pictures', 'texts'] as const) {
      await go(world, place);
      await agree(world);
      // Each frees what is its own when it is opened.
      await until(`nothing is kept for nothing of the ${place}`, async () => {
        const { orphans } = await countRows(world.page);
        return orphans[world[place].id] === undefined;
      });
    }
    await go(world, 'learn');
    await workersGone(world);
    const { rows, projects, orphans } = await countRows(world.page);
    expectEqual('kept for nothing', orphans, {});
    expectEqual('runs that train', rows['aprendiz/running-runs'], 0);
    expectEqual('leftovers', rows['aprendiz/leftovers'], 0);
    for (const { id, state } of [world.pictures, world.texts]) {
      const stored = projects[id];
      expectEqual(`runs of ${id}`, stored?.runs, state.runs);
    }
    const { pictures, thumbnails, known } = projects[world.pictures.id]!;
    expectEqual('pictures and thumbnails', [pictures, thumbnails], [known, known]);
  }

  /** Tracks of a camera that something holds though every page was left. */
  async settleTracks(): Promise<void> {
    const live = await this.#world.page.evaluate(() => window.soak.tracks());
    expectEqual('tracks of the camera', live, 0);
    await this.#tracks.settle();
  }

  /** What there is more of in the page than after the warm-up, the largest first. */
  more(): string[] {
    const { length } = this.readings;
    const before = this.readings[Math.floor(length / 3)]!;
    return differences(before.census, this.readings.at(-1)!.census);
  }

  /** What came back to the same state again and again. */
  growth(): Growth[] {
    const of = (pick: (reading: Reading) => number) => this.readings.map(pick);
    return [
      growthOf(
        'heap of the page, bytes',
        of(({ heap }) => heap),
        {
          share: 0.05,
          least: 500 * kilobyte,
        },
      ),
      growthOf(
        "heap of See's worker, bytes",
        of(({ workerHeap }) => workerHeap),
        {
          share: 0.05,
          least: 500 * kilobyte,
        },
      ),
      growthOf(
        'nodes of the page',
        of(({ nodes }) => nodes),
        { share: 0.05, least: 100 },
      ),
      growthOf(
        'listeners',
        of(({ listeners }) => listeners),
        { share: 0.05, least: 10 },
      ),
      growthOf(
        'blobs',
        of(({ objects }) => objects['Blob'] ?? 0),
        { share: 0, least: 3 },
      ),
      ...(['Worker', 'HTMLVideoElement', 'ImageBitmap'] as const).map((name) =>
        growthOf(
          `objects: ${name}`,
          of(({ objects }) => objects[name] ?? 0),
          { share: 0, least: 1 },
        ),
      ),
      ...this.#tracks.growth(),
      growthOf(
        'tensors',
        of(({ tensors }) => tensors),
        { share: 0, least: 0 },
      ),
      growthOf(
        'resident memory, bytes',
        of(({ resident }) => resident ?? 0),
        {
          share: 0.2,
          least: 50e6,
        },
      ),
    ];
  }

  async #seeTensors(): Promise<number> {
    const world = this.#world;
    const expected = this.readings[0]?.tensors;
    // The quicker network answers until the other has come: at the beginning it is brought here.
    const models = expected === undefined ? ['open-images-ssd', 'everyday'] : ['everyday'];
    for (const model of models) {
      await go(world, 'learn');
      await workersGone(world);
      await go(world, 'see', `/see?backend=wasm&model=${model}`);
      await answers(world);
    }
    const strip = world.page.getByTestId('runtime');
    let tensors = 0;
    let since = Date.now();
    const isThere = async () => {
      const now = Number(await strip.getAttribute('data-tensors'));
      if (now !== tensors) since = Date.now();
      tensors = now;
      return expected === undefined ? now > 0 && Date.now() - since > steadyMs : now === expected;
    };
    await until(`${expected} tensors`, isThere, steadyMs + 20_000).catch(() => undefined);
    return tensors;
  }

  async #rows(): Promise<StoredCounts> {
    const { page, pictures, texts, kept } = this.#world;
    const stored = await countRows(page);
    const { rows, projects } = stored;
    expectEqual('kept frames', rows['aprendiz/kept-frames'], kept);
    expectEqual('projects', rows['aprendiz/projects'], 2);
    const expectProject = ({ id, kind, state }: ProjectModel) => {
      const found = projects[id]!;
      expectEqual(`rows of samples of the ${kind} project`, found.samples, state.rows);
      expectEqual(`runs of the ${kind} project`, found.runs, state.runs);
    };
    expectProject(pictures);
    expectProject(texts);
    return stored;
  }
}
