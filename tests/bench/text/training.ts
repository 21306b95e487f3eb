/** One training step beside tf.layers, the losses of both, and how cost grows. */
import type { Bench, Table } from '../section.ts';
import type { StepTimes, TrainingSize } from './training-page.ts';

const size: TrainingSize = { batch: 64, steps: 40, units: 32, rows: 500, columns: 32, classes: 8 };
const turns = 5;
const curveSteps = 50;
const counts = [100, 1000, 10_000, 100_000];
/** Of the texts of an epoch. */
const shortSteps = 16;

export async function trainingTables({ rounds, inBenchPage }: Bench): Promise<Table[]> {
  const pages: StepTimes[] = [];
  for (let n = 0; n < rounds; n++) {
    pages.push(
      await inBenchPage((page) =>
        page.evaluate(([size, turns]) => bench.training.step(size, turns), [size, turns] as const),
      ),
    );
  }
  const losses = await inBenchPage((page) =>
    page.evaluate(([size, steps]) => bench.training.losses(size, steps), [
      size,
      curveSteps,
    ] as const),
  );
  const epochs = await inBenchPage((page) =>
    page.evaluate(([size, counts]) => bench.training.epochs(size, counts), [
      { ...size, steps: shortSteps },
      counts,
    ] as const),
  );
  const apart = Math.max(...losses.map(([ours, theirs]) => Math.abs(ours - theirs)));
  const [first, last] = [losses[0]![0].toFixed(3), losses.at(-1)![0].toFixed(3)];
  return [
    stepTable(pages, [
      `From the same weights the loss falls from ${first} to ${last} in ${curveSteps} steps; that of tf.layers is at most ${apart.toExponential(1)} away.`,
      'The wasm backend of tf.layers cannot train an embedding; it was lent the kernel it lacks.',
    ]),
    {
      title: `An epoch over texts of ${shortSteps} tokens`,
      rows: counts.map((count, n) => ({
        what: `${count} texts, µs a text`,
        unit: 'µs',
        ours: [(1000 * epochs[n]!) / count],
      })),
    },
  ];
}

function stepTable(pages: readonly StepTimes[], notes: readonly string[]): Table {
  const { batch, steps, units, rows, columns } = size;
  const [ours, ...others] = Object.keys(pages[0]!);
  const values = (name: string) => pages.map((times) => times[name]!);
  const beside = others.map((who) => ({
    who,
    values: values(who),
    ...(who.startsWith('tf.layers') && {
      asked: { atMost: who.includes('cpu') ? 1 / 50 : 1 / 10 },
    }),
  }));
  return {
    title: `Training: ${batch} texts of ${steps} tokens, ${rows} embeddings of ${columns}, LSTM of ${units}, Adam`,
    rows: [{ what: `one step, ${turns} turns a page`, unit: 'ms', ours: values(ours!), beside }],
    notes,
  };
}
