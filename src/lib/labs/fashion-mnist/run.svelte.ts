/** A run on the page: what the worker told of it, part by part, and the runs before it. */
import { untrack } from 'svelte';
import { Remote } from '#lib/learn/remote.svelte.ts';
import type { Scores } from './score.ts';
import type { Settings } from './settings.ts';
import type { EpochPoint } from './trainer.ts';
import type { Filters, TracePoint, View, Wall, WallPicture } from './view.ts';

/** What is remembered of a run. */
export interface PastRun {
  readonly key: number;
  readonly settings: Settings;
  readonly parameters: number;
  readonly epochs: number;
  readonly ended: boolean;
  /** After its last epoch. */
  readonly accuracy: number;
  readonly epochMs: number;
}

const mostRuns = 12;
/** With no view for so long, what is behind is asked for. */
const calmMs = 250;
/** As fast as the device can. */
const unbounded = 1e7;

export class Run {
  readonly remote: Remote<Settings, View, true>;
  trace = $state.raw<readonly TracePoint[]>([]);
  points = $state.raw<readonly EpochPoint[]>([]);
  scores = $state.raw<Scores>();
  filters = $state.raw<Filters>();
  wall = $state.raw<Wall>();
  wallPictures = $state.raw<readonly WallPicture[]>([]);
  /** Newest first. */
  past = $state.raw<readonly PastRun[]>([]);
  #key = 0;

  /** Call it while a component is set up. */
  constructor(settings: () => Settings) {
    this.remote = new Remote({ simulation: 'fashion-mnist', settings, speed: unbounded });
    $effect(() => {
      const { view } = this.remote;
      if (view) untrack(() => this.#take(view, settings()));
      if (!view?.behind) return undefined;
      const timer = setTimeout(() => this.remote.change(true), calmMs);
      return () => clearTimeout(timer);
    });
  }

  get view(): View | undefined {
    return this.remote.view;
  }

  /** To the end of this epoch and its test. */
  stepEpoch(): void {
    const steps = this.view?.stepsToTest ?? 0;
    if (steps > 0) this.remote.step(steps);
  }

  #take(view: View, settings: Settings): void {
    // Only the first view of a run brings the wall's pictures.
    if (view.wallPictures) {
      this.#key++;
      this.wallPictures = view.wallPictures;
      this.scores = undefined;
    }
    if (view.trace) this.trace = view.trace;
    if (view.filters) this.filters = view.filters;
    if (view.wall) this.wall = view.wall;
    if (view.scores) this.scores = view.scores;
    if (!view.points) return;
    this.points = view.points;
    const last = view.points.at(-1);
    if (!last) return;
    const times = view.points.map(({ ms }) => ms).sort((a, b) => a - b);
    const run: PastRun = {
      key: this.#key,
      settings: $state.snapshot(settings) as Settings,
      parameters: view.parameters,
      epochs: view.points.length,
      ended: view.points.length === view.epochs,
      accuracy: last.testAccuracy,
      epochMs: times[times.length >> 1]!,
    };
    const others = this.past.filter(({ key }) => key !== run.key);
    this.past = [run, ...others].slice(0, mostRuns);
  }
}
