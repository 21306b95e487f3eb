/** A place in the plane for each sample: alike ones near each other. */
import { Breath } from '#lib/engine/breath.ts';
import { loadChunk } from '#lib/engine/load-chunk.ts';
import { Random } from '#lib/maths/random.ts';
import type { Gallery } from './gallery.ts';
import { centred, meanOf } from './nearest.ts';
import { principalCoordinates } from './principal.ts';
import type { TrainerCalls } from './protocol.ts';

type MapCall = TrainerCalls['map'];

/** UMAP sees the samples through this many principal components: as good, and many times quicker. */
const components = 32;
const mostNeighbours = 15;
/** Fewer cannot be laid out by their neighbourhoods. */
const fewestForUmap = 6;

/** @throws the signal's reason when it is aborted */
export async function mapOf(
  gallery: Gallery,
  { method, seed }: MapCall['request'],
  onProgress: (fraction: number) => void,
  signal: AbortSignal,
): Promise<MapCall['result']> {
  const ids = gallery.samples().map(({ id }) => id);
  const mean = meanOf(gallery, ids);
  const rows = ids.map((id) => centred(gallery.vector(id)!, mean));
  const umap = method === 'umap' && rows.length >= fewestForUmap;
  const coordinates = await principalCoordinates(rows, umap ? components : 2, seed, signal);
  const places = umap ? await layOut(coordinates, seed, onProgress, signal) : coordinates;
  return fitted(ids, places);
}

/** McInnes, Healy, Melville: UMAP (2018), arXiv 1802.03426, as umap-js computes it. */
async function layOut(
  rows: readonly Float64Array[],
  seed: number,
  onProgress: (fraction: number) => void,
  signal: AbortSignal,
): Promise<ArrayLike<number>[]> {
  const { UMAP } = await loadChunk(() => import('umap-js'));
  const random = new Random(seed);
  const umap = new UMAP({
    nComponents: 2,
    nNeighbors: Math.min(mostNeighbours, rows.length - 1),
    minDist: 0.1,
    random: () => random.next(),
  });
  const epochs = umap.initializeFit(rows.map((row) => Array.from(row)));
  const breath = new Breath(signal);
  for (let epoch = 0; epoch < epochs; epoch++) {
    umap.step();
    if (!breath.due) continue;
    onProgress((epoch + 1) / epochs);
    await breath.take();
  }
  return umap.getEmbedding();
}

/** Into the unit square, in proportion and in the middle. */
function fitted(ids: readonly string[], places: readonly ArrayLike<number>[]): MapCall['result'] {
  const ends = [0, 1].map((axis) => {
    const values = places.map((place) => place[axis] ?? 0);
    const low = values.reduce((a, b) => Math.min(a, b), Infinity);
    const high = values.reduce((a, b) => Math.max(a, b), -Infinity);
    return { middle: (low + high) / 2, width: high - low };
  });
  const width = Math.max(...ends.map((end) => end.width)) || 1;
  const place = (at: ArrayLike<number>, axis: 0 | 1) =>
    0.5 + ((at[axis] ?? 0) - ends[axis]!.middle) / width;
  return ids.map((sampleId, i) => {
    const at = places[i]!;
    return { sampleId, x: place(at, 0), y: place(at, 1) };
  });
}
