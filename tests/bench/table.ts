/** Tables of `npm run bench`: medians with their spread, and ratios with what is asked of them. */
import { measured, type Measured } from './measure.ts';
import type { Beside, Row, Table } from './section.ts';

export interface Verdict {
  readonly what: string;
  readonly who: string;
  readonly ratio: Measured;
  readonly met: boolean | undefined;
}

export function print({ title, rows, notes = [] }: Table): void {
  console.log(`\n${title}`);
  for (const row of rows) {
    console.log(`  ${row.what}`);
    console.log(`    ${'Aprendiz'.padEnd(width)} ${spread(measured(row.ours), row.unit)}`);
    for (const beside of row.beside ?? []) {
      const { ratio, met } = compare(row, beside);
      const asked = beside.asked && `, asked ${limit(beside.asked)}: ${met ? 'met' : 'MISSED'}`;
      console.log(
        `    ${beside.who.padEnd(width)} ${spread(measured(beside.values), row.unit)}   ours ÷ theirs ${times(ratio)}${asked ?? ''}`,
      );
    }
  }
  for (const note of notes) console.log(`  ${note}`);
}

const width = 34;

/** Pair by pair where both ran in turns; otherwise the ratio of the medians. */
export function compare({ what, ours }: Row, { who, values, asked }: Beside): Verdict {
  const paired = ours.length === values.length;
  const ratio = paired
    ? measured(ours.map((value, n) => value / values[n]!))
    : measured([measured(ours).median / measured(values).median]);
  const met =
    asked && ('atMost' in asked ? ratio.median <= asked.atMost : ratio.median >= asked.atLeast);
  return { what, who, ratio, met };
}

const limit = (asked: NonNullable<Beside['asked']>): string =>
  'atMost' in asked ? `at most ${asked.atMost}` : `at least ${asked.atLeast}`;

function spread({ median, least, most, runs }: Measured, unit: string): string {
  if (runs === 1) return `${figure(median)} ${unit}`;
  return `${figure(median)} ${unit} (${figure(least)} to ${figure(most)}, ${runs} runs)`;
}

function times({ median, least, most, runs }: Measured): string {
  return runs === 1 ? figure(median) : `${figure(median)} (${figure(least)} to ${figure(most)})`;
}

/** Three digits that mean something. */
const figure = (value: number): string =>
  value.toLocaleString('en', {
    maximumSignificantDigits: value >= 1000 ? 15 : 3,
    maximumFractionDigits: value >= 100 ? 0 : undefined,
  });
