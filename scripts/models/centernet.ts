/**
 * CenterNet with a MobileNetV3 trunk (COCO, 80 classes) inside `@vladmandic/human`. The package's
 * graph wants exactly 512×512, because the sizes that its head scales up to are constants; as factors
 * of two they fit any multiple of 32. The graph's own decoding is left out (`vision/detectors`).
 */
import { fold } from '#lib/catalogue/convert/fold.ts';
import { addGraph } from '#lib/catalogue/convert/from-graph.ts';
import { readNodes } from '#lib/catalogue/convert/graph-node.ts';
import type { GraphValue } from '#lib/catalogue/convert/graph-value.ts';
import { readModelJson } from '#lib/catalogue/convert/model-json.ts';
import { NetworkBuilder } from '#lib/catalogue/convert/network-builder.ts';
import type { Layer, Network } from '#lib/catalogue/convert/network.ts';
import { Weights } from '#lib/catalogue/convert/weights.ts';

const prefix = 'tower_0/';
const side = 512;
const input = 'image';

const outputs = {
  /** Logits; the package's graph ends in their sigmoid. */
  classes: 'CenternetHead/centernet_cls_output/BiasAdd',
  /** Distances from a place to the left, top, right and bottom of its box, in pixels of the input. */
  boxes: 'mul',
  embedding: 'MobilenetV3/expanded_conv_12/project/BatchNorm/FusedBatchNorm',
};

/** @param json the bytes of the package's `centernet.json`. @param weights of its `centernet.bin`. */
export function readCenterNet(json: Uint8Array, weights: Uint8Array): Network {
  const model = readModelJson(json);
  const numbers = new Weights(model, [Uint8Array.from(weights).buffer]);
  const nodes = readNodes(model.modelTopology);
  const builder = new NetworkBuilder(input, [side, side, 3]);
  const values = new Map<string, GraphValue>();
  const made = Object.entries(outputs).map(([purpose, name]) => [
    purpose,
    addGraph(builder, input, nodes, numbers, prefix + name, values),
  ]);
  const network = fold(
    {
      id: 'coco-centernet',
      input,
      scale: 1,
      offset: 0,
      multiple: 32,
      outputs: Object.fromEntries(made) as Record<string, string>,
      layers: builder.steps,
    },
    [side, side, 3],
  );
  return withShortNames(network);
}

function withShortNames({ layers, outputs, ...rest }: Network): Network {
  const short = (name: string) => name.replace(prefix, '');
  const renamed = layers.map(
    (layer) =>
      ({
        ...layer,
        in: typeof layer.in === 'string' ? short(layer.in) : layer.in.map(short),
        out: short(layer.out),
      }) as Layer,
  );
  const purposes = Object.entries(outputs).map(([purpose, name]) => [purpose, short(name)]);
  return {
    ...rest,
    layers: renamed,
    outputs: Object.fromEntries(purposes) as Record<string, string>,
  };
}
