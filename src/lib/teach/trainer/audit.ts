/**
 * Which samples may carry the wrong label, and which are there twice. Each sample in turn is left
 * out and answered by the ones that look most like it. Frames of its own burst have no say: they
 * were labelled in the same moment. Pure.
 */
import { Breath } from '#lib/engine/breath.ts';
import type { Gallery } from './gallery.ts';
import { centred, meanOf } from './nearest.ts';
import type { LabelledSample, TrainerCalls } from './protocol.ts';

export type Audit = TrainerCalls['audit']['result'];

/** So many look-alikes vote, each with its similarity. */
const voters = 7;
/** Their vote must be this clear against the label. */
const clearVote = 0.6;
/** Cosine from which two pictures are nearly the same. */
const nearlySame = 0.985;
/** Enough to work through; more would only fill the screen. */
const mostPairs = 500;

/** @throws the signal's reason when it is aborted */
export async function audit(
  gallery: Gallery,
  onProgress: (fraction: number) => void,
  signal: AbortSignal,
): Promise<Audit> {
  const samples = gallery.samples();
  const mean = meanOf(
    gallery,
    samples.map(({ id }) => id),
  );
  const vectors = samples.map(({ id }) => centred(gallery.vector(id)!, mean));
  const breath = new Breath(signal);
  const suspects: Audit['suspects'][number][] = [];
  const pairs: { similarity: number; pair: readonly [string, string] }[] = [];
  for (const [i, sample] of samples.entries()) {
    const similarities = vectors.map((vector) => product(vectors[i]!, vector));
    const suspect = contradicted(sample, samples, similarities);
    if (suspect) suspects.push(suspect);
    for (let j = i + 1; j < samples.length; j++) {
      const similarity = similarities[j]!;
      if (similarity < nearlySame) continue;
      pairs.push({ similarity, pair: [sample.id, samples[j]!.id] });
    }
    if (!breath.due) continue;
    onProgress((i + 1) / samples.length);
    await breath.take();
  }
  pairs.sort((a, b) => b.similarity - a.similarity);
  return {
    suspects: suspects.sort((a, b) => b.confidence - a.confidence),
    duplicates: pairs.slice(0, mostPairs).map(({ pair }) => pair),
  };
}

function contradicted(
  sample: LabelledSample,
  samples: readonly LabelledSample[],
  similarities: readonly number[],
): Audit['suspects'][number] | undefined {
  const alike = samples
    .map((other, j) => ({ other, similarity: similarities[j]! }))
    .filter(({ other, similarity }) => other.burst !== sample.burst && similarity > 0)
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, voters);
  const votes = new Map<string, number>();
  let total = 0;
  for (const { other, similarity } of alike) {
    votes.set(other.classId, (votes.get(other.classId) ?? 0) + similarity);
    total += similarity;
  }
  const [best] = [...votes].sort(([, a], [, b]) => b - a);
  if (!best || best[0] === sample.classId || alike.length < 3) return undefined;
  const confidence = best[1] / total;
  return confidence < clearVote
    ? undefined
    : { sampleId: sample.id, suggested: best[0], confidence };
}

function product(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j]! * b[j]!;
  return sum;
}
