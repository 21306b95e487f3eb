/**
 * `npm run eval:text-fewshot -- --data DIR [--shots 5,10,20,50] [--splits 10] [--test 400]`: how often a
 * method that read a few texts of each class is right about others, with the app's own code and the
 * encoder that ships. DIR holds the data sets that are named below; of those that the encoder was
 * trained on, only what it did not see.
 *
 * `--methods lda,linear` asks for some only, `--file NAME.tsv` for a table of label and text of one's
 * own, `--strangers` how well texts of another set are told apart by their distance. `--write` makes the
 * mean of all sets what texts have in common, and ships it; to be done when the encoder is another.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Random } from '#lib/maths/random.ts';
import { fitFamiliarity, distanceTo } from '#lib/teach/score/open-set.ts';
import { fitTemperature } from '#lib/teach/score/calibration.ts';
import type { Matrix } from '#lib/teach/heads/head.ts';
import { argMax, matrixFrom, rowOf } from '#lib/teach/heads/matrix.ts';
import type { FitJob, Fitted } from '#lib/teach/trainer/train/fit.ts';
import type { Dataset } from '#lib/teach/trainer/train/dataset.ts';
import { examplesOf } from '#lib/teach/trainer/train/dataset.ts';
import { fitHead } from '#lib/teach/trainer/train/fit-head.ts';
import { fitBag } from '#lib/teach/trainer/text/fit-bag.ts';
import { fineTuneEncoder, fitLstm } from '#lib/teach/trainer/text/fit-network.ts';
import type { TrainMethod, TrainSettings } from '#lib/teach/trainer/protocol.ts';
import { defaultsOf } from '#lib/teach/train/settings.ts';
import { logitsOf } from '#lib/teach/heads/predict.ts';
import { embed, group, lines, loaders, openReader, type TextSet } from './text-sets.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    file: { type: 'string' },
    sets: { type: 'string', default: 'spam,polarity,opinion,emotion' },
    shots: { type: 'string', default: '5,10,20,50' },
    splits: { type: 'string', default: '10' },
    test: { type: 'string', default: '400' },
    methods: { type: 'string', default: 'means,ridge,knn,lda,linear,mlp,bag-of-words' },
    set: { type: 'string', multiple: true, default: [] },
    strangers: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});

const reader = await openReader();

interface EmbeddedSet extends TextSet {
  readonly vectors: readonly (readonly Float32Array[])[];
}

interface Draw {
  readonly dataset: Dataset;
  readonly texts: readonly string[];
}

/** `shots` of each class to learn from, up to `test` others of all classes in the set's own shares. */
function draw(set: EmbeddedSet, shots: number, test: number, random: Random): Draw {
  const rows: { k: number; i: number; part: 'train' | 'test' }[] = [];
  const rest: { k: number; i: number; part: 'test' }[] = [];
  set.texts.forEach((texts, k) => {
    random.shuffle([...texts.keys()]).forEach((i, place) => {
      if (place < shots) rows.push({ k, i, part: 'train' });
      else rest.push({ k, i, part: 'test' });
    });
  });
  rows.push(...random.shuffle(rest).slice(0, test));
  const vectors = rows.map(({ k, i }) => set.vectors[k]![i]!);
  return {
    texts: rows.map(({ k, i }) => set.texts[k]![i]!),
    dataset: {
      classes: set.classes,
      samples: rows.map(({ k, i }) => ({
        id: `${k}-${i}`,
        classId: set.classes[k]!,
        burst: `${k}-${i}`,
        part: 'auto',
      })),
      labels: Int32Array.from(rows, ({ k }) => k),
      parts: rows.map(({ part }) => part),
      vectors: matrixFrom(vectors, reader.trunk.dimensions),
      strangers: { rows: 0, columns: reader.trunk.dimensions, data: new Float32Array(0) },
    },
  };
}

async function fit(method: TrainMethod, { dataset, texts }: Draw): Promise<Fitted> {
  const changed = Object.fromEntries(
    values.set.map((one) => {
      const [key = '', value = ''] = one.split('=');
      return [key, Number(value)];
    }),
  );
  const settings: TrainSettings = { ...defaultsOf('text'), validation: 0, ...changed, method };
  const job: FitJob = {
    dataset,
    settings,
    examples: examplesOf(dataset, 'train'),
    validation: examplesOf(dataset, 'validation'),
    signal: new AbortController().signal,
    resume: undefined,
    keeper: { epoch: () => Promise.resolve() },
    onEpoch: () => undefined,
  };
  switch (method) {
    case 'bag-of-words':
      return fitBag(job, texts);
    case 'lstm':
      return fitLstm(job, texts, reader);
    case 'fine-tune':
      return fineTuneEncoder(job, texts, reader);
    case 'cnn':
      throw new RangeError('texts only');
    default:
      return fitHead(method, job);
  }
}

async function measure(method: TrainMethod, drawn: Draw) {
  const startedMs = performance.now();
  const { head, logits: own } = await fit(method, drawn);
  const fitMs = performance.now() - startedMs;
  const { dataset } = drawn;
  const logits = own ?? logitsOf(head, dataset.vectors);
  const rows = [...dataset.parts.keys()].filter((row) => dataset.parts[row] === 'test');
  const right = rows.filter((row) => argMax(rowOf(logits, row)) === dataset.labels[row]);
  const asked: Matrix = matrixFrom(
    rows.map((row) => rowOf(logits, row)),
    logits.columns,
  );
  const labels = Int32Array.from(rows, (row) => dataset.labels[row]!);
  // Each class counts the same, however many texts it has.
  const recall = dataset.classes.map((_, k) => {
    const all = rows.filter((row) => dataset.labels[row] === k);
    return all.filter((row) => right.includes(row)).length / all.length;
  });
  const present = recall.filter((share) => !Number.isNaN(share));
  return {
    balanced: (100 * present.reduce((sum, share) => sum + share, 0)) / present.length,
    fitMs,
    temperature: fitTemperature(asked, labels),
  };
}

const mean = (all: readonly number[]) => all.reduce((sum, one) => sum + one, 0) / all.length;
const deviation = (all: readonly number[]) =>
  Math.sqrt(mean(all.map((one) => (one - mean(all)) ** 2)));
const median = (all: readonly number[]) =>
  [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? NaN;

const names = values.file ? [values.file] : values.sets.split(',');
const sets = new Map<string, EmbeddedSet>();
for (const name of names) {
  const set = values.file
    ? group(lines(readFileSync(name, 'utf8')).map((line) => line.split('\t') as [string, string]))
    : loaders[name]!(values.data ?? '');
  const fromMs = performance.now();
  const vectors: Float32Array[][] = [];
  for (const texts of set.texts) vectors.push(await embed(reader, texts));
  const count = set.texts.flat().length;
  sets.set(name, { ...set, vectors });
  console.log(
    `${name}: ${count} texts of ${set.classes.length} classes, ` +
      `${((performance.now() - fromMs) / count).toFixed(1)} ms a text`,
  );
}
if (values.write) writeCentre();
const shots = values.shots.split(',').map(Number);
for (const [name, set] of sets) {
  console.log(
    `\n${name}: mean recall of the classes ± deviation over ${values.splits} splits, %\n`,
  );
  console.log(`| method | ${shots.map((n) => `${n} shots`).join(' | ')} | fit ms | temperature |`);
  console.log(`|---|${'---|'.repeat(shots.length + 2)}`);
  for (const method of values.methods.split(',') as TrainMethod[]) {
    const cells: Awaited<ReturnType<typeof measure>>[][] = [];
    for (const count of shots) {
      const random = new Random(count);
      const runs = [];
      for (let split = 0; split < Number(values.splits); split++) {
        runs.push(await measure(method, draw(set, count, Number(values.test), random)));
      }
      cells.push(runs);
    }
    const accuracies = cells.map((runs) => runs.map(({ balanced }) => balanced));
    const all = cells.flat();
    console.log(
      `| ${method} | ${accuracies.map((one) => `${mean(one).toFixed(1)} ± ${deviation(one).toFixed(1)}`).join(' | ')} | ` +
        `${median(all.map(({ fitMs }) => fitMs)).toFixed(0)} | ` +
        `${median(all.map(({ temperature }) => temperature)).toPrecision(2)} |`,
    );
  }
  if (values.strangers) {
    for (const [other, strange] of sets) {
      if (other === name) continue;
      const areas = shots.map((count) => {
        const random = new Random(count);
        return mean(
          Array.from({ length: Number(values.splits) }, () =>
            areaUnderCurve(draw(set, count, 200, random).dataset, strange.vectors.flat(), random),
          ),
        );
      });
      console.log(
        `| unknown: ${other} | ${areas.map((area) => (100 * area).toFixed(1)).join(' | ')} | | |`,
      );
    }
  }
}

/** How often a stranger lies farther off than a text of the project. */
function areaUnderCurve(dataset: Dataset, others: readonly Float32Array[], random: Random): number {
  const { vectors, labels } = examplesOf(dataset, 'train');
  const bursts = Array.from(labels, (_, i) => `${i}`);
  const familiarity = fitFamiliarity({ vectors, labels }, bursts, dataset.classes);
  const test = examplesOf(dataset, 'test').vectors;
  const known = Array.from({ length: test.rows }, (_, i) =>
    distanceTo(familiarity, rowOf(test, i)),
  );
  const strange = Array.from({ length: 200 }, () =>
    distanceTo(familiarity, others[random.below(others.length)]!),
  );
  let wins = 0;
  for (const a of strange) for (const b of known) wins += a > b ? 1 : a === b ? 0.5 : 0;
  return wins / (strange.length * known.length);
}

/** Each set counts the same. */
function writeCentre(): void {
  const centre = new Float64Array(reader.trunk.dimensions);
  for (const { vectors } of sets.values()) {
    const all = vectors.flat();
    for (const row of all)
      row.forEach((value, j) => (centre[j]! += value / all.length / sets.size));
  }
  const numbers = Array.from(centre, (value) => value.toFixed(4)).join(', ');
  const path = new URL('../../../src/lib/teach/heads/text-centre-data.ts', import.meta.url);
  writeFileSync(
    path,
    `/** Made by \`npm run eval:text-fewshot -- --write\`: the mean embedding of texts, of trunk ${reader.trunk.id}. */\n` +
      `// prettier-ignore\nexport const textCentre: readonly number[] = [${numbers}];\n`,
  );
}
