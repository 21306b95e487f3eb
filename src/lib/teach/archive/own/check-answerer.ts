/** Holds what a stranger's file calls an answerer to the shape of ours, and has it answer once. */
import * as v from 'valibot';
import { openPlainKernels } from '#lib/engine/kernels/plain/open.ts';
import { FailureError } from '#lib/failure/failure.ts';
import type { ProjectKind } from '#lib/storage/project-rows.ts';
import { textTrunkOf } from '#lib/text/trunks.ts';
import { installedTrunk } from '#lib/vision/installed/trunk-spec.ts';
import { dimensionsOf, trunkOf } from '#lib/vision/trunks.ts';
import { headMethods } from '../../heads/head.ts';
import { Predictor } from '../../heads/predict.ts';
import { distanceTo } from '../../score/open-set.ts';
import type { Answerer } from '../../trainer/protocol.ts';
import { TextAnswering } from '../../trainer/text/text-answering.ts';
import { checkTail, pictureTailShape } from './check-tail.ts';

const numbers = v.instance(Float32Array);
const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const matrix = v.pipe(
  v.object({ rows: v.number(), columns: count, data: numbers }),
  v.check(({ rows, columns, data }) => data.length === rows * columns, 'a matrix'),
);
const shared = v.object({
  head: v.object({
    method: v.picklist(headMethods),
    classes: v.array(v.string()),
    dimensions: count,
    normalisation: v.object({ mean: numbers, scale: v.optional(numbers), unitLength: v.boolean() }),
    temperature: v.pipe(v.number(), v.finite(), v.gtValue(0)),
    layers: v.array(v.object({ weights: matrix, bias: numbers })),
    neighbours: v.optional(
      v.object({
        vectors: matrix,
        labels: v.instance(Int32Array),
        k: count,
        plain: v.optional(v.boolean()),
        // On its way only.
        since: v.optional(v.undefined()),
      }),
    ),
  }),
  familiarity: v.optional(
    v.object({
      classes: v.array(v.string()),
      means: numbers,
      dimensions: count,
      whitened: v.optional(v.boolean()),
      known: numbers,
      strangers: v.optional(numbers),
    }),
  ),
  trunk: v.optional(v.string()),
});
const writing = v.object({
  scripts: v.array(v.string()),
  words: v.instance(Uint32Array),
  strangest: v.number(),
});
const shapes = {
  text: v.object({
    ...shared.entries,
    writing: v.optional(writing),
    tail: v.optional(v.object({ kind: v.picklist(['text-model', 'bag-of-words']) })),
  }),
  image: v.object({ ...shared.entries, tail: v.optional(pictureTailShape) }),
} satisfies Record<ProjectKind, unknown>;

/** @throws FailureError `model-corrupt` | `model-missing` | `archive-newer` | `model-unsupported` */
export async function checkAnswerer(
  kind: ProjectKind,
  trunk: string,
  answerer: unknown,
): Promise<Answerer> {
  const read = v.safeParse(shapes[kind], answerer);
  if (!read.success) throw corrupt(read.issues[0].message);
  const own = answerer as Answerer;
  try {
    if (kind === 'text') await readOnce(own, trunk);
    else await seeOnce(own, trunk);
  } catch (error) {
    // Weights that do not fit together show when they are used.
    if (error instanceof RangeError || error instanceof TypeError) throw corrupt(error.message);
    throw error;
  }
  return own;
}

/** What it was taught on may not be here: then nothing would answer. */
async function readOnce(answerer: Answerer, trunk: string): Promise<void> {
  if (!textTrunkOf(trunk)) throw new FailureError('archive-newer', `trunk ${trunk}`);
  const answering = new TextAnswering(answerer, openPlainKernels());
  const read = await answering.below?.typed('a');
  const scores = answering.scores(read?.vector ?? new Float32Array(answerer.head.dimensions));
  answering.below?.dispose();
  if (!scores.every(({ score }) => Number.isFinite(score))) throw corrupt('scores');
}

async function seeOnce({ head, familiarity, tail }: Answerer, trunk: string): Promise<void> {
  const spec = trunkOf(trunk) ?? (await installedTrunk(trunk));
  // A network of its own needs none.
  if (!spec && tail?.kind !== 'cnn') throw new FailureError('model-missing', trunk);
  const given =
    tail?.kind === 'cnn' || tail?.kind === 'fine-tune' ? checkTail(tail, spec) : undefined;
  const dimensions = given ?? (spec ? dimensionsOf(spec) : 0);
  const { normalisation, neighbours } = head;
  const lengths = [normalisation.mean, normalisation.scale ?? normalisation.mean];
  if (head.dimensions !== dimensions || lengths.some(({ length }) => length !== dimensions)) {
    throw corrupt(`${head.dimensions} dimensions for ${dimensions}`);
  }
  if (neighbours && neighbours.vectors.columns !== dimensions) throw corrupt('neighbours');
  let columns = dimensions;
  for (const { weights, bias } of head.layers) {
    if (weights.rows !== columns || bias.length !== weights.columns) throw corrupt('layers');
    columns = weights.columns;
  }
  if (!neighbours && columns !== head.classes.length) throw corrupt('scores');
  const picture = new Float32Array(dimensions).fill(1 / Math.sqrt(dimensions));
  if (!new Predictor(head).scores(picture).every(Number.isFinite)) throw corrupt('scores');
  if (!familiarity) return;
  const { means, classes } = familiarity;
  const fits =
    familiarity.dimensions === dimensions && means.length === classes.length * dimensions;
  if (!fits || !Number.isFinite(distanceTo(familiarity, picture))) throw corrupt('familiarity');
}

const corrupt = (detail: string) => new FailureError('model-corrupt', detail);
