/** What a project trains: from an embedding to a score for each class. Pure, plain data. */

/** Row-major numbers, `rows * columns` long. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float32Array<ArrayBuffer>;
}

export const headMethods = ['means', 'ridge', 'knn', 'lda', 'linear', 'mlp'] as const;
export type HeadMethod = (typeof headMethods)[number];

/** Labelled embeddings; `labels[i]` is an index into the classes. */
export interface Examples {
  readonly vectors: Matrix;
  readonly labels: Int32Array;
  readonly classCount: number;
  /** One weight for each row (augmented copies and class weights); absent: all 1. */
  readonly weights?: Float32Array;
}

/** Makes embeddings comparable before a head sees them: (v − mean) ⊘ scale, then to unit length. */
export interface Normalisation {
  readonly mean: Float32Array<ArrayBuffer>;
  readonly scale?: Float32Array<ArrayBuffer>;
  readonly unitLength: boolean;
}

/** Scores are `softmax(logits / temperature)` for every method; see `predict.ts`. */
export type Head = {
  readonly method: HeadMethod;
  /** Class ids, in the order of the scores. */
  readonly classes: readonly string[];
  readonly dimensions: number;
  readonly normalisation: Normalisation;
  readonly temperature: number;
  readonly layers: readonly HeadLayer[];
  /** Kept rows of a k-NN head; it has no layers. */
  readonly neighbours?: Neighbours;
};

export interface Neighbours {
  readonly vectors: Matrix;
  /** Class of each row; −1 for rows that do not vote. One for every row, sent before or not. */
  readonly labels: Int32Array<ArrayBuffer>;
  readonly k: number;
  /** Rows are as the trunk gives them, so that one more sample leaves them as they are; absent: normalised. */
  readonly plain?: boolean;
  /** Heads of one store have the same rows, the later ones more of them. */
  readonly store?: string;
  /** Only on its way (`grown-rows.ts`): the rows before this one are with the receiver already. */
  readonly since?: number;
}

/** `x · weights + bias`, then the activation. Every parametric head is one or two of them. */
export interface HeadLayer {
  /** [inputs, outputs] */
  readonly weights: Matrix;
  readonly bias: Float32Array<ArrayBuffer>;
  readonly activation: 'none' | 'relu';
}

/** Bias of a class that has shown nothing yet: its score is 0 and never wins. Finite, so that it survives JSON. */
export const SILENT = -1e6;

/** A head that follows samples one by one; see `instant.ts`. */
export interface InstantLearner {
  readonly method: HeadMethod;
  /** Samples it holds. */
  readonly count: number;
  /** @param vector [dimensions], an embedding as the trunk gives it; it is not kept. */
  add(vector: Float32Array, classId: string): void;
  /** The same as {@link add}, for many at once: the next head pays for them together. */
  addLater(vector: Float32Array, classId: string): void;
  /** @param vector the same numbers that were added. */
  remove(vector: Float32Array, classId: string): void;
  /** Answers among these classes, in this order; classes without samples score 0. */
  head(classes: readonly string[]): Head;
}
