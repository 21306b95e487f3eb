/** From the two files of a TensorFlow.js model to a network that can be packed. Pure. */
import type { MapShape } from '#lib/engine/graph/shapes.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { flattenModel } from './flatten.ts';
import { fold } from './fold.ts';
import { findOutputs } from './find-outputs.ts';
import { addLayers } from './from-layers.ts';
import { addGraph } from './from-graph.ts';
import { outputOf, placeholderOf } from './graph-ends.ts';
import { readNodes } from './graph-node.ts';
import { inputShapeOf, square, type PictureShape } from './input-shape.ts';
import { limits, needsOf, type Needs } from './limits.ts';
import { formatOf, type ModelJson } from './model-json.ts';
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
  /** The node of a graph that gives the answer, where there are several. */
  readonly output?: string;
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
/** What nearly all networks of pictures were trained on. */
const usualSide = 224;

/** @throws FailureError `model-unsupported` | `model-corrupt` | `model-too-large` */
export function toNetwork(
  json: ModelJson,
  weights: Weights,
  options: ConvertOptions,
): ConvertedNetwork {
  const reader = formatOf(json) === 'graph' ? graphOf(json, options) : layersOf(json, options);
  const { side, channels } = reader.picture;
  if (side < limits.side.from || side > limits.side.to) {
    throw new FailureError('model-unsupported', `pictures of ${side} pixels`);
  }
  const shape = [side, side, 3] as const;
  const builder = new NetworkBuilder(input, shape);
  const first = channels === 1 ? toGrey(builder) : input;
  const outputs = findOutputs(builder, reader.add(builder, first, weights), options.skipClasses);
  const draft = {
    id: options.id,
    input,
    ...(options.pixels ?? guessPixels(builder.steps, first)),
    multiple: 1,
    side,
    outputs: { ...outputs },
    layers: builder.steps,
  };
  const network = fold(draft, shape);
  const classes = outputs.classes === undefined ? 0 : builder.shapeOf(outputs.classes)[2];
  if (classes > limits.classes) throw new FailureError('model-too-large', `${classes} classes`);
  return {
    network,
    side,
    classes,
    embedding: outputs.embedding === undefined ? undefined : builder.shapeOf(outputs.embedding),
    needs: needsOf(network, shape),
  };
}

interface ModelReader {
  readonly picture: PictureShape;
  /** @returns the name of what the model gives. */
  readonly add: (builder: NetworkBuilder, first: string, weights: Weights) => string;
}

function layersOf({ modelTopology }: ModelJson, { side = usualSide }: ConvertOptions): ModelReader {
  return {
    picture: inputShapeOf(modelTopology, side),
    add: (builder, first, weights) =>
      addLayers(builder, first, flattenModel(modelTopology), weights),
  };
}

function graphOf(json: ModelJson, { side = usualSide, output }: ConvertOptions): ModelReader {
  const nodes = readNodes(json.modelTopology);
  const wanted = output ?? outputOf(json, nodes);
  const [, ...shape] = placeholderOf(nodes, wanted).shape('shape') ?? [];
  return {
    picture: square(shape.length > 0 ? shape : [null, null, 3], side),
    add: (builder, first, weights) => addGraph(builder, first, nodes, weights, wanted),
  };
}

/** Grey is what the eye makes of the three colours (Rec. 601). */
function toGrey(builder: NetworkBuilder): string {
  const matrix = { shape: [3, 1], data: Float32Array.of(0.299, 0.587, 0.114) };
  return builder.dense(`${input}~grey`, input, matrix);
}
