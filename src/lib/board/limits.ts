/** How much the Board keeps. */

/** Points of a series, frames of a histogram, tags and vectors that a run holds at most. */
export const mostPoints = 1000;
export const mostFrames = 48;
export const mostTags = 32;
export const mostVectors = 1000;
/** A run of fewer steps was an attempt at the settings: nothing of it is kept. */
export const leastSteps = 5;
/** Runs in one file. */
export const mostRuns = 64;
