/** The section of text inference: one text, one more character, and how cost grows. */
import { measured } from './measure.ts';
import type { Round, Section } from './section.ts';
import type { Time, Times } from './text/inference-page.ts';

const tokens = 64;
const characters = 100;
const lengths = [16, 32, 64, 128, 256, 512, 1024];
const counts = [100, 1000, 10_000, 100_000];
const sampleTokens = 16;
const batch = 64;

export const textInference: Section = {
  name: 'inference',
  async run(rounds, round) {
    const whole = await repeat(rounds, round, (page) =>
      page.evaluate((steps) => bench.inference.whole(steps), tokens),
    );
    print(
      `One text of ${tokens} tokens, LSTM of 64 units, ${rounds} pages`,
      whole,
      'Aprendiz, wasm (relaxed)',
    );
    const oneMore = await repeat(rounds, round, (page) =>
      page.evaluate((steps) => bench.inference.oneMore(steps), characters),
    );
    print(`One more character after ${characters - 1}`, oneMore, 'Aprendiz, one step');
    const growing = await repeat(rounds, round, (page) =>
      page.evaluate((sizes) => bench.inference.lengths(sizes), lengths),
    );
    console.log('\nTokens: µs a token, median (least)');
    lengths.forEach((length, n) => {
      const cells = Object.keys(growing[0]![n]!).map((name) => {
        const { median, least } = overRounds(growing.map((rows) => rows[n]![name]!));
        const each = (ms: number) => ((1000 * ms) / length).toFixed(2);
        return `${name} ${each(median)} (${each(least)})`;
      });
      console.log(`${String(length).padStart(6)}   ${cells.join('   ')}`);
    });
    const many = await repeat(rounds, round, (page) =>
      page.evaluate(([sizes, steps, rows]) => bench.inference.samples(sizes, steps, rows), [
        counts,
        sampleTokens,
        batch,
      ] as const),
    );
    console.log(
      `\nTexts of ${sampleTokens} tokens, ${batch} at a time: all, and a text by its batch`,
    );
    counts.forEach((count, n) => {
      const all = measured(many.map((row) => row[n]!.totalMs));
      const one = overRounds(many.map((row) => row[n]!.batches));
      const each = (ms: number) => ((1000 * ms) / batch).toFixed(1);
      console.log(
        `${String(count).padStart(7)}   ${all.median.toFixed(1)} ms (${all.least.toFixed(1)})   ${each(one.median)} µs (${each(one.least)})`,
      );
    });
    return { whole, oneMore, growing, many };
  },
};

async function repeat<T>(
  rounds: number,
  round: Round,
  work: Parameters<typeof round<T>>[0],
): Promise<T[]> {
  const results: T[] = [];
  for (let n = 0; n < rounds; n++) results.push(await round(work));
  return results;
}

const overRounds = (rounds: readonly Time[]): Time => ({
  median: measured(rounds.map(({ median }) => median)).median,
  least: Math.min(...rounds.map(({ least }) => least)),
});

/** Medians over pages, and how many times as long as ours each takes, page by page. */
function print(title: string, rounds: readonly Times[], ours: string): void {
  console.log(`\n${title}: median (least), and as multiples of "${ours}"`);
  const base = overRounds(rounds.map((times) => times[ours]!));
  for (const name of Object.keys(rounds[0]!)) {
    const { median, least } = overRounds(rounds.map((times) => times[name]!));
    const times = measured(rounds.map((one) => one[name]!.median / one[ours]!.median)).median;
    console.log(
      `  ${name.padEnd(26)} ${median.toFixed(4).padStart(9)} ms (${least.toFixed(4)})   × ${times.toFixed(2)} (${(least / base.least).toFixed(2)})`,
    );
  }
}
