/**
 * `npm run eval:fewshot -- --data DIR [--shots 5,10,20] [--splits 20] [--test 25] [--ways 10]`: how
 * often a head that saw a few photos of each class is right about others, for each method, with the
 * app's own code in Node (wasm SIMD, one thread). DIR has a folder of photos for each class. Each
 * split draws `ways` classes, and of each `shots` photos to learn from and up to `test` others.
 *
 * `--size 160`, `--fit squash` change how the trunk is fed; `--mirror` adds mirrored copies to learn
 * from; `--methods lda,means` asks for some only. `--learn DIR,DIR` learns the whitening from the
 * classes of other folders instead of the shipped one, `--plain` does without; with `--write` what
 * was learnt becomes the shipped one. Where DIR has more classes than `ways`, the others are the
 * strangers, and the last row tells how well distances keep them apart.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fitKnn, fitLda, fitMeans, fitRidge } from '#lib/teach/heads/closed-form.ts';
import type { TrainedHead } from '#lib/teach/heads/epochs.ts';
import type { Examples, Head } from '#lib/teach/heads/head.ts';
import { createInstantLearner, instantRidge } from '#lib/teach/heads/instant.ts';
import { learnWhitening } from '#lib/teach/heads/learn-whitening.ts';
import { argMax, rowOf } from '#lib/teach/heads/matrix.ts';
import { logitsOf } from '#lib/teach/heads/predict.ts';
import { Random } from '#lib/maths/random.ts';
import { whiteningFor } from '#lib/teach/heads/shipped-whitening.ts';
import { trainHead } from '#lib/teach/heads/train.ts';
import type { Whitening } from '#lib/teach/heads/whitening.ts';
import { fitTemperature } from '#lib/teach/score/calibration.ts';
import type { Fit } from '#lib/vision/preprocess/input-spec.ts';
import { openTrunk } from '#lib/vision/trunk.ts';
import { DEFAULT_TRUNK, trunkOf, type TrunkSpec } from '#lib/vision/trunks.ts';
import { folderFetch, startWasm } from '../node.ts';
import { drawSplit, type Split } from './draw-split.ts';
import { embedFolder, type Embedded } from './embeddings.ts';
import { areaUnderCurve } from './strangers.ts';

const directionsKept = 48;
const identityPart = 0.6;

type Fitting = (examples: Examples, classes: readonly string[]) => Head;

function methodsWith(whitening: Whitening | null): Record<string, Fitting> {
  const trained =
    (method: 'linear' | 'mlp'): Fitting =>
    (examples, classes) =>
      last(
        trainHead(
          examples,
          undefined,
          classes,
          {
            method,
            optimiser: 'adam',
            learningRate: method === 'mlp' ? 0.003 : 0.001,
            batchSize: 16,
            epochs: method === 'mlp' ? 40 : 20,
            l1: 0,
            l2: 0.001,
            dropout: 0,
            hidden: 100,
            neighbours: 5,
            shrinkage: 0.5,
            earlyStopping: false,
            patience: 5,
            classWeights: false,
            seed: 1,
          },
          undefined,
          whitening,
        ),
      );
  return {
    means: (examples, classes) => fitMeans(examples, classes, whitening),
    ridge: (examples, classes) => fitRidge(examples, classes, instantRidge.ridge, whitening),
    knn: (examples, classes) => fitKnn(examples, classes, 5),
    lda: (examples, classes) => fitLda(examples, classes, 0.5, whitening),
    'instant lda': (examples, classes) => {
      const learner = createInstantLearner('lda', examples.vectors.columns, whitening);
      examples.labels.forEach((label, i) =>
        learner.add(rowOf(examples.vectors, i), classes[label]!),
      );
      return learner.head(classes);
    },
    linear: trained('linear'),
    mlp: trained('mlp'),
  };
}

function last(training: Generator<unknown, TrainedHead>): Head {
  for (;;) {
    const step = training.next();
    if (step.done) return step.value.head;
  }
}

function measure(fit: Fitting, { train, test }: Split) {
  const classes = Array.from({ length: train.classCount }, (_, k) => `${k}`);
  const startedMs = performance.now();
  const head = fit(train, classes);
  const fitMs = performance.now() - startedMs;
  const logits = logitsOf(head, test.vectors);
  const right = test.labels.filter((label, i) => argMax(rowOf(logits, i)) === label).length;
  return {
    accuracy: (100 * right) / test.labels.length,
    fitMs,
    temperature: fitTemperature(logits, test.labels),
  };
}

function spread(values: readonly number[]): string {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return `${mean.toFixed(1)} ± ${Math.sqrt(square).toFixed(1)}`;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    shots: { type: 'string', default: '5,10,20' },
    splits: { type: 'string', default: '20' },
    test: { type: 'string', default: '25' },
    ways: { type: 'string', default: '10' },
    trunk: { type: 'string', default: DEFAULT_TRUNK },
    size: { type: 'string' },
    fit: { type: 'string' },
    mirror: { type: 'boolean', default: false },
    methods: { type: 'string' },
    learn: { type: 'string' },
    plain: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});

function trunkAsked(): TrunkSpec {
  const spec = trunkOf(values.trunk);
  if (!spec) throw new Error(`there is no trunk ${values.trunk}`);
  return {
    ...spec,
    parts: spec.parts.map((part) => ({
      ...part,
      size: Number(values.size ?? part.size),
      fit: (values.fit ?? part.fit) as Fit,
    })),
  };
}

globalThis.fetch = folderFetch(fileURLToPath(new URL('../../../static/models', import.meta.url)));
await startWasm();
const trunk = await openTrunk(trunkAsked(), '/');
let whitening = values.plain ? null : whiteningFor(trunk.dimensions);
if (values.learn) {
  const sets: Embedded[] = [];
  for (const folder of values.learn.split(',')) sets.push(await embedFolder(trunk, folder));
  whitening = learnWhitening(sets, directionsKept, identityPart);
  if (values.write) writeWhitening(whitening);
}
if (values.data) await report(values.data);
else if (!values.write) throw new Error('--data DIR is needed');

async function report(folder: string): Promise<void> {
  const data = await embedFolder(trunk, folder);
  const copies = values.mirror ? await embedFolder(trunk, folder, true) : undefined;
  const draw = { ways: Number(values.ways), test: Number(values.test) };
  const shots = values.shots.split(',').map(Number);
  const { size, fit } = trunk.inputs[0]!;
  console.log(
    `${data.labels.length} photos of ${data.classCount} classes; ${trunk.id} at ${size} px, ${fit}, ` +
      `${trunk.dimensions} numbers, ${data.embedMs.toFixed(0)} ms a photo; ` +
      `${Math.min(draw.ways, data.classCount)} classes a split, ${values.splits} splits; ` +
      `accuracy ± deviation over splits in %\n`,
  );
  console.log(`| method | ${shots.map((n) => `${n} shots`).join(' | ')} | fit ms | temperature |`);
  console.log(`|---|${'---|'.repeat(shots.length + 2)}`);
  for (const [name, method] of Object.entries(methodsWith(whitening))) {
    if (values.methods && !values.methods.split(',').includes(name)) continue;
    const cells = shots.map((count) => {
      const random = new Random(count);
      return Array.from({ length: Number(values.splits) }, () =>
        measure(method, drawSplit(data, copies, count, draw, random)),
      );
    });
    const all = cells.flat();
    console.log(
      `| ${name} | ${cells.map((runs) => spread(runs.map((run) => run.accuracy))).join(' | ')} | ` +
        `${median(all.map((run) => run.fitMs)).toFixed(0)} | ` +
        `${median(all.map((run) => run.temperature)).toPrecision(2)} |`,
    );
  }
  if (draw.ways >= data.classCount) return;
  const areas = shots.map((count) => {
    const random = new Random(count);
    return Array.from({ length: Number(values.splits) }, () =>
      areaUnderCurve(drawSplit(data, copies, count, draw, random), whitening),
    );
  });
  console.log(
    `| unknown, area under the curve | ${areas.map((all) => spread(all)).join(' | ')} | | |`,
  );
}

/** Directions in signed bytes, base64: a tenth of their text as numbers. */
function writeWhitening({ dimensions, directions, excess, centre }: Whitening): void {
  const bytes = new Int8Array(directions.length);
  for (let from = 0; from < directions.length; from += dimensions) {
    const row = directions.subarray(from, from + dimensions);
    const largest = row.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    row.forEach((value, j) => (bytes[from + j] = Math.round((127 * value) / largest)));
  }
  const lines = [
    '/** Written by `npm run eval:fewshot -- --write`; see docs/decisions/0008. */',
    `export const dimensions = ${dimensions};`,
    `export const excess: readonly number[] = [`,
    ...Array.from(excess, (value) => `  ${value.toPrecision(4)},`),
    `];`,
    '// prettier-ignore',
    `export const centre: readonly number[] = [`,
    `  ${Array.from(centre, (value) => Number(value.toPrecision(3))).join(',')},`,
    `];`,
    `export const directions =`,
    `  '${Buffer.from(bytes.buffer).toString('base64')}';`,
    '',
  ];
  const place = new URL('../../../src/lib/teach/heads/whitening-data.ts', import.meta.url);
  writeFileSync(place, lines.join('\n'));
}
