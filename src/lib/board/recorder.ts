/**
 * Records a run of a lab for the Board. Everything is kept in memory, thinned to a bounded size, and
 * written a few seconds apart: whoever trains never waits for the disk, and a full disk stops the
 * recording, not the training.
 */
import { FailureError, type Failure } from '#lib/failure/failure.ts';
import { newId } from '#lib/storage/new-id.ts';
import type { LabRunRow } from './database.ts';
import { histogramOf, type Numbers } from './histogram.ts';
import { writeLabRun } from './lab-runs.ts';
import type { HistogramFrame, Layer, Points, Settings } from './run.ts';
import { leastSteps, mostFrames, mostPoints, mostTags, mostVectors } from './limits.ts';
import { Thinned } from './thinned.ts';

export interface RunOptions {
  /** Nobody else's; absent: a new one. */
  readonly id?: string;
  readonly lab: string;
  /** What the visitor called it; absent: it is told from others by its settings. */
  readonly name?: string;
  /** What the run was made of: what a comparison shows. Short words and numbers. */
  readonly settings: Settings;
  readonly layers?: readonly Layer[];
  /** Between two writes. */
  readonly writeAfterMs?: number;
}

export interface Recorder {
  readonly id: string;
  /** Why nothing is kept any more; undefined while all is well. */
  readonly failure: Failure | undefined;
  /** A value at a step. Steps ascend; a second value of the same step takes the first one's place. */
  scalar(tag: string, step: number, value: number): void;
  /** How the values of a tensor are spread at a step; they are counted at once and not kept. */
  histogram(tag: string, step: number, values: Numbers): void;
  /** The same of values that were counted already. */
  counted(tag: string, frame: HistogramFrame): void;
  /** Vectors of samples for the projector; the last call holds. */
  points(points: Points): void;
  /** Writes what is left. The answer is {@link failure}. */
  end(): Promise<Failure | undefined>;
}

interface Entry {
  readonly step: number;
  readonly value: number;
  readonly time: number;
}

export function recordRun(options: RunOptions): Recorder {
  return new StoredRecorder(options);
}

class StoredRecorder implements Recorder {
  readonly id: string;
  readonly #options: RunOptions;
  readonly #startedAt = Date.now();
  readonly #start = performance.now();
  readonly #series = new Map<string, Thinned<Entry>>();
  readonly #histograms = new Map<string, Thinned<HistogramFrame>>();
  readonly #dirty = new Set<string>();
  #points: Points | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #writing: Promise<void> = Promise.resolve();
  #steps = 0;
  #lastStep = -Infinity;
  #endedAt: number | undefined;
  #failure: Failure | undefined;

  constructor(options: RunOptions) {
    this.#options = options;
    this.id = options.id ?? newId();
  }

  get failure(): Failure | undefined {
    return this.#failure;
  }

  scalar(tag: string, step: number, value: number): void {
    if (this.#closed) return;
    const series = this.#place(this.#series, tag, mostPoints);
    if (!this.#put(series, { step, value, time: performance.now() - this.#start })) return;
    if (step > this.#lastStep) {
      this.#lastStep = step;
      this.#steps++;
    }
    this.#mark(`s ${tag}`);
  }

  histogram(tag: string, step: number, values: Numbers): void {
    if (!this.#closed) this.counted(tag, histogramOf(step, values));
  }

  counted(tag: string, frame: HistogramFrame): void {
    if (this.#closed) return;
    const frames = this.#place(this.#histograms, tag, mostFrames);
    if (this.#put(frames, frame)) this.#mark(`h ${tag}`);
  }

  points(points: Points): void {
    if (this.#closed) return;
    const count = Math.min(points.names.length, mostVectors);
    this.#points = {
      ...points,
      vectors: points.vectors.slice(0, count * points.dimensions),
      labels: points.labels.slice(0, count),
      names: points.names.slice(0, count),
    };
    this.#mark('p');
  }

  async end(): Promise<Failure | undefined> {
    if (this.#endedAt === undefined) {
      this.#endedAt = Date.now();
      clearTimeout(this.#timer);
      this.#write();
    }
    await this.#writing;
    return this.#failure;
  }

  get #closed(): boolean {
    return this.#endedAt !== undefined || this.#failure !== undefined;
  }

  #place<T>(of: Map<string, Thinned<T>>, tag: string, limit: number): Thinned<T> {
    let place = of.get(tag);
    if (!place) {
      if (of.size >= mostTags) throw new RangeError(`a run has ${String(mostTags)} tags at most`);
      of.set(tag, (place = new Thinned(limit)));
    }
    return place;
  }

  /** False: it came too late. */
  #put<T extends { readonly step: number }>(into: Thinned<T>, entry: T): boolean {
    const last = into.newest?.step ?? -Infinity;
    if (entry.step < last || !Number.isFinite(entry.step)) return false;
    if (entry.step === last) into.replaceNewest(entry);
    else into.add(entry);
    return true;
  }

  #mark(part: string): void {
    this.#dirty.add(part);
    if (this.#timer !== undefined || this.#steps < leastSteps) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#write();
    }, this.#options.writeAfterMs ?? 2000);
  }

  #write(): void {
    if (this.#steps < leastSteps || this.#failure) return;
    this.#writing = this.#writing.then(async () => {
      if (this.#failure) return;
      const parts = [...this.#dirty];
      this.#dirty.clear();
      try {
        await writeLabRun(this.#rows(parts));
      } catch (error) {
        if (!(error instanceof FailureError)) throw error;
        this.#failure = error.failure;
        // What could not be kept is not held either.
        this.#series.clear();
        this.#histograms.clear();
        this.#points = undefined;
      }
    });
  }

  #rows(parts: readonly string[]) {
    const runId = this.id;
    const tagsOf = (kind: string) =>
      parts.filter((part) => part.startsWith(`${kind} `)).map((part) => part.slice(2));
    return {
      run: this.#row(),
      series: tagsOf('s').map((tag) => {
        const entries = this.#series.get(tag)!.entries();
        return {
          runId,
          tag,
          steps: Float64Array.from(entries, ({ step }) => step),
          values: Float64Array.from(entries, ({ value }) => value),
          times: Float64Array.from(entries, ({ time }) => time),
        };
      }),
      histograms: tagsOf('h').map((tag) => ({
        runId,
        tag,
        frames: this.#histograms.get(tag)!.entries(),
      })),
      ...(parts.includes('p') && this.#points && { points: { ...this.#points, runId } }),
    };
  }

  #row(): LabRunRow {
    const { lab, name, settings, layers } = this.#options;
    const finals: Record<string, number> = {};
    for (const [tag, series] of this.#series) finals[tag] = series.newest!.value;
    return {
      id: this.id,
      source: 'lab',
      owner: lab,
      settings,
      startedAt: this.#startedAt,
      heardAt: Date.now(),
      finals,
      ...(name !== undefined && { name }),
      ...(layers && { layers }),
      ...(this.#endedAt !== undefined && { endedAt: this.#endedAt }),
    };
  }
}
