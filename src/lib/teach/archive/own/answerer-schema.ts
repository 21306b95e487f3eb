/**
 * An {@link Answerer} as a file may hold it that somebody else has written: every length is compared, so
 * that what is kept can answer. Numbers may be any, NaN among them: a run may have diverged.
 */
import * as v from 'valibot';
import { FailureError } from '#lib/failure/failure.ts';
import type { ProjectKind } from '#lib/storage/project-rows.ts';
import { checkTextModel } from '#lib/text/model/check.ts';
import type { TextModelFile } from '#lib/text/model/format.ts';
import { headMethods, type Head } from '../../heads/head.ts';
import type { Answerer } from '../../trainer/protocol.ts';
import type { Tail } from '../../trainer/tail.ts';
import { checkTail, pictureTailShape } from './check-tail.ts';

const numbers = v.instance(Float32Array);
const any = v.union([v.number(), v.nan()]);
const count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2 ** 20));
const index = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 31));
const ids = v.array(v.string());

const matrix = v.pipe(
  v.object({ rows: index, columns: count, data: numbers }),
  v.check(({ rows, columns, data }) => data.length === rows * columns, 'a matrix'),
);

const head = v.pipe(
  v.object({
    method: v.picklist(headMethods),
    classes: ids,
    dimensions: count,
    normalisation: v.object({
      mean: numbers,
      scale: v.optional(numbers),
      unitLength: v.boolean(),
    }),
    temperature: any,
    layers: v.array(
      v.object({ weights: matrix, bias: numbers, activation: v.picklist(['none', 'relu']) }),
    ),
    neighbours: v.optional(v.object({ vectors: matrix, labels: v.instance(Int32Array), k: count })),
  }),
  v.check((value) => fits(value as Head), 'a head whose parts do not fit'),
);

const familiarity = v.pipe(
  v.object({
    classes: ids,
    means: numbers,
    dimensions: count,
    whitened: v.optional(v.boolean()),
    known: numbers,
    strangers: v.optional(numbers),
  }),
  v.check(
    ({ means, classes, dimensions }) => means.length === classes.length * dimensions,
    'means of classes',
  ),
);

const textTailShape = v.variant('kind', [
  v.object({
    kind: v.literal('text-model'),
    file: v.record(v.string(), v.unknown()),
    weights: v.instance(ArrayBuffer),
  }),
  v.object({
    kind: v.literal('bag-of-words'),
    bag: v.pipe(
      v.object({ terms: ids, rarity: numbers, pairs: v.boolean() }),
      v.check(({ terms, rarity }) => terms.length === rarity.length, 'a bag'),
    ),
  }),
]);

const answerer = v.object({
  head,
  trunk: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(200))),
  familiarity: v.optional(familiarity),
  writing: v.optional(v.object({ scripts: ids, words: v.instance(Uint32Array), strangest: any })),
  tail: v.optional(v.union([pictureTailShape, textTailShape])),
});

/**
 * @throws FailureError `model-corrupt` where its parts do not fit together, `model-unsupported` |
 *   `model-too-large` for a network of its own that no device could run
 */
export function parseAnswerer(kind: ProjectKind, value: unknown): Answerer {
  const read = v.safeParse(answerer, value);
  if (!read.success) {
    const [issue] = read.issues;
    throw corrupt(`${v.getDotPath(issue) ?? ''}: ${issue.message}`);
  }
  // What it is made of, not what valibot copied: buffers stay shared.
  const found = value as Answerer;
  const readsTexts = found.tail?.kind === 'text-model' || found.tail?.kind === 'bag-of-words';
  if (found.tail && readsTexts !== (kind === 'text'))
    throw corrupt(`${found.tail.kind} in ${kind}`);
  const below = found.tail && dimensionsOf(found.tail);
  if (below !== undefined && below !== found.head.dimensions) {
    throw corrupt(`${below} numbers for a head of ${found.head.dimensions}`);
  }
  return found;
}

/** From the embedding to as many numbers as there are classes. */
function fits({ classes, dimensions, normalisation, layers, neighbours }: Head): boolean {
  const { mean, scale = mean } = normalisation;
  if (mean.length !== dimensions || scale.length !== dimensions) return false;
  if (neighbours) {
    const { vectors, labels } = neighbours;
    const areClasses = labels.every((label) => label >= 0 && label < classes.length);
    return vectors.columns === dimensions && labels.length === vectors.rows && areClasses;
  }
  let width = dimensions;
  for (const { weights, bias } of layers) {
    if (weights.rows !== width || bias.length !== weights.columns) return false;
    width = weights.columns;
  }
  return width === classes.length;
}

/** What a tail gives a head; undefined of a trunk's, which may not be here. */
function dimensionsOf(own: Tail): number | undefined {
  switch (own.kind) {
    case 'fine-tune':
      return undefined;
    case 'bag-of-words':
      return own.bag.terms.length;
    case 'text-model':
      checkTextModel(own.file, own.weights.byteLength);
      return widthOf(own.file);
    case 'cnn':
      return checkTail(own, undefined);
  }
}

/** Numbers after the last layer; `checkTextModel` has found that the layers fit. */
function widthOf({ dense, recurrent, pooling }: TextModelFile): number {
  const last = dense.at(-1);
  if (last) return last.kernel.shape[1] ?? 0;
  const { units = 0, direction } = recurrent.at(-1) ?? {};
  const states = units * (direction === 'both' ? 2 : 1);
  return pooling.kind === 'mean-max' ? 2 * states : states;
}

const corrupt = (detail: string) => new FailureError('model-corrupt', detail);
