/**
 * Batch normalisation (Ioffe and Szegedy, 2015) and layer normalisation (Ba, Kiros and Hinton,
 * 2016), forward and backward. Values lie as rows × units. Pure but for what they write into.
 */

export type NormalisationName = 'batch' | 'layer';

/** Added to a variance before its root. */
const tiny = 1e-5;
/** How much of the running statistics of a batch normalisation stays at each batch. */
const kept = 0.9;

/** Mean and variance of each unit over the batches seen; two halves of one array. */
export interface Statistics {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
}

/** What lies `step` apart, `count` of them, from `at`, brought to mean 0 and variance 1. */
function standardise(
  u: Float64Array,
  hat: Float64Array,
  at: number,
  step: number,
  count: number,
): readonly [mean: number, variance: number] {
  const end = at + step * count;
  let mean = 0;
  for (let i = at; i < end; i += step) mean += u[i]! / count;
  let variance = 0;
  for (let i = at; i < end; i += step) variance += (u[i]! - mean) ** 2 / count;
  const inverse = 1 / Math.sqrt(variance + tiny);
  for (let i = at; i < end; i += step) hat[i] = (u[i]! - mean) * inverse;
  return [mean, variance];
}

/** u[i] ← (h − mean(h) − x̂·mean(h·x̂)) ÷ √(variance + ε): the gradient through `standardise`. */
function backThroughStandard(
  h: Float64Array,
  hat: Float64Array,
  inverse: number,
  at: number,
  step: number,
  count: number,
): void {
  const end = at + step * count;
  let mean = 0;
  let along = 0;
  for (let i = at; i < end; i += step) {
    mean += h[i]! / count;
    along += (h[i]! * hat[i]!) / count;
  }
  for (let i = at; i < end; i += step) h[i] = (h[i]! - mean - hat[i]! * along) * inverse;
}

/**
 * `hat` becomes the standardised `u`, and `inverses` what it was multiplied by: for each unit
 * (batch) or each row (layer). A batch in training also moves the running statistics.
 */
export function normalise(
  name: NormalisationName,
  u: Float64Array,
  hat: Float64Array,
  inverses: Float64Array,
  rows: number,
  units: number,
  training: boolean,
  running: Statistics,
): void {
  if (name === 'layer') {
    for (let r = 0; r < rows; r++) {
      const [, variance] = standardise(u, hat, r * units, 1, units);
      inverses[r] = 1 / Math.sqrt(variance + tiny);
    }
    return;
  }
  for (let j = 0; j < units; j++) {
    if (training) {
      const [mean, variance] = standardise(u, hat, j, units, rows);
      inverses[j] = 1 / Math.sqrt(variance + tiny);
      running.mean[j] = kept * running.mean[j]! + (1 - kept) * mean;
      running.variance[j] = kept * running.variance[j]! + (1 - kept) * variance;
    } else {
      const inverse = (inverses[j] = 1 / Math.sqrt(running.variance[j]! + tiny));
      for (let i = j; i < rows * units; i += units) hat[i] = (u[i]! - running.mean[j]!) * inverse;
    }
  }
}

/** `h`, the gradient at the standardised values, becomes in place the gradient at what they were made of. */
export function backThroughNormalisation(
  name: NormalisationName,
  h: Float64Array,
  hat: Float64Array,
  inverses: Float64Array,
  rows: number,
  units: number,
  training: boolean,
): void {
  if (name === 'layer') {
    for (let r = 0; r < rows; r++) backThroughStandard(h, hat, inverses[r]!, r * units, 1, units);
  } else if (training) {
    for (let j = 0; j < units; j++) backThroughStandard(h, hat, inverses[j]!, j, units, rows);
  } else {
    // The running statistics do not depend on these rows.
    for (let i = 0; i < rows * units; i++) h[i]! *= inverses[i % units]!;
  }
}
