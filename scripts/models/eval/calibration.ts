/**
 * `npm run eval:calibration -- --data DIR [--shots 5,10,20] [--splits 20] [--test 25] [--ways 10]`: whether "80 % sure"
 * is right in 8 of 10, on photos. Each split is taught as the app teaches: divided, fitted, its temperature found, all
 * by the app's own code in Node, and asked about photos that it has not seen. Errors are expected calibration errors of
 * ten bins over all splits of a column together (of one split with its deviation over them), in %: at the usual
 * temperature of the head, and at the one that Train found. DIR has a folder of photos for each class.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createInstantLearner } from '#lib/teach/heads/instant.ts';
import type { Head, Matrix } from '#lib/teach/heads/head.ts';
import { argMax, rowOf } from '#lib/teach/heads/matrix.ts';
import { scoresOf } from '#lib/teach/heads/predict.ts';
import { Random } from '#lib/maths/random.ts';
import { calibrationOf } from '#lib/teach/score/calibration.ts';
import { defaultSettings } from '#lib/teach/train/settings.ts';
import { Gallery } from '#lib/teach/trainer/gallery.ts';
import type { FollowedClass, LabelledSample, TrainSettings } from '#lib/teach/trainer/protocol.ts';
import { datasetOf, examplesOf, trainingExamples } from '#lib/teach/trainer/train/dataset.ts';
import { finished } from '#lib/teach/trainer/train/finish.ts';
import { trainHead } from '#lib/teach/heads/train.ts';
import { openTrunk } from '#lib/vision/trunk.ts';
import { DEFAULT_TRUNK } from '#lib/vision/trunks.ts';
import { folderFetch, startWasm } from '../node.ts';
import { drawSplit, type Split } from './draw-split.ts';
import { embedFolder } from './embeddings.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    shots: { type: 'string', default: '5,10,20' },
    splits: { type: 'string', default: '20' },
    test: { type: 'string', default: '25' },
    ways: { type: 'string', default: '10' },
  },
});
if (!values.data) throw new Error('--data DIR is needed');

/** The head that Train starts with, as it is and as Train leaves it, and the one without a press. */
const settings: TrainSettings & { method: 'lda' } = { ...defaultSettings, method: 'lda' };

interface Answers {
  readonly best: number[];
  readonly right: boolean[];
}

/** Heads of one split by name; a temperature is all in which the first two differ. */
function heads({ train }: Split): Readonly<Record<string, Head>> {
  const { vectors, labels, classCount } = train;
  const gallery = new Gallery(vectors.columns);
  const classes = Array.from({ length: classCount }, (_, k): FollowedClass => {
    return { id: `class-${k}`, role: 'answer' };
  });
  labels.forEach((label, i) => {
    const id = `${i}`.padStart(6, '0');
    // Photos from files: each a burst of its own.
    const sample: LabelledSample = { id, classId: classes[label]!.id, burst: id, part: 'auto' };
    gallery.put(sample, rowOf(vectors, i));
  });
  const dataset = datasetOf(gallery, gallery.samples(), classes, settings);
  const examples = trainingExamples(dataset, () => undefined);
  const steps = trainHead(examples, examplesOf(dataset, 'validation'), dataset.classes, settings);
  for (let step = steps.next(); ; step = steps.next()) {
    if (!step.done) continue;
    const times = { embedMs: 0, fitMs: 0 };
    const fitted = { ...step.value, curve: [] };
    const { answerer } = finished({ dataset, settings }, fitted, DEFAULT_TRUNK, times);
    const learner = createInstantLearner('lda', vectors.columns);
    labels.forEach((label, i) => learner.add(rowOf(vectors, i), classes[label]!.id));
    return {
      'Train, usual temperature': step.value.head,
      'Train, its temperature': answerer.head,
      'instant head': learner.head(classes.map(({ id }) => id)),
    };
  }
}

function answersOf(head: Head, vectors: Matrix, labels: ArrayLike<number>): Answers {
  const scores = scoresOf(head, vectors);
  const rows = Array.from({ length: vectors.rows }, (_, i) => rowOf(scores, i));
  return {
    best: rows.map((row) => Math.max(...row)),
    right: rows.map((row, i) => argMax(row) === labels[i]),
  };
}

const mean = (all: readonly number[]) => all.reduce((sum, value) => sum + value, 0) / all.length;
const percent = (value: number) => (100 * value).toFixed(1);

function cell(all: readonly Answers[]): string {
  const best = all.flatMap((one) => one.best);
  const right = all.flatMap((one) => one.right);
  const each = all.map((one) => calibrationOf(one.best, one.right).error);
  const deviation = Math.sqrt(mean(each.map((error) => (error - mean(each)) ** 2)));
  const together = calibrationOf(best, right).error;
  const gap = mean(best) - mean(right.map(Number));
  return (
    `${percent(together)} (${percent(mean(each))} ± ${percent(deviation)}); ` +
    `${percent(mean(right.map(Number)))} right, ${gap < 0 ? '−' : '+'}${percent(Math.abs(gap))} sure`
  );
}

globalThis.fetch = folderFetch(fileURLToPath(new URL('../../../static/models', import.meta.url)));
await startWasm();
const data = await embedFolder(await openTrunk(DEFAULT_TRUNK, '/'), values.data);
const shots = values.shots.split(',').map(Number);
const draw = { ways: Number(values.ways), test: Number(values.test) };
const found = shots.map((count) => {
  const random = new Random(count);
  const splits = Array.from({ length: Number(values.splits) }, () =>
    drawSplit(data, undefined, count, draw, random),
  );
  const all = new Map<string, Answers[]>();
  for (const split of splits) {
    for (const [name, head] of Object.entries(heads(split))) {
      const answers = answersOf(head, split.test.vectors, split.test.labels);
      all.set(name, [...(all.get(name) ?? []), answers]);
    }
  }
  return all;
});
console.log(
  `${data.labels.length} photos of ${data.classCount} classes, ${values.splits} splits\n`,
);
console.log(`| head | ${shots.map((count) => `${count} shots`).join(' | ')} |`);
console.log(`|---|${'---|'.repeat(shots.length)}`);
for (const name of found[0]!.keys()) {
  console.log(`| ${name} | ${found.map((all) => cell(all.get(name)!)).join(' | ')} |`);
}
