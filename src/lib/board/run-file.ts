/**
 * Runs as a file: JSON that this app reads again, and CSV for a spreadsheet. What comes in is untrusted:
 * every length and every number is checked before anything of it is kept.
 */
import * as v from 'valibot';
import { FailureError } from '#lib/failure/failure.ts';
import { histogramBins } from './histogram.ts';
import { mostFrames, mostPoints, mostRuns, mostTags, mostVectors } from './limits.ts';
import type { Series, WholeRun } from './run.ts';

export const runsFormat = 'aprendiz-runs';
/** Counts up when an older app could misread what a newer one writes. */
const runsVersion = 1;
export const mostFileBytes = 64_000_000;

/** JSON has no NaN and no infinity: they are words, as in TensorBoard's own JSON. */
const words = { NaN: Number.NaN, Infinity, '-Infinity': -Infinity } as const;
const written = (value: number): number | string =>
  Number.isFinite(value) ? value : String(value);

const value = v.pipe(
  v.union([v.number(), v.picklist(Object.keys(words) as (keyof typeof words)[])]),
  v.transform((one) => (typeof one === 'number' ? one : words[one])),
);
const finite = v.pipe(v.number(), v.finite());
const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));
const name = v.pipe(v.string(), v.maxLength(200));
const tag = v.pipe(v.string(), v.minLength(1), v.maxLength(100));
const few = <T>(of: v.GenericSchema<unknown, T>, most: number) =>
  v.pipe(v.array(of), v.maxLength(most));
const ascending = v.check((steps: number[]) =>
  steps.every((step, i) => i === 0 || step > steps[i - 1]!),
);
const smallRecord = <T>(of: v.GenericSchema<unknown, T>) =>
  v.pipe(
    v.record(tag, of),
    v.check((record) => Object.keys(record).length <= 64),
  );

const series = v.pipe(
  v.object({
    tag,
    steps: v.pipe(few(finite, mostPoints + 1), ascending),
    values: few(value, mostPoints + 1),
    times: v.optional(few(finite, mostPoints + 1)),
  }),
  v.check(
    ({ steps, values, times }) =>
      steps.length === values.length && (!times || times.length === steps.length),
  ),
);
const frame = v.object({
  step: finite,
  least: finite,
  most: finite,
  counts: v.pipe(few(count, 4 * histogramBins), v.minLength(1)),
});
const histogram = v.object({ tag, frames: few(frame, mostFrames + 1) });
const size = v.pipe(count, v.maxValue(100_000));
const points = v.pipe(
  v.object({
    dimensions: v.pipe(count, v.minValue(1), v.maxValue(8192)),
    vectors: v.array(finite),
    labels: few(count, mostVectors),
    classes: few(name, 1000),
    names: few(v.pipe(v.string(), v.maxLength(2000)), mostVectors),
  }),
  v.check(
    ({ dimensions, vectors, labels, classes, names }) =>
      vectors.length === dimensions * labels.length &&
      names.length === labels.length &&
      labels.every((label) => label < classes.length),
  ),
  v.transform((one) => ({ ...one, vectors: Float32Array.from(one.vectors) })),
);
const layer = v.object({
  name,
  input: few(size, 8),
  output: few(size, 8),
  parameters: count,
  activation: v.optional(name),
});
const wholeRun = v.object({
  run: v.object({
    id: v.pipe(v.string(), v.regex(/^[\w/-]{1,200}$/)),
    source: v.picklist(['lab', 'teach']),
    owner: name,
    name: v.optional(name),
    settings: smallRecord(v.union([name, finite, v.boolean()])),
    startedAt: v.pipe(finite, v.minValue(0), v.maxValue(8.64e15)),
    endedAt: v.optional(v.pipe(finite, v.minValue(0), v.maxValue(8.64e15))),
    finals: smallRecord(value),
    layers: v.optional(few(layer, 200)),
  }),
  series: few(series, mostTags),
  histograms: few(histogram, mostTags),
  points: v.optional(points),
});
const file = v.object({
  format: v.literal(runsFormat),
  version: v.literal(runsVersion),
  runs: few(wholeRun, mostRuns),
});

export function writeRuns(runs: readonly WholeRun[]): Blob {
  const content = {
    format: runsFormat,
    version: runsVersion,
    runs: runs.map((whole) => ({
      run: {
        ...whole.run,
        finals: Object.fromEntries(
          Object.entries(whole.run.finals).map(([key, one]) => [key, written(one)]),
        ),
      },
      series: whole.series.map((one) => ({ ...one, values: one.values.map(written) })),
      histograms: whole.histograms,
      ...(whole.points && {
        points: {
          dimensions: whole.points.dimensions,
          labels: whole.points.labels,
          classes: whole.points.classes,
          names: whole.points.names,
          // Seven digits are all that a float32 has.
          vectors: Array.from(whole.points.vectors, (one) => Number(one.toPrecision(7))),
        },
      }),
    })),
  };
  return new Blob([JSON.stringify(content)], { type: 'application/json' });
}

/**
 * @throws FailureError `runs-unreadable` (too large, or something else), `archive-damaged` (not as we write it),
 *   `archive-newer`
 */
export async function readRuns(from: Blob): Promise<WholeRun[]> {
  if (from.size > mostFileBytes) throw new FailureError('runs-unreadable', String(from.size));
  let json: unknown;
  try {
    json = JSON.parse(await from.text());
  } catch (error) {
    if (error instanceof SyntaxError) throw new FailureError('runs-unreadable', error.message);
    throw new FailureError('file-unreadable', String(error));
  }
  const head = v.safeParse(v.object({ format: v.literal(runsFormat), version: v.number() }), json);
  if (!head.success) throw new FailureError('runs-unreadable', 'not a file of runs');
  if (head.output.version > runsVersion) {
    throw new FailureError('archive-newer', String(head.output.version));
  }
  const read = v.safeParse(file, json);
  if (!read.success) {
    const [issue] = read.issues;
    throw new FailureError('archive-damaged', `${v.getDotPath(issue) ?? ''}: ${issue.message}`);
  }
  // Absent and undefined are one to valibot, and two to `exactOptionalPropertyTypes`.
  return read.output.runs as WholeRun[];
}

/** One line for each value: run, tag, step, seconds since its beginning, value (RFC 4180). */
export function writeCsv(
  runs: readonly { readonly name: string; readonly series: readonly Series[] }[],
): Blob {
  const lines = runs.flatMap(({ name: run, series: all }) =>
    all.flatMap(({ tag: of, steps, values, times }) =>
      steps.map((step, i) => {
        const time = times?.[i];
        const seconds = time === undefined ? '' : (time / 1000).toFixed(3);
        return [cell(run), cell(of), step, seconds, values[i]].join(',');
      }),
    ),
  );
  return new Blob([['run,tag,step,seconds,value', ...lines, ''].join('\r\n')], {
    type: 'text/csv',
  });
}

/** A spreadsheet takes what begins with one of these for a formula; a space before it makes it text. */
const cell = (text: string): string => {
  const plain = /^[=+\-@\t\r]/.test(text) ? ` ${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
};
