/**
 * A text classifier while it learns: rows of an embedding table → recurrent layers → pooling → dense
 * layers → softmax. Types only. `open-network.ts` makes one from a seed, `files.ts` from a model file
 * and back; `batches.ts` puts texts of like length together.
 *
 * All parameters lie in one float64 array, as in every trainer here, so that any optimiser can move
 * them and a checkpoint is one copy. The same seed on the same backend gives the same weights.
 */
import type { Cell } from '#lib/engine/kernels/recurrent.ts';
import type { OptimiserName, OptimiserState } from '#lib/maths/optimisers.ts';
import type { Random } from '#lib/maths/random.ts';
import type { DensePart, Pooling } from '../model/format.ts';

/** A text as a network reads it: which rows of the embedding table make each of its tokens. */
export interface TokenRows {
  /** Token after token. */
  readonly rows: Int32Array;
  /**
   * Where the rows of each token begin in `rows`, and where the last one's end: one more than there
   * are tokens. A token of several rows is their mean. Absent: one row each.
   */
  readonly starts?: Int32Array;
}

export interface TextNetworkSpec {
  /** Rows of the embedding table; row 0 is padding, and stays zero. */
  readonly rows: number;
  readonly columns: number;
  /** From the embeddings up. */
  readonly recurrent: readonly {
    readonly cell: Cell;
    readonly units: number;
    readonly direction: 'forward' | 'both';
  }[];
  readonly pooling: Pooling['kind'];
  /** Dense layers below the classifier. */
  readonly hidden: readonly {
    readonly units: number;
    readonly activation: DensePart['activation'];
  }[];
  readonly classes: number;
}

/** A slice of the parameters, row-major: `embedding`, `recurrent.0.forward.kernel`, `dense.0.bias`, … */
export interface ParameterPart {
  readonly name: string;
  readonly shape: readonly number[];
  /** First value. */
  readonly at: number;
  readonly size: number;
}

export interface TextBatch {
  readonly texts: readonly TokenRows[];
  readonly labels: Int32Array;
  /** What each text counts for; absent: all the same. */
  readonly weights?: Float64Array;
}

export interface Dropout {
  /**
   * Part of the embeddings' values that a step does not see, 0..1: of a token the same ones wherever
   * it stands in the batch (Gal and Ghahramani, 2016).
   */
  readonly embedding: number;
  /** Of the weights from one step's state to the next one's: the same ones for a whole batch. */
  readonly recurrent: number;
  /** Of those that enter the dense layers. */
  readonly pooled: number;
}

export interface TrainingSettings {
  readonly optimiser: OptimiserName;
  /** Learning rates: of the classifier (the last dense layer), and of everything below it. */
  readonly rates: { readonly network: number; readonly classifier: number };
  /** λ₁·Σ|w| and λ₂·Σw²/2, on kernels of dense layers alone. */
  readonly l1: number;
  readonly l2: number;
  readonly dropout: Dropout;
  /** Largest norm of the whole gradient; a longer one is shortened (Pascanu et al., 2013). Absent: none. */
  readonly clipNorm?: number;
  /**
   * `all` rows of the embedding table move at every step, as the papers of the optimisers say; or those
   * alone that are in the batch (as in LazyAdam), much quicker where the table is large.
   */
  readonly embeddingRows: 'all' | 'touched' | 'frozen';
}

export interface StepResult {
  /** Weighted mean cross-entropy of the batch as the step saw it (with dropout), without penalties. */
  readonly loss: number;
  /** How many it had right. */
  readonly right: number;
}

export interface Evaluation {
  /** Sum of weight · cross-entropy. */
  readonly loss: number;
  readonly right: number;
  /** [texts, classes] */
  readonly logits: Float32Array<ArrayBuffer>;
}

/** Plain data: a checkpoint holds it. */
export interface TrainingState {
  readonly network: OptimiserState;
  readonly classifier: OptimiserState;
}

export interface TextTraining {
  /**
   * One step on one batch.
   * @param random decides what drops out
   */
  step(batch: TextBatch, random: Random): Promise<StepResult>;
  readonly state: TrainingState;
}

export interface TextNetwork {
  readonly spec: TextNetworkSpec;
  readonly parts: readonly ParameterPart[];
  /** How many parameters; those of the classifier come last, from `networkSize` on. */
  readonly size: number;
  readonly networkSize: number;
  /** Length of an embedding: what the classifier reads. */
  readonly dimensions: number;
  /** A copy. */
  readonly parameters: Float64Array<ArrayBuffer>;
  /** Takes other values, e.g. the best ones again. */
  load(parameters: Float64Array): void;
  train(settings: TrainingSettings, from?: TrainingState): TextTraining;
  evaluate(batch: TextBatch): Promise<Evaluation>;
  /** [texts, dimensions] */
  embed(texts: readonly TokenRows[]): Promise<Float32Array<ArrayBuffer>>;
  dispose(): void;
}
