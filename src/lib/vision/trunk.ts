/** Turns pictures into embeddings with frozen networks. Runs in a worker. */
import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { LoadedGraph, OnProgress } from '#lib/engine/graph/load.ts';
import { loadGraphs } from '#lib/engine/graph/load-graphs.ts';
import { disposeGraph, runGraph } from '#lib/engine/graph/run.ts';
import { loadChunk } from '#lib/engine/load-chunk.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { poolMap } from './pooling.ts';
import type { InputSpec } from './preprocess/input-spec.ts';
import { dimensionsOf, trunkOf, type TrunkSpec } from './trunks.ts';

export interface Trunk {
  readonly id: string;
  /** What each network wants to be fed. */
  readonly inputs: readonly InputSpec[];
  readonly dimensions: number;
  readonly networks: readonly LoadedGraph[];
  /**
   * @param tensors one for each of `inputs`; they stay the caller's.
   * @param networks the trunk's own, or others in their place (fine-tuned ones).
   */
  embed(
    tensors: readonly Tensor4D[],
    networks?: readonly LoadedGraph[],
  ): Promise<Float32Array<ArrayBuffer>>;
  dispose(): void;
}

/**
 * @param trunk an id of `trunks.ts`, or a spec of one's own to measure.
 * @throws FailureError `offline` | `model-missing` | `model-corrupt`
 */
export async function openTrunk(
  trunk: string | TrunkSpec,
  baseUrl: string,
  onProgress: OnProgress = () => {},
  signal?: AbortSignal,
): Promise<Trunk> {
  const spec = typeof trunk === 'string' ? await specOf(trunk) : trunk;
  if (!spec) throw new FailureError('model-missing', `trunk ${JSON.stringify(trunk)}`);
  const models = spec.parts.map(({ model }) => model);
  return new PooledTrunk(spec, await loadGraphs(models, baseUrl, { onProgress, signal }));
}

async function specOf(id: string): Promise<TrunkSpec | undefined> {
  const builtIn = trunkOf(id);
  if (builtIn) return builtIn;
  // Only for those who have installed one.
  const { installedTrunk } = await loadChunk(() => import('./installed/trunk-spec.ts'));
  return installedTrunk(id);
}

class PooledTrunk implements Trunk {
  readonly id: string;
  readonly inputs: readonly InputSpec[];
  readonly dimensions: number;
  readonly networks: readonly LoadedGraph[];
  readonly #spec: TrunkSpec;

  constructor(spec: TrunkSpec, networks: readonly LoadedGraph[]) {
    this.#spec = spec;
    this.id = spec.id;
    this.dimensions = dimensionsOf(spec);
    this.networks = networks;
    this.inputs = spec.parts.map(({ size, fit }, i) => {
      const { scale, offset, multiple } = networks[i]!.graph;
      if (size % multiple !== 0) throw new RangeError(`${size} is no multiple of ${multiple}`);
      return { size, fit, scale, offset };
    });
  }

  async embed(
    tensors: readonly Tensor4D[],
    networks: readonly LoadedGraph[] = this.networks,
  ): Promise<Float32Array<ArrayBuffer>> {
    const maps = networks.map((network, i) => {
      const tensor = tensors[i];
      if (!tensor)
        throw new RangeError(`${tensors.length} tensors for ${networks.length} networks`);
      return runGraph(network, tensor, ['embedding']).embedding;
    });
    try {
      const values = await Promise.all(maps.map((map) => map.data<'float32'>()));
      const row = new Float32Array(this.dimensions);
      let at = 0;
      this.#spec.parts.forEach(({ channels }, i) => {
        poolMap(values[i]!, channels, row.subarray(at, at + 2 * channels));
        at += 2 * channels;
      });
      return row;
    } finally {
      for (const map of maps) map.dispose();
    }
  }

  dispose(): void {
    for (const network of this.networks) disposeGraph(network);
  }
}
