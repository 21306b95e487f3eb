/** From a tail's plain arrays to a network of the current backend. */
import { engine, tensor, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import type { LoadedGraph } from '#lib/engine/graph/load.ts';
import { disposeGraph, runGraph } from '#lib/engine/graph/run.ts';
import type { Trunk } from '#lib/vision/trunk.ts';
import type { Answerer } from './protocol.ts';
import type { Extractor } from './sight.ts';
import type { PictureTail, TailWeight } from './tail.ts';

/** @throws RangeError where the tail reads texts */
export function pictureTail({ tail }: Pick<Answerer, 'tail'>): PictureTail | undefined {
  if (tail?.kind === 'text-model' || tail?.kind === 'bag-of-words') {
    throw new RangeError(`a ${tail.kind} sees no pictures`);
  }
  return tail;
}

/** The caller disposes it; the trunk stays as it is. */
export function openExtractor(tail: PictureTail, trunk: Trunk): Extractor {
  return tail.kind === 'fine-tune' ? tunedTrunk(tail, trunk) : ownNetwork(tail);
}

function tunedTrunk(
  { network, weights }: Extract<PictureTail, { kind: 'fine-tune' }>,
  trunk: Trunk,
): Extractor {
  const tuned = uploaded(weights);
  const networks = trunk.networks.map((own, i): LoadedGraph =>
    i === network ? { graph: own.graph, weights: new Map([...own.weights, ...tuned]) } : own,
  );
  return {
    inputs: trunk.inputs,
    dimensions: trunk.dimensions,
    embed: (tensors) => trunk.embed(tensors, networks),
    dispose: () => tuned.forEach((weight) => weight.dispose()),
  };
}

function ownNetwork({ graph, input, weights }: Extract<PictureTail, { kind: 'cnn' }>): Extractor {
  const loaded: LoadedGraph = { graph, weights: uploaded(weights) };
  const last = graph.ops.findLast(({ op }) => op === 'conv');
  return {
    inputs: [input],
    dimensions: last?.op === 'conv' ? (last.filter.shape[3] ?? 0) : 0,
    embed: async ([pixels]) => {
      if (!pixels) throw new RangeError('one tensor for one network');
      const { embedding } = runGraph(loaded, pixels as Tensor4D, ['embedding']);
      try {
        return new Float32Array(await embedding.data<'float32'>());
      } finally {
        embedding.dispose();
      }
    },
    dispose: () => disposeGraph(loaded),
  };
}

function uploaded(weights: readonly TailWeight[]): Map<number, Tensor> {
  return new Map(
    weights.map(({ at, shape, values }) => [at, engine().keep(tensor(values, [...shape]))]),
  );
}
