/** The smoothing of TensorBoard. Pure. */

/**
 * Exponential moving average s ← β·s + (1 − β)·x from s = 0, divided by 1 − βᵗ, so that the beginning is
 * not pulled towards 0: Adam's bias correction (Kingma and Ba, 2015), and what TensorBoard draws
 * (tensorboard/components/vz_line_chart2, `resmoothDataset`). A value that is none is passed on and moves
 * nothing; a constant series stays what it is.
 * @param beta 0 … <1
 * @param corrected false: without the division, to see what it is for
 */
export function smoothed(values: readonly number[], beta: number, corrected = true): number[] {
  const first = values[0];
  if (corrected && values.every((value) => value === first)) return [...values];
  let sum = 0;
  let power = 1;
  return values.map((value) => {
    if (!Number.isFinite(value)) return value;
    sum = beta * sum + (1 - beta) * value;
    power *= beta;
    return corrected ? sum / (1 - power) : sum;
  });
}
