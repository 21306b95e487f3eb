/**
 * What answers, exactly as the app keeps it, in two files beside the layers that are made of it: so a
 * model that was taken home can come back. `aprendiz.json` is read as untrusted.
 */
import * as v from 'valibot';
import { sha256 } from '#lib/cache/sha256.ts';
import { openPlainKernels } from '#lib/engine/kernels/plain/open.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { headMethods } from '../../heads/head.ts';
import type { Answerer } from '../../trainer/protocol.ts';
import { TextAnswering } from '../../trainer/text/text-answering.ts';
import { packValue, unpackValue } from '../project/packed-value.ts';

export const ownModelJson = 'aprendiz.json';
export const ownModelNumbers = 'aprendiz.bin';
const format = 'aprendiz-model-1';

export interface OwnModel {
  readonly name: string;
  /** For people, in the order of `answerer.head.classes`. */
  readonly labels: readonly string[];
  readonly trunk: string;
  readonly answerer: Answerer;
}

const file = v.object({
  format: v.literal(format),
  name: v.pipe(v.string(), v.maxLength(1000)),
  labels: v.pipe(v.array(v.pipe(v.string(), v.maxLength(1000))), v.minLength(1), v.maxLength(1000)),
  trunk: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  sha256: v.string(),
  answerer: v.unknown(),
});

const numbers = v.instance(Float32Array);
const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const matrix = v.pipe(
  v.object({ rows: v.number(), columns: count, data: numbers }),
  v.check(({ rows, columns, data }) => data.length === rows * columns, 'a matrix'),
);
const answererShape = v.object({
  head: v.object({
    method: v.picklist(headMethods),
    classes: v.array(v.string()),
    dimensions: count,
    normalisation: v.object({ mean: numbers, unitLength: v.boolean() }),
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
    v.object({ classes: v.array(v.string()), means: numbers, dimensions: count, known: numbers }),
  ),
  writing: v.optional(
    v.object({
      scripts: v.array(v.string()),
      words: v.instance(Uint32Array),
      strangest: v.number(),
    }),
  ),
  tail: v.optional(v.object({ kind: v.picklist(['text-model', 'bag-of-words']) })),
});

export async function packOwnModel({ answerer, ...rest }: OwnModel) {
  const { json, bytes } = packValue(answerer);
  const hash = await sha256(bytes.buffer);
  return { json: { format, ...rest, sha256: hash, answerer: json }, bytes };
}

/**
 * With `ids` as its classes, opened once, so that what does not answer never becomes a project.
 * @throws FailureError `model-corrupt` | `archive-newer` (another format of the same name)
 */
export async function readOwnModel(
  json: unknown,
  bytes: Uint8Array<ArrayBuffer>,
  newId: () => string,
): Promise<OwnModel> {
  if (!v.is(v.object({ format: v.literal(format) }), json)) {
    throw new FailureError('archive-newer', 'another format of a model');
  }
  const read = v.safeParse(file, json);
  if (!read.success) throw corrupt(read.issues[0].message);
  const { name, labels, trunk, sha256: hash } = read.output;
  if ((await sha256(bytes.buffer)) !== hash) throw corrupt(`hash of ${ownModelNumbers}`);
  const answerer = unpackValue(read.output.answerer, bytes);
  const shape = v.safeParse(answererShape, answerer);
  if (!shape.success) throw corrupt(shape.issues[0].message);
  const { head, familiarity } = shape.output;
  if (head.classes.length !== labels.length) throw corrupt('classes without labels');
  const ids = new Map(head.classes.map((id) => [id, newId()]));
  const renamed = (all: readonly string[]) => all.map((id) => ids.get(id) ?? newId());
  const own = answerer as Answerer;
  const model: Answerer = {
    ...own,
    head: { ...own.head, classes: renamed(head.classes) },
    ...(own.familiarity &&
      familiarity && {
        familiarity: { ...own.familiarity, classes: renamed(familiarity.classes) },
      }),
  };
  await tryOut(model);
  return { name, labels, trunk, answerer: model };
}

/** Weights that do not fit together show when they are used. */
async function tryOut(answerer: Answerer): Promise<void> {
  try {
    const answering = new TextAnswering(answerer, openPlainKernels());
    const { head } = answerer;
    const read = await answering.below?.typed('a');
    const scores = answering.scores(read?.vector ?? new Float32Array(head.dimensions));
    answering.below?.dispose();
    if (!scores.every(({ score }) => Number.isFinite(score))) throw corrupt('scores');
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) throw corrupt(error.message);
    throw error;
  }
}

const corrupt = (detail: string) => new FailureError('model-corrupt', detail);
