/** Which samples look most like an embedding. Pure. */
import type { Gallery } from './gallery.ts';
import type { Neighbour } from './protocol.ts';

/** Best first. Cosine after the project's own mean is taken out, or all photos would look alike. */
export function nearestSamples(
  gallery: Gallery,
  embedding: Float32Array,
  count: number,
): readonly Neighbour[] {
  const samples = gallery.samples();
  const mean = meanOf(
    gallery,
    samples.map(({ id }) => id),
  );
  const target = centred(embedding, mean);
  return samples
    .map(({ id }): Neighbour => {
      const vector = centred(gallery.vector(id)!, mean);
      let similarity = 0;
      for (let j = 0; j < target.length; j++) similarity += target[j]! * vector[j]!;
      return { sampleId: id, similarity };
    })
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, count);
}

export function meanOf(gallery: Gallery, ids: readonly string[]): Float64Array {
  const mean = new Float64Array(gallery.dimensions);
  for (const id of ids) {
    const vector = gallery.vector(id)!;
    for (let j = 0; j < mean.length; j++) mean[j]! += vector[j]! / ids.length;
  }
  return mean;
}

/** Away from the mean, to unit length; zero at the mean. */
export function centred(vector: Float32Array, mean: Float64Array): Float32Array<ArrayBuffer> {
  const out = new Float32Array(mean.length);
  let squares = 0;
  for (let j = 0; j < mean.length; j++) {
    out[j] = vector[j]! - mean[j]!;
    squares += out[j]! ** 2;
  }
  if (squares > 0) for (let j = 0; j < out.length; j++) out[j]! /= Math.sqrt(squares);
  return out;
}
