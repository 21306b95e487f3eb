/** A run as the Board knows it, wherever it was made. Types only. */

export type Setting = string | number | boolean;
export type Settings = Readonly<Record<string, Setting>>;

/** One layer of a model, for the graph. */
export interface Layer {
  readonly name: string;
  /** What goes in and what comes out, without the batch: [784], [28, 28, 1]. */
  readonly input: readonly number[];
  readonly output: readonly number[];
  /** Numbers that training moves. */
  readonly parameters: number;
  readonly activation?: string;
}

/** Values over steps. The three arrays are of one length; steps ascend. */
export interface Series {
  readonly tag: string;
  readonly steps: readonly number[];
  readonly values: readonly number[];
  /** Milliseconds since the run began; absent where nobody kept them (Teach). */
  readonly times?: readonly number[];
}

/** How the values of a tensor were spread at one step: equal bins from `least` to `most`. */
export interface HistogramFrame {
  readonly step: number;
  readonly least: number;
  readonly most: number;
  readonly counts: readonly number[];
}

export interface Histogram {
  readonly tag: string;
  /** By step, ascending. */
  readonly frames: readonly HistogramFrame[];
}

/** Vectors of the samples of a run, for the projector. */
export interface Points {
  /** How many numbers a vector has. */
  readonly dimensions: number;
  /** One vector after another. */
  readonly vectors: Float32Array<ArrayBuffer>;
  /** For each vector an index into `classes`. */
  readonly labels: readonly number[];
  readonly classes: readonly string[];
  /** For each vector what it is of, in a few words or numbers: "0.3, −0.7". */
  readonly names: readonly string[];
}

/** What a list shows of a run. */
export interface RunSummary {
  readonly id: string;
  readonly source: 'lab' | 'teach';
  /** The lab's or the project's id. */
  readonly owner: string;
  /** What somebody called it; absent: nobody did. */
  readonly name?: string;
  readonly settings: Settings;
  /** Milliseconds since the epoch, here and below. */
  readonly startedAt: number;
  readonly endedAt?: number;
  /** The last value of each series. */
  readonly finals: Readonly<Record<string, number>>;
  readonly layers?: readonly Layer[];
}

/** A run with all that was recorded of it. */
export interface WholeRun {
  readonly run: RunSummary;
  readonly series: readonly Series[];
  readonly histograms: readonly Histogram[];
  readonly points?: Points;
}
