/**
 * A model as layers that TensorFlow.js and Teachable Machine's library can run: a square of −1..1 in,
 * scores out. What no layer does by itself is made of those there are, exactly: the deviation of a
 * map x is mean(x · normalise(x)), where `LayerNormalization` is normalise(x) = (x − mean) / deviation.
 * Pure.
 */
import type { Graph } from '#lib/engine/graph/format.ts';
import { opsFor } from '#lib/engine/graph/plan.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { addHead, depthwise, epsilon, toUnitLength, type Row } from './head-layers.ts';
import { LayersWriter, type WrittenModel } from './layers-writer.ts';
import { addOp, channelsOf } from './op-layers.ts';
import type { ModelSource, SourceNetwork } from './source.ts';

const input = 'image';
/** Side of the square that the model wants. @throws FailureError `export-unsupported` */
export function squareOf({ networks }: ModelSource): number {
  const [first] = networks;
  const alike = networks.every(({ input: { size, fit } }) => {
    return size === first?.input.size && fit === 'cover';
  });
  if (!first || !alike) throw new FailureError('export-unsupported', 'unlike inputs');
  return first.input.size;
}

/** @throws FailureError `export-unsupported` for a head without layers (nearest neighbours). */
export function toLayers(source: ModelSource): WrittenModel {
  const side = squareOf(source);
  const writer = new LayersWriter({ name: input, shape: [side, side, 3] });
  const rows = source.networks.map((network, i) => {
    const { name, channels } = addNetwork(writer, network, `net${i}`);
    return source.pooling === 'none'
      ? flat(writer, name, channels, `net${i}`)
      : pooled(writer, name, channels, `net${i}`);
  });
  const [only, ...others] = rows;
  if (!only) throw new Error('a model without networks');
  const all: Row =
    others.length === 0
      ? only
      : {
          name: writer.add(
            'Concatenate',
            'embedding',
            rows.map(({ name }) => name),
            { axis: -1 },
          ),
          paired: only.paired,
          factors: Float64Array.from(rows.flatMap(({ factors }) => [...factors])),
        };
  const output = addHead(writer, source.head, all);
  return writer.finish('aprendiz', output);
}

function addNetwork(
  writer: LayersWriter,
  network: SourceNetwork,
  prefix: string,
): { name: string; channels: number } {
  const { graph } = network;
  const embedding = graph.outputs['embedding'];
  if (embedding === undefined) throw new Error(`${graph.id} has no embedding`);
  const names = new Map([[graph.input, rescaled(writer, graph, prefix)]]);
  const channels = new Map([[graph.input, 3]]);
  opsFor(graph, [embedding]).forEach((op, i) => {
    const inputs = typeof op.in === 'string' ? [op.in] : op.in;
    const from = inputs.map((name) => names.get(name) ?? '');
    const count = channelsOf(op, channels);
    channels.set(op.out, count);
    names.set(op.out, addOp(writer, op, from, `${prefix}_${i}`, count, network.read));
  });
  return { name: names.get(embedding) ?? '', channels: channels.get(embedding) ?? 0 };
}

/** From −1..1 to what the network wants; a layer only where that differs. */
function rescaled(writer: LayersWriter, { scale, offset }: Graph, prefix: string): string {
  const factor = 127.5 * scale;
  const shift = 127.5 * scale + offset;
  if (Math.abs(factor - 1) < 1e-6 && Math.abs(shift) < 1e-6) return input;
  return writer.add('DepthwiseConv2D', `${prefix}_scale`, [input], depthwise(), [
    ['depthwise_kernel', [1, 1, 3, 1], [factor, factor, factor]],
    ['bias', [3], [shift, shift, shift]],
  ]);
}

function flat(writer: LayersWriter, name: string, channels: number, prefix: string): Row {
  return {
    name: writer.add('Reshape', `${prefix}_row`, [name], { target_shape: [channels] }),
    paired: false,
    factors: new Float64Array(channels).fill(1),
  };
}

function pooled(writer: LayersWriter, map: string, channels: number, prefix: string): Row {
  const mean = writer.add('GlobalAveragePooling2D', `${prefix}_mean`, [map]);
  const normal = writer.add('LayerNormalization', `${prefix}_normal`, [map], {
    axis: [1, 2],
    epsilon,
    center: false,
    scale: false,
  });
  const product = writer.add('Multiply', `${prefix}_product`, [map, normal]);
  const deviation = writer.add('GlobalAveragePooling2D', `${prefix}_deviation`, [product]);
  const both = writer.add('Concatenate', `${prefix}_both`, [mean, deviation], { axis: -1 });
  const row: Row = { name: both, paired: false, factors: new Float64Array(2 * channels).fill(1) };
  return toUnitLength(writer, row, `${prefix}_unit`);
}
