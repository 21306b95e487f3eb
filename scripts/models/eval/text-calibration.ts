/**
 * `npm run eval:text-calibration -- --data DIR [--shots 1,2,5,10,50] [--splits 10]`: whether instant
 * heads on few texts are as sure as they may be: how often they are right, how sure they are, and the
 * expected calibration error over all splits of a set, in %, with one temperature for all (`--fixed
 * 0.11`) → as the app sets it (`score/instant-temperature.ts`).
 */
import { parseArgs } from 'node:util';
import { Random } from '#lib/maths/random.ts';
import { createInstantLearner, instantMethods } from '#lib/teach/heads/instant.ts';
import { argMax, matrixFrom, rowOf, softmax } from '#lib/teach/heads/matrix.ts';
import { logitsOf } from '#lib/teach/heads/predict.ts';
import { calibrationOf, fitTemperature } from '#lib/teach/score/calibration.ts';
import { instantTemperature } from '#lib/teach/score/instant-temperature.ts';
import { textTemperatures } from '#lib/teach/trainer/text/text-medium.ts';
import { embed, loaders, openReader } from './text-sets.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '' },
    sets: { type: 'string', default: 'spam,polarity,opinion,emotion' },
    shots: { type: 'string', default: '1,2,5,10,50' },
    splits: { type: 'string', default: '10' },
    methods: { type: 'string', default: instantMethods.join(',') },
    fixed: { type: 'string', default: '' },
  },
});

interface Said {
  readonly best: number[];
  readonly right: boolean[];
}

/** What one temperature for all was, before the app set it for each project. */
const before = { means: 0.11, ridge: 0.15, knn: 1.3, lda: 2.1 } as const;

const reader = await openReader();
const { dimensions } = reader.trunk;
const percent = (share: number) => (100 * share).toFixed(0);
const mean = (all: readonly number[]) => all.reduce((sum, one) => sum + one, 0) / all.length;

const sets = new Map<string, Float32Array[][]>();
for (const name of values.sets.split(',')) {
  const classes: Float32Array[][] = [];
  for (const texts of loaders[name]!(values.data).texts) classes.push(await embed(reader, texts));
  sets.set(name, classes);
}

for (const method of instantMethods.filter((one) => values.methods.split(',').includes(one))) {
  console.log(`\n${method}: right · sure, error before → after, % (temperature that fits best)\n`);
  console.log(`| shots | ${[...sets.keys()].join(' | ')} | mean error |`);
  console.log(`|---|${'---|'.repeat(sets.size + 1)}`);
  for (const shots of values.shots.split(',').map(Number)) {
    const errors: [number, number][] = [];
    const cells = Array.from(sets.values(), (classes) => {
      const found = judge(method, classes, shots);
      const [old, own] = [found.old, found.own].map(
        ({ best, right }) => calibrationOf(best, right).error,
      ) as [number, number];
      errors.push([old, own]);
      const accuracy = mean(found.own.right.map(Number));
      return (
        `${percent(accuracy)} · ${percent(mean(found.old.best))} → ${percent(mean(found.own.best))}, ` +
        `${percent(old)} → ${percent(own)} (${found.fitted.toPrecision(2)})`
      );
    });
    const [old, own] = [0, 1].map((side) => mean(errors.map((pair) => pair[side]!)));
    console.log(
      `| ${shots} | ${cells.join(' | ')} | ${(100 * old!).toFixed(1)} → ${(100 * own!).toFixed(1)} |`,
    );
  }
}

function judge(
  method: (typeof instantMethods)[number],
  classes: readonly (readonly Float32Array[])[],
  shots: number,
): { readonly old: Said; readonly own: Said; readonly fitted: number } {
  const random = new Random(shots);
  const names = classes.map((_, k) => `${k}`);
  const old: Said = { best: [], right: [] };
  const own: Said = { best: [], right: [] };
  const all: Float32Array[] = [];
  const truths: number[] = [];
  for (let split = 0; split < Number(values.splits); split++) {
    const learner = createInstantLearner(method, dimensions);
    const taught: { vector: Float32Array; k: number }[] = [];
    const asked: { vector: Float32Array; k: number }[] = [];
    classes.forEach((vectors, k) =>
      random.shuffle([...vectors]).forEach((vector, place) => {
        if (place < shots) taught.push({ vector, k });
        else if (place < shots + 40) asked.push({ vector, k });
      }),
    );
    for (const { vector, k } of taught) learner.addLater(vector, names[k]!);
    const examples = {
      vectors: matrixFrom(
        taught.map(({ vector }) => vector),
        dimensions,
      ),
      labels: Int32Array.from(taught, ({ k }) => k),
      classCount: classes.length,
    };
    const bursts = taught.map((_, i) => `${i}`);
    const temperature = instantTemperature(method, examples, bursts, textTemperatures[method]);
    const questions = matrixFrom(
      asked.map(({ vector }) => vector),
      dimensions,
    );
    const logits = logitsOf(learner.head(names), questions);
    asked.forEach(({ k }, i) => {
      all.push(rowOf(logits, i).slice());
      truths.push(k);
      say(old, rowOf(logits, i).slice(), Number(values.fixed || before[method]), k);
      say(own, rowOf(logits, i).slice(), temperature, k);
    });
  }
  return { old, own, fitted: fitTemperature(matrixFrom(all, classes.length), truths) };
}

function say({ best, right }: Said, scores: Float32Array, temperature: number, truth: number) {
  softmax(scores, temperature);
  const answer = argMax(scores);
  best.push(scores[answer]!);
  right.push(answer === truth);
}
