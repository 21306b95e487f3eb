/**
 * A simulation: what a lab computes step by step, with no page in sight. Long ones run in the `labs`
 * worker; the page starts one with its settings, plays it, and draws each view that comes.
 */
export interface Simulation<View, Change = never> {
  /** One step: a batch, an epoch, a move. False: there was none left to take. */
  step(): boolean | undefined | void;
  /** What there is to draw now; plain data, cloned to the page. Asked for at most once a frame. */
  view(): View;
  /** A setting that can change on the way (a learning rate, say). */
  change?(change: Change): void;
}

/** Starts one from its settings, which come from a page and may hold files or typed arrays. May take its time. */
export type Simulate = (
  // Each lab's own settings; the lab's page and its simulation share the type.
  settings: never,
  signal: AbortSignal,
) => Simulation<unknown, never> | Promise<Simulation<unknown, never>>;
