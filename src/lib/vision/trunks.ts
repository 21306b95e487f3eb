/**
 * The frozen feature extractors that projects are taught on. Plain data: the page imports it.
 * Anything that changes an embedding gets a new id, so that kept embeddings are never mixed.
 */
import type { Fit } from './preprocess/input-spec.ts';

export interface TrunkPart {
  /** Of one built in, or an installed one with its version. */
  readonly model: string;
  /** Side of its square input; a multiple of the network's own. */
  readonly size: number;
  readonly fit: Fit;
  /** Channels of the map that is pooled (the network's output `embedding`). */
  readonly channels: number;
}

/** An embedding is, of each part in turn, the mean and deviation of each channel, to unit length. */
export interface TrunkSpec {
  readonly id: string;
  readonly parts: readonly TrunkPart[];
}

/** The only trunk while there was no choice: what was made without naming one was made with it. */
export const firstTrunk = 'everyday-1';

export const everydayTrunk: TrunkSpec = {
  id: firstTrunk,
  parts: [
    { model: 'open-images-ssd', size: 192, fit: 'cover', channels: 160 },
    { model: 'coco-centernet', size: 192, fit: 'cover', channels: 120 },
  ],
};

/** For slow phones: one network, and fewer pixels. */
export const smallTrunk: TrunkSpec = {
  id: 'everyday-small-1',
  parts: [{ model: 'coco-centernet', size: 160, fit: 'cover', channels: 120 }],
};

/** For quick computers: both networks see more. */
export const largeTrunk: TrunkSpec = {
  id: 'everyday-large-1',
  parts: everydayTrunk.parts.map((part) => ({ ...part, size: 224 })),
};

export const trunks: readonly TrunkSpec[] = [everydayTrunk, smallTrunk, largeTrunk];

export const DEFAULT_TRUNK = everydayTrunk.id;

export function trunkOf(id: string): TrunkSpec | undefined {
  return trunks.find((trunk) => trunk.id === id);
}

export function dimensionsOf({ parts }: TrunkSpec): number {
  return parts.reduce((sum, { channels }) => sum + 2 * channels, 0);
}
