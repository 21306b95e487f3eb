/**
 * `npm run eval:gains -- --data DIR [--shots 5,10,20] [--splits 10] [--test 15] [--ways 10]
 * [--tuned-splits 3] [--epochs 20] [--rows linear,tuning,copies]`: what augmented copies and fine-tuning add to the default of Teach,
 * on photos, with the app's own code in Node. DIR has a folder of photos for each class, of which the
 * `ways` with the most are taken. As many of each as the most shots are there to learn from, the others
 * to be asked about. Rows are measured on the same draws; the difference from the default is given with
 * its deviation over them.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Random } from '#lib/maths/random.ts';
import { fitLda } from '#lib/teach/heads/closed-form.ts';
import type { Head } from '#lib/teach/heads/head.ts';
import { argMax, rowOf } from '#lib/teach/heads/matrix.ts';
import { logitsOf } from '#lib/teach/heads/predict.ts';
import { defaultSettings } from '#lib/teach/train/settings.ts';
import { variationsOf } from '#lib/teach/trainer/augment.ts';
import type { Augmentation } from '#lib/teach/trainer/protocol.ts';
import { openTrunk } from '#lib/vision/trunk.ts';
import { DEFAULT_TRUNK } from '#lib/vision/trunks.ts';
import { folderFetch, startWasm, toTensor } from '../node.ts';
import { classFiles } from './class-files.ts';
import { trainedLinear, Tuner } from './tuning.ts';
import { readPixels, varied } from './variations.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    shots: { type: 'string', default: '5,10,20' },
    splits: { type: 'string', default: '10' },
    test: { type: 'string', default: '15' },
    ways: { type: 'string', default: '10' },
    'tuned-splits': { type: 'string', default: '3' },
    epochs: { type: 'string', default: '20' },
    blocks: { type: 'string', default: '1' },
    rows: { type: 'string', default: 'linear,tuning,copies' },
  },
});
if (!values.data) throw new Error('--data DIR is needed');

const off = { mirror: false, crop: false, colour: false, rotate: false };
const augmentations: Readonly<Record<string, Augmentation>> = {
  'mirror, crop, light': { ...defaultSettings.augmentation, copies: 2 },
  mirror: { ...off, mirror: true, copies: 1 },
  crop: { ...off, crop: true, copies: 1 },
  'light and colour': { ...off, colour: true, copies: 1 },
  rotate: { ...off, rotate: true, copies: 1 },
};

const shots = values.shots.split(',').map(Number);
globalThis.fetch = folderFetch(fileURLToPath(new URL('../../../static/models', import.meta.url)));
await startWasm();
const trunk = await openTrunk(DEFAULT_TRUNK, '/');
const files = classFiles(values.data, Number(values.ways));
const most = Math.max(...shots);
const testPhotos = Number(values.test);
/** Of each class, in an order that the seed gives: first those to learn from. */
const byClass = files.classes.map((_, k) =>
  new Random(k + 1).shuffle([...files.labels.keys()].filter((i) => files.labels[i] === k)),
);
const learnt = byClass.flatMap((all) => all.slice(0, most));
const asked = byClass.flatMap((all) => all.slice(most, most + testPhotos));
const labelOf = (file: number) => files.labels[file]!;

interface Rows {
  /** Embeddings of one photo, after each other. */
  readonly each: number;
  readonly rows: Map<number, Float32Array>;
}

const tuner = new Tuner(trunk, Number(values.blocks));
const own: Rows = { each: 1, rows: new Map() };
for (const [i, file] of [...learnt, ...asked].entries()) {
  own.rows.set(file, await tuner.look(file, files.paths[file]!));
  if (i % 50 === 49) console.error(`${i + 1} of ${learnt.length + asked.length}`);
}

console.log(
  `${learnt.length + asked.length} photos of ${files.classes.length} classes, ${asked.length} asked ` +
    `about, ${values.splits} draws (fine-tuning ${values['tuned-splits']}); accuracy, and what each ` +
    `adds to the default, in %\n`,
);
console.log(`| learnt from | ${shots.map((n) => `${n} shots`).join(' | ')} |`);
console.log(`|---|${'---|'.repeat(shots.length)}`);
const draws = new Map(shots.map((count) => [count, drawn(count, Number(values.splits))]));
const base = new Map(shots.map((count) => [count, draws.get(count)!.map((one) => plain(one))]));
row('default (LDA)', (count) => base.get(count)!);
const few = (count: number) => draws.get(count)!.slice(0, Number(values['tuned-splits']));
const asksFor = (what: string) => values.rows.split(',').includes(what);
if (asksFor('linear')) {
  // Beside fine-tuning on its few draws; alone on all.
  const some = asksFor('tuning') ? few : (count: number) => draws.get(count)!;
  row(`linear, ${values.epochs} epochs`, (count) => some(count).map((one) => linear(one)));
}
if (asksFor('tuning')) {
  const tuned = new Map<number, number[]>();
  for (const count of shots) {
    const all: number[] = [];
    for (const one of few(count)) {
      const sets = { ...one, asked, labelOf, classes: files.classes };
      all.push(await tuner.accuracy(sets, matrixOf, Number(values.epochs)));
    }
    tuned.set(count, all);
  }
  row(`fine-tuning of ${values.blocks}, ${values.epochs} epochs`, (count) => tuned.get(count)!);
}
for (const [name, augmentation] of asksFor('copies') ? Object.entries(augmentations) : []) {
  const copies = await copiesBy(name, augmentation);
  row(`with ${name}, ${augmentation.copies}`, (count) =>
    draws.get(count)!.map((one) => plain(one, copies)),
  );
}

function row(name: string, measure: (shots: number) => readonly number[]): void {
  const cells = shots.map((count) => {
    const accuracies = measure(count);
    const mean = average(accuracies);
    const gains = accuracies.map((value, i) => value - base.get(count)![i]!);
    const gain = average(gains);
    const deviation = Math.sqrt(average(gains.map((value) => (value - gain) ** 2)));
    return gains.every((value) => value === 0)
      ? mean.toFixed(1)
      : `${mean.toFixed(1)} (${gain < 0 ? '−' : '+'}${Math.abs(gain).toFixed(1)} ± ${deviation.toFixed(1)})`;
  });
  console.log(`| ${name} | ${cells.join(' | ')} |`);
}

function average(all: readonly number[]): number {
  return all.reduce((sum, value) => sum + value, 0) / all.length;
}

function drawn(count: number, wanted: number): { readonly learnt: readonly number[] }[] {
  const random = new Random(count);
  return Array.from({ length: wanted }, () => ({
    learnt: byClass.flatMap((all) => random.shuffle(all.slice(0, most)).slice(0, count)),
  }));
}

/** As a run of the app does it: copies come after the samples and count as much. */
function plain({ learnt: some }: { readonly learnt: readonly number[] }, more?: Rows): number {
  const all = [own, ...(more ? [more] : [])].map((rows) => examplesOf(some, rows));
  const columns = trunk.dimensions;
  const data = new Float32Array(all.reduce((sum, { vectors }) => sum + vectors.data.length, 0));
  all.reduce((at, { vectors }) => (data.set(vectors.data, at), at + vectors.data.length), 0);
  const labels = Int32Array.from(all.flatMap((one) => [...one.labels]));
  const vectors = { rows: labels.length, columns, data };
  const { classes } = files;
  const examples = { vectors, labels, classCount: classes.length };
  return accuracyOf(fitLda(examples, classes, defaultSettings.shrinkage));
}

function linear({ learnt: some }: { readonly learnt: readonly number[] }): number {
  return accuracyOf(trainedLinear(examplesOf(some, own), files.classes, Number(values.epochs)));
}

function examplesOf(some: readonly number[], { each, rows }: Rows) {
  const labels = Int32Array.from(some.flatMap((file) => Array<number>(each).fill(labelOf(file))));
  return { vectors: matrixOf(some, rows, each), labels, classCount: files.classes.length };
}

function matrixOf(some: readonly number[], rows = own.rows, each = 1) {
  const columns = trunk.dimensions;
  const data = new Float32Array(some.length * each * columns);
  some.forEach((file, i) => data.set(rows.get(file)!, i * each * columns));
  return { rows: some.length * each, columns, data };
}

function accuracyOf(head: Head): number {
  const logits = logitsOf(head, matrixOf(asked));
  const right = asked.filter((file, i) => argMax(rowOf(logits, i)) === labelOf(file));
  return (100 * right.length) / asked.length;
}

/** Of every photo to learn from; made once and kept. */
async function copiesBy(name: string, augmentation: Augmentation): Promise<Rows> {
  const each = augmentation.copies;
  const length = each * trunk.dimensions;
  const place = keptAt(augmentation);
  if (!existsSync(place)) {
    const data = new Float32Array(learnt.length * length);
    for (const [i, file] of learnt.entries()) {
      const pixels = await readPixels(files.paths[file]!);
      const variations = variationsOf(files.names[file]!, augmentation, 1);
      for (const [k, variation] of variations.entries()) {
        const tensors = trunk.inputs.map((spec) => toTensor(varied(pixels, variation), spec));
        data.set(await trunk.embed(tensors), i * length + k * trunk.dimensions);
        for (const tensor of tensors) tensor.dispose();
      }
      if (i % 50 === 49) console.error(`${name}: ${i + 1} of ${learnt.length}`);
    }
    mkdirSync(join(place, '..'), { recursive: true });
    writeFileSync(place, data);
  }
  const data = new Float32Array(new Uint8Array(readFileSync(place)).buffer);
  const row = (i: number) => data.subarray(i * length, (i + 1) * length);
  return { each, rows: new Map(learnt.map((file, i) => [file, row(i)])) };
}

function keptAt(augmentation: Augmentation): string {
  const key = JSON.stringify([2, trunk.id, learnt.map((file) => files.paths[file]), augmentation]);
  const name = createHash('sha256').update(key).digest('hex').slice(0, 24);
  return fileURLToPath(new URL(`../../../tests/.cache/fewshot/gains-${name}.f32`, import.meta.url));
}
