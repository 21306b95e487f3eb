/**
 * What is kept of a project, row by row. Rows are small, plain and replaced whole; the bulk beside
 * them (pictures, embeddings, weights) is written once and never changed, so that undoing is
 * putting earlier rows back. Types only.
 */
import type { KeptBlob } from '#lib/cache/kept-blob.ts';

export type ProjectKind = 'image' | 'text';

export interface ProjectRow {
  readonly id: string;
  readonly kind: ProjectKind;
  readonly name: string;
  /** Milliseconds since the epoch, here and below. */
  readonly createdAt: number;
  readonly trashedAt?: number;
  /** Which frozen extractor its embeddings come from (`vision/trunk.ts`). */
  readonly trunk: string;
  /** The settings of the next run, as the trainer understands them; absent: the defaults. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The run that answers in the live test; absent: the instant head. */
  readonly liveRun?: string;
  /** 0..1: how readily the project says "unknown"; absent: the default. */
  readonly caution?: number;
  /** The method of the head that follows the samples; absent: the default. */
  readonly instant?: string;
}

export interface ClassRow {
  readonly id: string;
  readonly projectId: string;
  readonly name: string;
  /** Index into the colour-blind-safe set. */
  readonly colour: number;
  /** Sorts the classes; any finite number. */
  readonly order: number;
  /** `none`: samples of "none of these"; they teach what to reject and are no answer. */
  readonly role: 'answer' | 'none';
  readonly trashedAt?: number;
}

export type SampleOrigin = 'camera' | 'file' | 'archive' | 'drawing' | 'paste' | 'live' | 'typed';

/** Measured once, when the sample is taken. */
export interface PictureQuality {
  /** Variance of the Laplacian over a grey thumbnail: small is blurred. */
  readonly sharpness: number;
  /** Mean grey, 0..1. */
  readonly brightness: number;
  /** Fraction of pixels at either end of the scale. */
  readonly clipped: number;
}

export interface SampleRow {
  readonly id: string;
  readonly projectId: string;
  readonly classId: string;
  /** Samples captured in one hold share it; each uploaded file is a burst of its own. */
  readonly burst: string;
  readonly takenAt: number;
  readonly origin: SampleOrigin;
  /** The file's name, where it had one. */
  readonly fileName?: string;
  /** Pixels of the kept picture; absent for texts. */
  readonly width?: number;
  readonly height?: number;
  /** 64-bit difference hash of the picture, 16 hexadecimal digits: equal or close ones look alike. */
  readonly hash?: string;
  readonly quality?: PictureQuality;
  /** A text sample is its text. */
  readonly text?: string;
  /** `test`: locked away from training; `auto`: the split decides between train and validation. */
  readonly part: 'auto' | 'test';
  readonly trashedAt?: number;
}

/** The pictures of one sample, written with its row and never changed. */
export interface SampleData {
  readonly id: string;
  readonly projectId: string;
  /** JPEG or PNG, whole frame, not mirrored, longest side at most 640 pixels. */
  readonly picture: Blob;
  /** Longest side at most 128 pixels. */
  readonly thumbnail: KeptBlob;
}

/** What the trunk said of one sample: its own picture first, then its augmented copies. */
export interface EmbeddingRow {
  readonly sampleId: string;
  readonly trunk: string;
  /** Which augmentation made the copies; '' for none. */
  readonly augmentation: string;
  readonly projectId: string;
  /** float16 bits, row after row of `dimensions`. */
  readonly vectors: Uint16Array<ArrayBuffer>;
  readonly dimensions: number;
}

export type RunState = 'running' | 'done' | 'cancelled' | 'failed' | 'interrupted';

/** One training, with its settings, curve and result. */
export interface RunRow {
  readonly id: string;
  readonly projectId: string;
  readonly name: string;
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly state: RunState;
  /** Whose embeddings it learnt from; absent in runs of before one could choose (`firstTrunk`). */
  readonly trunk?: string;
  /** The trainer's settings, curve and report are typed in `teach/trainer/protocol.ts`. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly curve: readonly Readonly<Record<string, number>>[];
  readonly report?: Readonly<Record<string, unknown>>;
  /** The epoch whose weights answer; its checkpoint exists. */
  readonly epoch?: number;
  readonly trashedAt?: number;
}

/** Weights of a run after an epoch: a head as the structured clone keeps it. */
export interface CheckpointRow {
  readonly runId: string;
  readonly epoch: number;
  readonly projectId: string;
  readonly head: unknown;
}

/** The rows that people change, by the store that holds them. */
export interface ProjectRows {
  projects: ProjectRow;
  classes: ClassRow;
  samples: SampleRow;
  runs: RunRow;
}

export type RowStore = keyof ProjectRows;

/** One row before and after; absent: it does not exist then. */
export type Change = {
  [S in RowStore]: {
    readonly store: S;
    readonly key: string;
    readonly before?: ProjectRows[S];
    readonly after?: ProjectRows[S];
  };
}[RowStore];

/** One action of a person, or a part of one, as it can be taken back. */
export interface JournalEntry {
  readonly projectId: string;
  /** Counts up from 1 in each project. */
  readonly sequence: number;
  readonly at: number;
  /** What was done, for the words on the Undo button: `add-samples`, `rename-class`… */
  readonly action: string;
  /** How many things it touched. */
  readonly count: number;
  /** Neighbouring entries of one group (the frames of a burst) are undone and redone together. */
  readonly group?: string;
  readonly changes: readonly Change[];
}

/** What Undo or Redo would do: the action and how many things it touches. */
export interface JournalStep {
  readonly action: string;
  readonly count: number;
  readonly group?: string;
}

/** How far a project's journal is applied, and what its lists are counted from without reading them. */
export interface JournalCursor {
  readonly projectId: string;
  /** Sequence of the newest entry that is applied; 0: none. */
  readonly done: number;
  /** Sequence of the newest entry; what lies between `done` and it can be redone. */
  readonly last: number;
  /** Counts every write to the project, so that a tab can tell whether it has seen them all. */
  readonly revision: number;
  readonly undoable?: JournalStep;
  readonly redoable?: JournalStep;
  /** Samples outside the trash, for each class. */
  readonly tally: Readonly<Record<string, number>>;
}
