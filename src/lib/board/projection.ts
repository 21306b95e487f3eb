/**
 * Many numbers for each sample, brought down to two: by principal components at once, by UMAP epoch after
 * epoch. Runs in the labs worker.
 */
import { loadChunk } from '#lib/engine/load-chunk.ts';
import type { Simulation } from '#lib/learn/simulation.ts';
import { Random } from '#lib/maths/random.ts';
import { principalCoordinates } from '#lib/teach/trainer/principal.ts';
import type { ProjectionSettings, ProjectionView } from './projection-settings.ts';

/** UMAP sees the vectors through this many principal components: as good, and many times quicker. */
const components = 32;
const mostNeighbours = 15;
/** Fewer cannot be laid out by their neighbourhoods. */
export const fewestForUmap = 6;

export async function simulate(
  { method, dimensions, vectors, seed }: ProjectionSettings,
  signal: AbortSignal,
): Promise<Simulation<ProjectionView>> {
  const rows = centred(vectors, dimensions);
  const umap = method === 'umap' && rows.length >= fewestForUmap;
  const found = await principalCoordinates(rows, umap ? components : 2, seed, signal);
  if (!umap) {
    const view = { places: fitted(found), held: heldBy(rows, found) };
    return { step: () => false, view: () => view };
  }
  // McInnes, Healy, Melville: UMAP (2018), arXiv 1802.03426, as umap-js computes it.
  const { UMAP } = await loadChunk(() => import('umap-js'));
  const random = new Random(seed);
  const layout = new UMAP({
    nComponents: 2,
    nNeighbors: Math.min(mostNeighbours, rows.length - 1),
    minDist: 0.1,
    random: () => random.next(),
  });
  const epochs = layout.initializeFit(found.map((row) => Array.from(row)));
  let epoch = 0;
  return {
    step() {
      if (epoch >= epochs) return false;
      layout.step();
      epoch++;
      return undefined;
    },
    view: () => ({ places: fitted(layout.getEmbedding()) }),
  };
}

function centred(vectors: Float32Array, dimensions: number): Float32Array[] {
  const count = Math.floor(vectors.length / dimensions);
  const mean = new Float64Array(dimensions);
  for (let i = 0; i < count * dimensions; i++) mean[i % dimensions]! += vectors[i]! / count;
  return Array.from({ length: count }, (_, row) =>
    vectors
      .slice(row * dimensions, (row + 1) * dimensions)
      .map((value, column) => value - mean[column]!),
  );
}

const squares = (rows: readonly (Float32Array | Float64Array)[]): number => {
  let sum = 0;
  for (const row of rows) for (const value of row) sum += value ** 2;
  return sum;
};

const heldBy = (rows: readonly Float32Array[], two: readonly Float64Array[]): number =>
  squares(two) / (squares(rows) || 1);

/** Into the unit square, in proportion and in the middle. */
function fitted(places: readonly ArrayLike<number>[]): number[] {
  const ends = [0, 1].map((axis) => {
    const values = places.map((place) => place[axis] ?? 0);
    const low = values.reduce((a, b) => Math.min(a, b), Infinity);
    const high = values.reduce((a, b) => Math.max(a, b), -Infinity);
    return { middle: (low + high) / 2, width: high - low };
  });
  const width = Math.max(...ends.map((end) => end.width)) || 1;
  return places.flatMap((place) =>
    ends.map(({ middle }, axis) => 0.5 + ((place[axis] ?? 0) - middle) / width),
  );
}
