/** What the page and the worker say of a projection. */
export const projections = ['pca', 'umap'] as const;
export type Projection = (typeof projections)[number];

export interface ProjectionSettings {
  readonly method: Projection;
  readonly dimensions: number;
  /** One vector after another. */
  readonly vectors: Float32Array;
  readonly seed: number;
}

export interface ProjectionView {
  /** x and y of each vector in turns, all 0..1. */
  readonly places: readonly number[];
  /** 0..1: how much of the variance the two directions hold; undefined for UMAP. */
  readonly held?: number;
}
