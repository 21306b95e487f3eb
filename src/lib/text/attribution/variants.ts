/** The same window with a few of its tokens left out or covered, read again exactly. */
import { Breath } from '#lib/engine/breath.ts';
import type { Network, Stretch } from '#lib/text/model/network.ts';
import type { Prefixes } from '#lib/text/model/prefixes.ts';
import { Portion } from '#lib/text/portion.ts';

/** The most variants that are read side by side. */
const mostAtOnce = 32;

/** Tokens of a window, [first, after the last). */
export interface Part {
  readonly first: number;
  readonly after: number;
}

export interface VariantOptions {
  /** Takes the place of each token of the part, [columns]; absent: the part is left out. */
  readonly cover?: Float32Array | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Told how many variants have been read. */
  readonly onRead?: (count: number) => void;
}

/**
 * Only what comes after the change is computed, where the network can be carried on.
 * @param prefixes that have just read the window
 * @param vectors of the whole window, [tokens, columns]
 * @returns the logits of each variant
 */
export async function readVariants(
  network: Network,
  prefixes: Prefixes,
  vectors: Float32Array,
  parts: readonly Part[],
  { cover, signal, onRead }: VariantOptions = {},
): Promise<Float32Array[]> {
  const { columns } = network;
  const stretchOf = ({ first, after }: Part): Stretch => {
    const from = network.carriesOn ? first : 0;
    const covers = cover ? after - first : 0;
    const before = vectors.subarray(from * columns, first * columns);
    const rest = vectors.subarray(after * columns);
    const changed = new Float32Array(before.length + covers * columns + rest.length);
    changed.set(before);
    for (let n = 0; n < covers; n++) changed.set(cover!, before.length + n * columns);
    changed.set(rest, before.length + covers * columns);
    return network.carriesOn
      ? { vectors: changed, from: prefixes.state(first) }
      : { vectors: changed };
  };
  const breath = new Breath(signal);
  const portion = new Portion(mostAtOnce);
  const answers: Float32Array[] = [];
  while (answers.length < parts.length) {
    signal?.throwIfAborted();
    const batch = parts.slice(answers.length, answers.length + portion.size);
    answers.push(...(await portion.timed(() => network.readAll(batch.map(stretchOf)))));
    onRead?.(batch.length);
    if (breath.due) await breath.take();
  }
  return answers;
}
