/** When to say "I don't know": how far an embedding lies from what each class has shown. Pure. */

/** What distances are measured from; fitted on the training samples of a project. */
export interface Familiarity {
  /** Class ids, in the order of `means`. */
  readonly classes: readonly string[];
  /** One row for each class, in the normalised space of the head. */
  readonly means: Float32Array<ArrayBuffer>;
  readonly dimensions: number;
  /** Distances of held-out known samples to their nearest class, ascending: the accept curve. */
  readonly known: Float32Array<ArrayBuffer>;
  /** Distances of samples of "none of these", ascending. */
  readonly strangers: Float32Array<ArrayBuffer>;
}
