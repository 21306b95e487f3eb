/** A recorder whose code comes with the first step: a lab that nobody plays does not load it. */
import { FailureError, type Failure } from '#lib/failure/failure.ts';
import { loadChunk } from '#lib/failure/load-chunk.ts';
import type { Numbers } from './histogram.ts';
import type { Recorder, RunOptions } from './recorder.ts';
import type { HistogramFrame, Points } from './run.ts';

export class LateRecorder implements Recorder {
  readonly id: string;
  readonly #loading: Promise<void>;
  /** What was asked for before it came. */
  #waiting: ((recorder: Recorder) => void)[] = [];
  #recorder: Recorder | undefined;
  #failure: Failure | undefined;

  constructor(options: RunOptions & { readonly id: string }) {
    this.id = options.id;
    this.#loading = this.#load(options);
  }

  get failure(): Failure | undefined {
    return this.#failure ?? this.#recorder?.failure;
  }

  scalar(tag: string, step: number, value: number): void {
    this.#ask((recorder) => recorder.scalar(tag, step, value));
  }

  histogram(tag: string, step: number, values: Numbers): void {
    this.#ask((recorder) => recorder.histogram(tag, step, values));
  }

  counted(tag: string, frame: HistogramFrame): void {
    this.#ask((recorder) => recorder.counted(tag, frame));
  }

  points(points: Points): void {
    this.#ask((recorder) => recorder.points(points));
  }

  async end(): Promise<Failure | undefined> {
    await this.#loading;
    await this.#recorder?.end();
    return this.failure;
  }

  #ask(what: (recorder: Recorder) => void): void {
    if (this.#recorder) what(this.#recorder);
    else if (!this.#failure) this.#waiting.push(what);
  }

  async #load(options: RunOptions): Promise<void> {
    try {
      const { recordRun } = await loadChunk(() => import('./recorder.ts'));
      this.#recorder = recordRun(options);
      for (const what of this.#waiting) what(this.#recorder);
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      this.#failure = error.failure;
    }
    this.#waiting = [];
  }
}
