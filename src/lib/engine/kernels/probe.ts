/**
 * A small LSTM with stored answers: kernels that get them wrong are left before anybody sees a wrong
 * label; and one of the size that text models have, to tell how quick this device is.
 */
import { numbers } from '#lib/engine/repeatable-numbers.ts';
import type { RecurrentKernels, RecurrentLayer } from './recurrent.ts';

/** Final hidden state, by the typed arrays of `plain/`; held to tf.layers in its own tests. */
export const expected: readonly number[] = [
  0.114781, -0.134299, -0.256307, 0.017456, 0.089295, 0.028156, 0.007007,
];

/** Sizes that no lane of four or eight divides. */
const small = { inputs: 5, units: 7, steps: 13 };
const usual = { inputs: 64, units: 64, steps: 64 };

/** @returns the largest absolute difference from the stored numbers; NaN counts as infinite. */
export async function probeKernels(kernels: RecurrentKernels): Promise<number> {
  const hidden = await run(kernels, small, (layer, data) =>
    layer.forward({ data, batch: 1, steps: small.steps }),
  );
  return expected.reduce((worst, value, n) => {
    const difference = Math.abs(value - (hidden.final.hidden[n] ?? NaN));
    return Number.isNaN(difference) ? Infinity : Math.max(worst, difference);
  }, 0);
}

const calibrationMs = 30;
const leastRuns = 3;

/** @returns the median milliseconds of one text of 64 tokens through an LSTM of 64 units. */
export function calibrateKernels(kernels: RecurrentKernels): Promise<number> {
  return run(kernels, usual, async (layer, data) => {
    const runs: number[] = [];
    for (let spentMs = 0; spentMs < calibrationMs || runs.length < leastRuns;) {
      const startedMs = performance.now();
      await layer.forward({ data, batch: 1, steps: usual.steps });
      const ms = performance.now() - startedMs;
      runs.push(ms);
      spentMs += ms;
      // Clocks of browsers stand still for a tenth of a millisecond and more.
      if (runs.length >= 1_000) break;
    }
    return runs.sort((a, b) => a - b)[runs.length >> 1] ?? NaN;
  });
}

async function run<T>(
  kernels: RecurrentKernels,
  { inputs, units, steps }: typeof small,
  work: (layer: RecurrentLayer, data: Float32Array) => T | Promise<T>,
): Promise<T> {
  const gates = 4 * units;
  const scaled = (count: number, seed: number) =>
    numbers(count, seed).map((value) => value / Math.sqrt(units));
  const layer = kernels.layer(
    { cell: 'lstm', inputs, units },
    {
      kernel: scaled(inputs * gates, 1),
      recurrent: scaled(units * gates, 2),
      bias: scaled(gates, 3),
    },
  );
  try {
    return await work(layer, numbers(steps * inputs, 4));
  } finally {
    layer.dispose();
  }
}
