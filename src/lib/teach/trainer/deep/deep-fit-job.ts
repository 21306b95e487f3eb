import type { FitJob } from '../train/fit.ts';

/** A run that looks at the pictures themselves, and tells how far it has looked. */
export interface DeepFitJob extends FitJob {
  onLooking(done: number, total: number): void;
}
