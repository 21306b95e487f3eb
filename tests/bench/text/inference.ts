/** One text, one more character, and how cost grows. */
import type { Beside, Bench, Row, Table } from '../section.ts';
import type { Time, Times } from './inference-page.ts';

const tokens = 64;
const characters = 100;
const lengths = [16, 32, 64, 128, 256, 512, 1024];
const counts = [100, 1000, 10_000, 100_000];
const sampleTokens = 16;
const batch = 64;

export async function inferenceTables(tools: Bench): Promise<Table[]> {
  const whole = await repeat(tools, (page) =>
    page.evaluate((steps) => bench.inference.whole(steps), tokens),
  );
  const oneMore = await repeat(tools, (page) =>
    page.evaluate((steps) => bench.inference.oneMore(steps), characters),
  );
  const growing = await repeat(tools, (page) =>
    page.evaluate((sizes) => bench.inference.lengths(sizes), lengths),
  );
  const many = await repeat(tools, (page) =>
    page.evaluate(([sizes, steps, rows]) => bench.inference.samples(sizes, steps, rows), [
      counts,
      sampleTokens,
      batch,
    ] as const),
  );
  return [
    {
      title: 'An LSTM of 64 units, one thread; each run in a page of its own, where all take turns',
      rows: [
        {
          ...besideOthers(`a text of ${tokens} tokens`, whole, 'Aprendiz, wasm (relaxed)', {
            onnxruntime: 0.9,
            wasm: 1 / 40,
          }),
        },
        besideOthers(
          `one more character after ${characters - 1}; the others read all again`,
          oneMore,
          'Aprendiz, one step',
          { wasm: 1 / 50 },
        ),
      ],
    },
    {
      title: 'How the cost of a text grows: µs a token',
      rows: lengths.map((length, n) => inMicroseconds(`${length} tokens`, growing, n, length)),
    },
    {
      title: `How the cost of many grows: texts of ${sampleTokens} tokens, ${batch} at a time`,
      rows: counts.map((count, n) => ({
        what: `${count} texts, µs a text`,
        unit: 'µs',
        ours: many.map((row) => (1000 * row[n]!.totalMs) / count),
      })),
    },
  ];
}

async function repeat<T>(
  { rounds, inBenchPage }: Bench,
  work: Parameters<typeof inBenchPage<T>>[0],
): Promise<T[]> {
  const results: T[] = [];
  for (let n = 0; n < rounds; n++) results.push(await inBenchPage(work));
  return results;
}

/** @param asked by a word of the peer's name: what ours divided by theirs is held to */
function besideOthers(
  what: string,
  rounds: readonly Times[],
  ours: string,
  asked: Readonly<Record<string, number>>,
): Row {
  const values = (name: string) => rounds.map((times) => times[name]!.median);
  const beside = Object.keys(rounds[0]!)
    .filter((name) => name !== ours)
    .map((who): Beside => {
      const held = who.startsWith('Aprendiz')
        ? undefined
        : Object.entries(asked).find(([word]) => who.includes(word))?.[1];
      return { who, values: values(who), ...(held !== undefined && { asked: { atMost: held } }) };
    });
  return { what, unit: 'ms', ours: values(ours), beside };
}

function inMicroseconds(what: string, rounds: readonly Times[][], at: number, length: number): Row {
  const [ours, ...others] = Object.keys(rounds[0]![at]!);
  const each = ({ median }: Time) => (1000 * median) / length;
  const values = (name: string) => rounds.map((rows) => each(rows[at]![name]!));
  const beside = others.map((who) => ({ who, values: values(who) }));
  return { what, unit: 'µs', ours: values(ours!), beside };
}
