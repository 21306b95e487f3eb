/** What the convolutions of a network are fed on average, when it looks at photos. */
import { tidy } from '@tensorflow/tfjs-core';
import { convolutionsOf } from '#lib/engine/graph/draft.ts';
import type { Graph } from '#lib/engine/graph/format.ts';
import { buildGraph } from '#lib/engine/graph/load.ts';
import { disposeGraph, runGraph } from '#lib/engine/graph/run.ts';
import type { Fit } from '#lib/vision/preprocess/input-spec.ts';
import type { MeanInputs } from './draft.ts';
import { readPhoto, startWasm, toTensor } from './node.ts';

/** How the network is fed. */
export interface Fed {
  readonly size: number;
  readonly fit: Fit;
}

/** @param photos their paths */
export async function meanInputs(
  graph: Graph,
  weights: Uint8Array<ArrayBuffer>,
  photos: readonly string[],
  { size, fit }: Fed,
): Promise<MeanInputs> {
  await startWasm();
  const names = [...new Set(convolutionsOf(graph).map((one) => one.in))];
  const meanOf = (name: string) => `mean of ${name}`;
  const loaded = buildGraph(
    {
      ...graph,
      ops: [
        ...graph.ops,
        ...names.map((name) => ({ op: 'mean' as const, in: name, out: meanOf(name) })),
      ],
      outputs: Object.fromEntries(names.map((name) => [name, meanOf(name)])),
    },
    weights.buffer,
  );
  const sums = new Map<string, Float32Array>();
  const spec = { size, fit, scale: graph.scale, offset: graph.offset };
  for (const path of photos) {
    const image = await readPhoto(path);
    tidy(() => {
      const means = runGraph(loaded, toTensor(image, spec), names);
      for (const name of names) {
        const mean = means[name]!.dataSync<'float32'>();
        const sum = sums.get(name) ?? new Float32Array(mean.length);
        sums.set(
          name,
          sum.map((number, i) => number + mean[i]! / photos.length),
        );
      }
    });
  }
  disposeGraph(loaded);
  return sums;
}
