/** From the two files of a TensorFlow.js model to a network that can be packed. Pure. */
import type { MapShape } from '#lib/engine/graph/shapes.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { flattenModel } from './flatten.ts';
import { fold } from './fold.ts';
import { findOutputs } from './find-outputs.ts';
import { addLayers } from './from-layers.ts';
import { inputShapeOf } from './input-shape.ts';
import { limits, needsOf, type Needs } from './limits.ts';
import type { ModelJson } from './model-json.ts';
import type { Network } from './network.ts';
import { NetworkBuilder } from './network-builder.ts';
import { guessPixels } from './pixels.ts';
import type { Weights } from './weights.ts';

export interface ConvertOptions {
  readonly id: string;
  /** Value of a pixel p in 0..255 as the network wants it: p · scale + offset; guessed where absent. */
  readonly pixels?: { readonly scale: number; readonly offset: number };
  /** Side of the picture where the model does not say; 224 where nobody does. */
  readonly side?: number;
  /** Classes in front that stand for nothing. */
  readonly skipClasses?: number;
}

export interface ConvertedNetwork {
  readonly network: Network;
  readonly side: number;
  /** How many labels it tells apart; 0 for a mere trunk. */
  readonly classes: number;
  /** Of the output `embedding`: [height, width, channels]. */
  readonly embedding: MapShape | undefined;
  readonly needs: Needs;
}

const input = 'image';

/** @throws FailureError `model-unsupported` | `model-corrupt` | `model-too-large` */
export function toNetwork(
  { modelTopology }: ModelJson,
  weights: Weights,
  options: ConvertOptions,
): ConvertedNetwork {
  const { side, channels } = inputShapeOf(modelTopology, options.side ?? 224);
  if (side < limits.side.from || side > limits.side.to) {
    throw new FailureError('model-unsupported', `pictures of ${side} pixels`);
  }
  const builder = new NetworkBuilder(input, [side, side, 3]);
  const first = channels === 1 ? toGrey(builder) : input;
  const last = addLayers(builder, first, flattenModel(modelTopology), weights);
  const outputs = findOutputs(builder, last, options.skipClasses);
  const draft = {
    id: options.id,
    input,
    ...(options.pixels ?? guessPixels(builder.steps, first)),
    multiple: 1,
    side,
    outputs: { ...outputs },
    layers: builder.steps,
  };
  const network = fold(draft, [side, side, 3]);
  return {
    network,
    side,
    classes: outputs.classes === undefined ? 0 : builder.shapeOf(outputs.classes)[2],
    embedding: outputs.embedding === undefined ? undefined : builder.shapeOf(outputs.embedding),
    needs: needsOf(network, [side, side, 3]),
  };
}

/** Grey is what the eye makes of the three colours (Rec. 601). */
function toGrey(builder: NetworkBuilder): string {
  const matrix = { shape: [3, 1], data: Float32Array.of(0.299, 0.587, 0.114) };
  return builder.dense(`${input}/grey`, input, matrix);
}
