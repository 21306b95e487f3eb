/** A model on its way out: networks with their numbers, and the head on top of them. Pure data. */
import type { Graph, Weight } from '#lib/engine/graph/format.ts';
import type { InputSpec } from '#lib/vision/preprocess/input-spec.ts';
import type { Head } from '../../heads/head.ts';

/** One network of a model. */
export interface SourceNetwork {
  readonly graph: Graph;
  readonly input: InputSpec;
  /** Numbers of a filter or bias. */
  read(weight: Weight): Float32Array;
}

export interface ModelSource {
  readonly name: string;
  /** For people, in the order of `head.classes`. */
  readonly labels: readonly string[];
  readonly networks: readonly SourceNetwork[];
  /**
   * What becomes of each network's output `embedding`: a trunk's maps are pooled to mean and deviation
   * of each channel, of unit length; a small network's is a row already.
   */
  readonly pooling: 'mean-deviation' | 'none';
  readonly head: Head;
}
