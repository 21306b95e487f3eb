/** The section of text training: one step beside tf.layers, the losses of both, and how cost grows. */
import { measured } from './measure.ts';
import type { Section } from './section.ts';
import type { StepTimes, TrainingSize } from './text/training-page.ts';

const size: TrainingSize = { batch: 64, steps: 40, units: 32, rows: 500, columns: 32, classes: 8 };
const turns = 5;
const curveSteps = 50;
const counts = [100, 1000, 10_000, 100_000];
/** Of the texts of an epoch. */
const shortSteps = 16;

export const textTraining: Section = {
  name: 'training',
  async run(rounds, round) {
    const pages: StepTimes[] = [];
    for (let n = 0; n < rounds; n++) {
      pages.push(
        await round((page) =>
          page.evaluate(([size, turns]) => bench.training.step(size, turns), [
            size,
            turns,
          ] as const),
        ),
      );
    }
    print(pages);
    const losses = await round((page) =>
      page.evaluate(([size, steps]) => bench.training.losses(size, steps), [
        size,
        curveSteps,
      ] as const),
    );
    const apart = Math.max(...losses.map(([ours, theirs]) => Math.abs(ours - theirs)));
    const [first, last] = [losses[0]![0].toFixed(3), losses.at(-1)![0].toFixed(3)];
    console.log(
      `  from the same weights the loss falls from ${first} to ${last} in ${curveSteps} steps, that of tf.layers at most ${apart.toExponential(1)} away`,
    );
    const epochs = await round((page) =>
      page.evaluate(([size, counts]) => bench.training.epochs(size, counts), [
        { ...size, steps: shortSteps },
        counts,
      ] as const),
    );
    console.log(`\nAn epoch over texts of ${shortSteps} tokens   ms (µs a text)`);
    counts.forEach((count, n) => {
      const ms = epochs[n]!;
      console.log(
        `${String(count).padStart(7)}   ${ms.toFixed(1)} (${((1000 * ms) / count).toFixed(1)})`,
      );
    });
    return { size, pages, losses, apart, epochs };
  },
};

/** Medians over pages, and how many times slower than ours each is, page by page. */
function print(pages: readonly StepTimes[]): void {
  const { batch, steps, units, rows, columns } = size;
  console.log(
    `\nOne training step, ${batch} texts of ${steps} tokens, ${rows} embeddings of ${columns}, LSTM of ${units}, Adam; ${pages.length} pages of ${turns} turns`,
  );
  const names = Object.keys(pages[0]!);
  const [ours] = names;
  for (const name of names) {
    const ms = measured(pages.map((times) => times[name]!));
    const ratio = measured(pages.map((times) => times[name]! / times[ours!]!));
    const range = `${ms.least.toFixed(1)} to ${ms.most.toFixed(1)}`;
    console.log(
      `  ${name.padEnd(48)} ${ms.median.toFixed(1).padStart(8)} ms (${range})   × ${ratio.median.toFixed(1)}`,
    );
  }
  console.log(
    '  (the wasm backend of tf.layers cannot train an embedding; it was lent the kernel it lacks)',
  );
}
