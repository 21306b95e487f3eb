/**
 * Which part of the trunk fine-tuning unfreezes: the last blocks of its first network. The other one
 * costs as much again to train and says the least when it is left out.
 */
import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Op } from '#lib/engine/graph/format.ts';
import type { LoadedGraph } from '#lib/engine/graph/load.ts';
import { opsFor } from '#lib/engine/graph/plan.ts';
import { runGraph } from '#lib/engine/graph/run.ts';
import { poolMap } from '#lib/vision/pooling.ts';
import type { Trunk } from '#lib/vision/trunk.ts';
import { isTrainable, type TrainableOp } from '../deep/graph-network.ts';
import type { Extractor } from '../sight.ts';

/** Index of the network that is tuned. */
export const tunedNetwork = 0;

/** Inputs of the last block, of the last two, of the last three. */
const cuts = ['expanded_conv_13/project', 'expanded_conv_12/add', 'expanded_conv_11/add'] as const;

export interface Unfrozen {
  /** The activation that goes in. */
  readonly cut: string;
  readonly output: string;
  readonly ops: readonly TrainableOp[];
}

/** @param blocks 1 to 3, from the end */
export function unfrozenBlocks({ graph }: LoadedGraph, blocks: number): Unfrozen {
  const cut = cuts[Math.min(Math.max(Math.round(blocks), 1), cuts.length) - 1]!;
  const output = graph.outputs['embedding'];
  if (output === undefined) throw new Error(`${graph.id} has no embedding`);
  const before = new Set(opsFor(graph, [cut]));
  const ops = opsFor(graph, [output]).filter((op) => !before.has(op));
  const reads = (op: Op) => (typeof op.in === 'string' ? [op.in] : op.in);
  const made = new Set([cut, ...ops.map(({ out }) => out)]);
  for (const op of ops) {
    if (!isTrainable(op) || !reads(op).every((name) => made.has(name))) {
      throw new Error(`${graph.id}: ${op.out} cannot be trained from ${cut}`);
    }
  }
  return { cut, output, ops: ops.filter(isTrainable) };
}

export interface CutShape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/**
 * Sees pictures as far as the cut: its map, and then the pooled maps of the networks that stay as
 * they are. The trunk's networks are used, not owned.
 */
export class CutExtractor implements Extractor {
  readonly inputs: Extractor['inputs'];
  readonly #networks: readonly LoadedGraph[];
  #shape: CutShape | undefined;

  constructor(trunk: Trunk, { cut }: Pick<Unfrozen, 'cut'>) {
    this.inputs = trunk.inputs;
    this.#networks = trunk.networks.map(({ graph, weights }, i) => ({
      graph: i === tunedNetwork ? { ...graph, outputs: { embedding: cut } } : graph,
      weights,
    }));
  }

  /** Known after the first picture. */
  get shape(): CutShape {
    if (!this.#shape) throw new Error('no picture was seen yet');
    return this.#shape;
  }

  get dimensions(): number {
    const { height, width, channels } = this.shape;
    return height * width * channels;
  }

  async embed(tensors: readonly Tensor4D[]): Promise<Float32Array<ArrayBuffer>> {
    const maps = this.#networks.map(
      (network, i) => runGraph(network, tensors[i]!, ['embedding']).embedding,
    );
    try {
      const values = await Promise.all(maps.map((map) => map.data<'float32'>()));
      const parts = maps.map(({ shape: [, height, width, channels] }, i) => {
        if (i === tunedNetwork) {
          this.#shape = { height, width, channels };
          return values[i]!;
        }
        const row = new Float32Array(2 * channels);
        poolMap(values[i]!, channels, row);
        return row;
      });
      const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
      let at = 0;
      for (const part of parts) {
        all.set(part, at);
        at += part.length;
      }
      return all;
    } finally {
      for (const map of maps) map.dispose();
    }
  }

  dispose(): void {}
}
