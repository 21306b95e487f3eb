/** The run as the labs worker computes it: a step is a batch, or a handful of test pictures. */
import { openDenseKernels } from '#lib/engine/kernels/dense/open.ts';
import type { DenseKernels } from '#lib/engine/kernels/dense/operations.ts';
import type { Simulation } from '#lib/learn/simulation.ts';
import { classCount, pixels } from './data-set.ts';
import { readData } from './read-data.ts';
import type { Settings, Source } from './settings.ts';
import { place, Trainer, type Placed } from './trainer.ts';
import type { Filters, TracePoint, View, Wall } from './view.ts';

/** What is costly to draw comes this far apart: the wall and the curves, and what is below them. */
const wallEveryMs = 150;
const restEveryMs = 600;
const mostFilters = 32;
/** Of a run, at most. */
const tracePoints = 300;
/** Test pictures on the wall, of each class. */
const wallEach = 10;

/** Stays from one run to the next: the worker is the same. */
let opened: Promise<DenseKernels> | undefined;
let placed: { readonly source: Source; readonly data: Placed } | undefined;

export async function simulate(
  settings: Settings,
  signal: AbortSignal,
): Promise<Simulation<View, true>> {
  const kernels = await (opened ??= openDenseKernels());
  if (placed?.source !== settings.source) {
    const read = await readData(settings.source, signal);
    signal.throwIfAborted();
    placed?.data.dispose();
    placed = { source: settings.source, data: place(kernels, read) };
  }
  const { data } = placed;
  const trainer = new Trainer(kernels, data, settings);
  signal.addEventListener('abort', () => trainer.dispose(), { once: true });
  return new Watched(trainer, data, kernels.kind);
}

/** A run, and what the page has seen of it. */
class Watched implements Simulation<View, true> {
  readonly #trainer: Trainer;
  readonly #data: Placed;
  readonly #kind: 'wasm' | 'plain';
  readonly #wallRows: Int32Array;
  readonly #trace: TracePoint[] = [];
  readonly #traceEvery: number;
  readonly #wallPace = new Pace(wallEveryMs);
  readonly #restPace = new Pace(restEveryMs);
  #first = true;
  readonly #smooth: Smooth;
  #steps = 0;
  #speed: number | undefined;

  constructor(trainer: Trainer, data: Placed, kind: 'wasm' | 'plain') {
    this.#trainer = trainer;
    this.#data = data;
    this.#kind = kind;
    const { batch, epochs } = trainer.settings;
    const batches = data.train.count / batch;
    this.#traceEvery = Math.ceil((batches * epochs) / tracePoints);
    this.#smooth = new Smooth(Math.max(8, batches / 8));
    this.#wallRows = wallOf(data.test.labels);
  }

  step(): boolean {
    const trainer = this.#trainer;
    const learnt = !trainer.testing;
    if (!trainer.step()) return false;
    this.#wallPace.stale = this.#restPace.stale = true;
    if (!learnt) return true;
    const { seen, latest } = trainer;
    const smooth = this.#smooth.take(latest);
    if (trainer.spentMs > 0) {
      this.#speed = (trainer.progress * this.#data.train.count * 1000) / trainer.spentMs;
    }
    if (++this.#steps % this.#traceEvery === 0) {
      this.#trace.push({ x: seen / this.#data.train.count, ...smooth });
    }
    return true;
  }

  /** What is behind is to come with the next view, whatever the pace. */
  change(): void {
    this.#wallPace.hurry();
    this.#restPace.hurry();
  }

  view(): View {
    const trainer = this.#trainer;
    const { points, scores, settings } = trainer;
    const first = this.#first;
    this.#first = false;
    const now = performance.now();
    const wall = this.#wallPace.isDue(now, trainer.ended);
    const rest = this.#restPace.isDue(now, trainer.ended);
    return {
      epoch: points.length + (trainer.ended ? 0 : 1),
      epochs: settings.epochs,
      progress: trainer.progress,
      testing: trainer.testing && !trainer.ended,
      stepsToTest: trainer.stepsToTest,
      running: trainer.running,
      speed: this.#speed,
      kernels: this.#kind,
      pictures: { train: this.#data.train.count, test: this.#data.test.count },
      parameters: trainer.network.parameterCount,
      behind: this.#wallPace.stale || this.#restPace.stale,
      ...(first && { wallPictures: this.#wallPictures() }),
      ...(wall && { wall: this.#wall() }),
      ...(rest && {
        trace: this.#trace,
        points,
        filters: this.#filters(),
        ...(scores && { scores }),
      }),
    };
  }

  #wallPictures(): View['wallPictures'] {
    const { bytes, labels } = this.#data.testPictures;
    return Array.from(this.#wallRows, (row) => ({
      bytes: bytes.slice(row * pixels, (row + 1) * pixels),
      truth: labels[row]!,
    }));
  }

  #wall(): Wall {
    const scores = this.#trainer.network.ask(this.#data.test, this.#wallRows);
    const answers = Array.from(this.#wallRows, (_, n) => {
      const own = scores.subarray(n * classCount, (n + 1) * classCount);
      return own.indexOf(Math.max(...own));
    });
    return { scores, answers };
  }

  #filters(): Filters {
    const { network, settings } = this.#trainer;
    const units = settings.hidden[0] ?? classCount;
    const shown = Math.min(units, mostFilters);
    const values = new Int8Array(shown * pixels);
    for (let unit = 0; unit < shown; unit++) {
      const weights = network.incoming(unit);
      const most = weights.reduce((all, one) => Math.max(all, Math.abs(one)), 1e-9);
      values.set(
        weights.map((one) => Math.round((127 * one) / most)),
        unit * pixels,
      );
    }
    return { units, shown, values };
  }
}

/** Batches jump; their moving mean shows where they go. It counts from the first one (as Adam's moments do). */
class Smooth {
  readonly #keep: number;
  #weight = 0;
  #loss = 0;
  #accuracy = 0;

  /** @param over so many batches */
  constructor(over: number) {
    this.#keep = 1 - 1 / over;
  }

  take({ loss, accuracy }: Trainer['latest']): Trainer['latest'] {
    const keep = this.#keep;
    this.#weight = keep * this.#weight + (1 - keep);
    this.#loss = keep * this.#loss + (1 - keep) * loss;
    this.#accuracy = keep * this.#accuracy + (1 - keep) * accuracy;
    return { loss: this.#loss / this.#weight, accuracy: this.#accuracy / this.#weight };
  }
}

/** Something that is worth a look only now and then. */
class Pace {
  readonly #everyMs: number;
  #lastMs = -Infinity;
  /** It has changed since it was looked at. */
  stale = true;

  constructor(everyMs: number) {
    this.#everyMs = everyMs;
  }

  hurry(): void {
    this.#lastMs = -Infinity;
  }

  /** @param last there will be no other time */
  isDue(now: number, last: boolean): boolean {
    if (!this.stale || (!last && now - this.#lastMs < this.#everyMs)) return false;
    this.stale = false;
    this.#lastMs = now;
    return true;
  }
}

/** The first pictures of each class, class after class. */
function wallOf(labels: Uint8Array): Int32Array {
  const rows: number[] = [];
  for (let k = 0; k < classCount; k++) {
    let left = wallEach;
    labels.forEach((label, n) => {
      if (label === k && left-- > 0) rows.push(n);
    });
  }
  return Int32Array.from(rows);
}
