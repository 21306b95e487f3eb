/** Tracks of a camera that are held though every page was left: by whom, and whether that is the app's doing. */
import { growthOfCount, type Growth } from './growth.ts';
import { countOf, pathsTo, type Paths } from './retainers.ts';
import type { VitalSigns } from './vitals.ts';
import type { World } from './world.ts';

/** Chromium itself holds what a camera was opened with for eight seconds, to tell how long that took. */
const patienceMs = 30_000;

/**
 * Chromium's own, of a stream that was transferred to a worker: where its track ends before the page has
 * run what the worker's end of the stream asks of it (to start), the page's end starts after it was
 * closed, is never closed again, and holds itself, its processor, the track and the one that was cloned.
 */
const chromiums = /\bMediaStreamVideoTrackUnderlyingSource::StartFrameDelivery\(\)/;

/** The clone that was stopped, and the track of the camera beside it. */
const tracksOfStream = 2;

/** Run in the page, of all tracks: how each is, and its age. */
const inWords = `function () {
  const age = ({ made }) => ((Date.now() - made) / 1000).toFixed(1);
  return this.map((track) => track.readyState + ', made ' + age(track) + ' s ago').join('; ');
}`;

export class HeldTracks {
  readonly #world: World;
  readonly #vitals: VitalSigns;
  #ours = 0;
  #chromiums = 0;
  #hasty = 0;

  constructor(world: World, vitals: VitalSigns) {
    this.#world = world;
    this.#vitals = vitals;
  }

  async settle(): Promise<void> {
    const { page } = this.#world;
    this.#hasty = await page.evaluate(() => window.soak.hastyStreams());
    const end = Date.now() + patienceMs;
    while ((await this.#vitals.count('MediaStreamTrack')) > 0) {
      if (Date.now() > end) return this.#lookWhoHolds();
    }
  }

  growth(): Growth[] {
    const most = tracksOfStream * this.#hasty;
    return [
      growthOfCount('tracks of a camera, held at the end', this.#ours, 0),
      growthOfCount(
        'tracks that Chromium alone holds, of streams that ended as they began',
        this.#chromiums,
        most,
      ),
    ];
  }

  async #lookWhoHolds(): Promise<void> {
    const { tell } = this.#world;
    tell(`tracks held: ${String(await this.#vitals.ask('MediaStreamTrack', inWords))}`);
    const heap = await this.#vitals.snapshot();
    const all = pathsTo(heap, 'MediaStreamTrack');
    // By another way: one that Chromium holds, and the app too, is the app's.
    const ours = pathsTo(heap, 'MediaStreamTrack', (edge) => !chromiums.test(edge));
    this.#ours = countOf(ours);
    this.#chromiums = countOf(all) - this.#ours;
    this.#tell('held by the app', ours);
    this.#tell('held, by Chromium alone or not', all);
  }

  #tell(how: string, paths: Paths): void {
    for (const [path, count] of paths) this.#world.tell(`${count} ${how}: ${path}`);
  }
}
