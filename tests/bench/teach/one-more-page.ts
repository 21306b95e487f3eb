/** One more sample among many, learnt and answered with at once: our instant heads, and knn-classifier. In the page. */
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { createInstantLearner } from '../../../src/lib/teach/heads/instant.ts';
import { Predictor } from '../../../src/lib/teach/heads/predict.ts';
import { Random } from '../../../src/lib/maths/random.ts';

/** As much of knn-classifier as its own page shows. */
interface KnnClassifier {
  setClassifierDataset(dataset: Record<string, tf.Tensor2D>): void;
  addExample(example: tf.Tensor, label: string): void;
  predictClass(example: tf.Tensor, k?: number): Promise<{ readonly label: string }>;
  clearAllClasses(): void;
}
declare global {
  /** There once its script is: it finds TensorFlow.js as `tf`. */
  var knnClassifier: { create(): KnnClassifier };
}
Object.assign(globalThis, { tf });

/** An embedding of the default trunk. */
const dimensions = 560;
const classes = Array.from({ length: 10 }, (_, k) => `class-${k}`);
const ourMethods = ['lda', 'knn'] as const;

/** Milliseconds of each turn, by who did it; the first is our default. */
export type OneMore = Readonly<Record<string, number[]>>;

export const oneMore = {
  /** Turns of all after one that warms up, so that all meet the same machine. */
  async among(rows: number, turns: number, backends: readonly string[]): Promise<OneMore> {
    const random = new Random(rows);
    const each = Math.floor(rows / classes.length);
    const vectors = classes.map((_, k) => Array.from({ length: each }, () => embedding(random, k)));
    const times: Record<string, number[]> = {};
    const all = ourMethods.map((method) => ours(method, vectors));
    // One after the other: a backend is everybody's.
    for (const backend of backends) all.push(await theirs(backend, vectors));
    for (let turn = 0; turn <= turns; turn++) {
      const label = turn % classes.length;
      const [taken, asked] = [embedding(random, label), embedding(random, label)];
      for (const { name, prepare, step, answer } of all) {
        await prepare?.();
        const startedMs = performance.now();
        const found = await step(taken, label, asked);
        const ms = performance.now() - startedMs;
        if (!classes.includes(answer(found))) throw new Error(`${name} answers ${String(found)}`);
        if (turn > 0) (times[name] ??= []).push(ms);
      }
    }
    for (const { dispose } of all) dispose?.();
    return times;
  },
};

interface Contender {
  readonly name: string;
  prepare?(): Promise<unknown>;
  step(taken: Float32Array, label: number, asked: Float32Array): unknown;
  answer(found: unknown): string;
  dispose?(): void;
}

function ours(
  method: (typeof ourMethods)[number],
  vectors: readonly (readonly Float32Array[])[],
): Contender {
  const learner = createInstantLearner(method, dimensions);
  for (const [k, some] of vectors.entries()) {
    for (const vector of some) learner.addLater(vector, classes[k]!);
  }
  learner.head(classes);
  return {
    name: `Aprendiz ${method}`,
    step: (taken, label, asked) => {
      learner.add(taken, classes[label]!);
      return new Predictor(learner.head(classes)).scores(asked);
    },
    answer: (found) => {
      const scores = found as Float32Array;
      return classes[scores.indexOf(Math.max(...scores))] ?? '';
    },
  };
}

async function theirs(
  backend: string,
  vectors: readonly (readonly Float32Array[])[],
): Promise<Contender> {
  setWasmPaths('/tf/');
  await tf.setBackend(backend);
  const classifier = knnClassifier.create();
  const rows = vectors.map((some, k) => {
    const values = new Float32Array(some.length * dimensions);
    for (const [i, vector] of some.entries()) values.set(vector, i * dimensions);
    return [classes[k]!, tf.tensor2d(values, [some.length, dimensions])] as const;
  });
  classifier.setClassifierDataset(Object.fromEntries(rows));
  return {
    name: `knn-classifier on ${backend}`,
    prepare: () => tf.setBackend(backend),
    step: async (taken, label, asked) => {
      const [example, question] = [tf.tensor1d(taken), tf.tensor1d(asked)];
      classifier.addExample(example, classes[label]!);
      const { label: found } = await classifier.predictClass(question);
      tf.dispose([example, question]);
      return found;
    },
    answer: String,
    dispose: () => classifier.clearAllClasses(),
  };
}

/** Of unit length, near to those of its class. */
function embedding(random: Random, k: number): Float32Array<ArrayBuffer> {
  const vector = Float32Array.from(
    { length: dimensions },
    (_, j) => random.next() + (j % classes.length === k ? 0.5 : 0),
  );
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}
