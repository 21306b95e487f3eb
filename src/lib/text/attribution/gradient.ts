/** Gradient of the logits' weighted sum by every token's vector, through all layers. */
import type { Network } from '#lib/text/model/network.ts';
import { dot } from '#lib/text/model/pooling.ts';
import type { StageRecord } from '#lib/text/model/stage.ts';

/**
 * @param vectors [steps, columns], of one text from its beginning
 * @param by gradient by the logits
 * @returns [steps, columns]
 */
export async function vectorGradient(
  network: Network,
  vectors: Float32Array,
  by: Float32Array,
): Promise<Float32Array> {
  const steps = vectors.length / network.columns;
  if (steps === 0) return new Float32Array();
  const records: StageRecord[] = [];
  let data = vectors;
  for (const stage of network.stages) {
    const record = await stage.record({ data, batch: 1, steps });
    records.push(record);
    data = record.outputs;
  }
  let gradient = network.pool.backward(data, backThroughDense(network, data, by));
  for (const stage of network.stages.toReversed()) {
    gradient = await stage.backward(records.pop()!, gradient);
  }
  return gradient;
}

/** Gradient by the pooled vector. */
function backThroughDense(
  { dense, pool, width }: Network,
  outputs: Float32Array,
  by: Float32Array,
): Float32Array {
  const state = new Float32Array(pool.size);
  pool.start(state);
  for (let at = 0; at < outputs.length; at += width) {
    pool.step(state, outputs.subarray(at, at + width));
  }
  const passed = [pool.vector(state)];
  for (const layer of dense) passed.push(layer.forward(passed.at(-1)!));
  let gradient = by;
  for (const layer of dense.toReversed()) gradient = layer.backward(passed.pop()!, gradient);
  return gradient;
}

/** What each token adds, gradient · input. */
export function contributionsOf(
  vectors: Float32Array,
  gradient: Float32Array,
  columns: number,
): number[] {
  return Array.from({ length: vectors.length / columns }, (_, token) =>
    dot(vectors, token * columns, gradient, token * columns, columns),
  );
}
