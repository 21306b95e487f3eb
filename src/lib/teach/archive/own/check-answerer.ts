/** Holds what a stranger's file calls an answerer to the shape of ours, and has it answer once. */
import { openPlainKernels } from '#lib/engine/kernels/plain/open.ts';
import { FailureError } from '#lib/failure/failure.ts';
import type { ProjectKind } from '#lib/storage/project-rows.ts';
import { textTrunkOf } from '#lib/text/trunks.ts';
import { installedTrunk } from '#lib/vision/installed/trunk-spec.ts';
import { dimensionsOf, trunkOf } from '#lib/vision/trunks.ts';
import { Predictor } from '../../heads/predict.ts';
import { distanceTo } from '../../score/open-set.ts';
import type { Answerer } from '../../trainer/protocol.ts';
import { TextAnswering } from '../../trainer/text/text-answering.ts';
import { parseAnswerer } from './answerer-schema.ts';
import { checkTail } from './check-tail.ts';

/** @throws FailureError `model-corrupt` | `model-missing` | `archive-newer` | `model-unsupported` */
export async function checkAnswerer(
  kind: ProjectKind,
  trunk: string,
  answerer: unknown,
): Promise<Answerer> {
  const own = parseAnswerer(kind, answerer);
  if (!(own.head.temperature > 0)) throw corrupt('temperature');
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
  if (head.dimensions !== dimensions) {
    throw corrupt(`${head.dimensions} dimensions for ${dimensions}`);
  }
  const picture = new Float32Array(dimensions).fill(1 / Math.sqrt(dimensions));
  if (!new Predictor(head).scores(picture).every(Number.isFinite)) throw corrupt('scores');
  if (!familiarity) return;
  const fits = familiarity.dimensions === dimensions;
  if (!fits || !Number.isFinite(distanceTo(familiarity, picture))) throw corrupt('familiarity');
}

const corrupt = (detail: string) => new FailureError('model-corrupt', detail);
