/**
 * What answers, exactly as the app keeps it, in two files beside the layers that are made of it: so a
 * model that was taken home can come back. `aprendiz.json` is read as untrusted.
 */
import * as v from 'valibot';
import { sha256 } from '#lib/cache/sha256.ts';
import { FailureError } from '#lib/failure/failure.ts';
import type { ProjectKind } from '#lib/storage/project-rows.ts';
import type { Answerer } from '../../trainer/protocol.ts';
import { packValue, unpackValue } from '../project/packed-value.ts';
import { checkAnswerer } from './check-answerer.ts';

export const ownModelJson = 'aprendiz.json';
export const ownModelNumbers = 'aprendiz.bin';
const format = 'aprendiz-model-1';

export interface OwnModel {
  readonly kind: ProjectKind;
  readonly name: string;
  /** For people, in the order of `answerer.head.classes`. */
  readonly labels: readonly string[];
  readonly trunk: string;
  readonly answerer: Answerer;
}

const namePart = v.pipe(v.string(), v.maxLength(1000));
const described = v.object({
  /** Those of texts came first, and did not say so. */
  kind: v.optional(v.picklist(['image', 'text']), 'text'),
  name: namePart,
  labels: v.pipe(v.array(namePart), v.minLength(1), v.maxLength(1000)),
  trunk: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
});
const file = v.object({
  ...described.entries,
  format: v.literal(format),
  sha256: v.string(),
  answerer: v.unknown(),
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
  const { sha256: hash, answerer, ...rest } = read.output;
  if ((await sha256(bytes.buffer)) !== hash) throw corrupt(`hash of ${ownModelNumbers}`);
  return modelFrom(rest, unpackValue(answerer, bytes), newId);
}

/**
 * From what a file says, whatever it is worth.
 * @throws FailureError `model-corrupt` | `model-missing` (a trunk that is not on this device)
 */
export async function modelFrom(
  description: unknown,
  answerer: unknown,
  newId: () => string,
): Promise<OwnModel> {
  const read = v.safeParse(described, description);
  if (!read.success) throw corrupt(read.issues[0].message);
  const { kind, name, labels, trunk } = read.output;
  const own = await checkAnswerer(kind, trunk, answerer);
  const { head, familiarity } = own;
  if (head.classes.length !== labels.length) throw corrupt('classes without labels');
  const ids = new Map(head.classes.map((id) => [id, newId()]));
  const renamed = (all: readonly string[]) => all.map((id) => ids.get(id) ?? newId());
  return {
    kind,
    name,
    labels,
    trunk,
    answerer: {
      ...own,
      head: { ...head, classes: renamed(head.classes) },
      ...(familiarity && {
        familiarity: { ...familiarity, classes: renamed(familiarity.classes) },
      }),
    },
  };
}

const corrupt = (detail: string) => new FailureError('model-corrupt', detail);
