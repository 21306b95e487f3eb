/**
 * What a run trains below its head: new weights for the end of one of the trunk's networks, or a
 * small network of its own. Plain arrays, so that they travel to any worker and any backend. Types only.
 */
import type { Graph } from '#lib/engine/graph/format.ts';
import type { InputSpec } from '#lib/vision/preprocess/input-spec.ts';

export interface TailWeight {
  /** Its place in the graph, see `Weight` in engine/graph/format.ts. */
  readonly at: number;
  readonly shape: readonly number[];
  readonly values: Float32Array<ArrayBuffer>;
}

export type Tail =
  | {
      readonly kind: 'fine-tune';
      /** Index of the trunk's network whose last blocks these weights replace. */
      readonly network: number;
      readonly weights: readonly TailWeight[];
    }
  | {
      readonly kind: 'cnn';
      /** Its output `embedding` is [1, 1, 1, channels]. */
      readonly graph: Graph;
      readonly input: InputSpec;
      readonly weights: readonly TailWeight[];
    };
