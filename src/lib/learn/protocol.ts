/** Calls of a labs worker. Types only. */

/** What a page tells a simulation that runs. */
export type SimulationUpdate =
  | { readonly kind: 'play'; readonly speed: number }
  | { readonly kind: 'pause' }
  /** One step unless told. */
  | { readonly kind: 'step'; readonly count?: number }
  | { readonly kind: 'change'; readonly change: unknown }
  /** The last view has been drawn: the next may come. */
  | { readonly kind: 'drawn' };

export interface SimulationProgress {
  readonly steps: number;
  readonly ended: boolean;
  readonly view: unknown;
}

// A type alias, so that it is assignable to the engine's `Calls`.
export type LabCalls = {
  /** Runs until it is cancelled: the page may want one more step of one that has ended. */
  simulate: {
    request: { readonly simulation: string; readonly settings: unknown };
    update: SimulationUpdate;
    progress: SimulationProgress;
    result: never;
  };
};
