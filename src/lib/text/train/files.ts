/** A network to a model file and back: what is trained here is read by the same runtime as what ships. */
import { encodeHalves } from '#lib/engine/graph/half.ts';
import type { TextModelFile, TextWeight } from '../model/format.ts';
import { directionsOf, initialParameters, layOut } from './layout.ts';
import type { TextNetwork, TextNetworkSpec } from './network.ts';

export interface PackedModel {
  readonly file: TextModelFile;
  readonly weights: Uint8Array<ArrayBuffer>;
}

/** What a network does not know of itself. */
export type ModelFrame = Pick<TextModelFile, 'id' | 'units' | 'window' | 'labels' | 'temperature'>;

/** @param type float16 halves the file, and changes scores in the third digit at most. */
export function packModel(
  { spec, parts, parameters }: Pick<TextNetwork, 'spec' | 'parts' | 'parameters'>,
  frame: ModelFrame,
  type: 'float32' | 'float16',
): PackedModel {
  if (frame.labels.length !== spec.classes) {
    throw new RangeError(`${frame.labels.length} labels for ${spec.classes} classes`);
  }
  const chunks: Uint8Array[] = [];
  let end = 0;
  const weight = (name: string): TextWeight => {
    const part = parts.find((one) => one.name === name);
    if (!part) throw new Error(`No part ${name}`);
    const values = Float32Array.from(parameters.subarray(part.at, part.at + part.size));
    const bytes = new Uint8Array((type === 'float16' ? encodeHalves(values) : values).buffer);
    const at = end;
    chunks.push(bytes);
    end += Math.ceil(bytes.length / 4) * 4;
    return { shape: part.shape, at, type };
  };
  const file: TextModelFile = {
    format: 'aprendiz-text-1',
    ...frame,
    embedding: weight('embedding'),
    recurrent: spec.recurrent.map(({ cell, units, direction }, i) => ({
      cell,
      units,
      direction,
      weights: directionsOf(direction).map((way) => ({
        kernel: weight(`recurrent.${i}.${way}.kernel`),
        recurrent: weight(`recurrent.${i}.${way}.recurrent`),
        bias: weight(`recurrent.${i}.${way}.bias`),
      })),
    })),
    pooling:
      spec.pooling === 'attention'
        ? { kind: 'attention', query: weight('pooling.query') }
        : { kind: spec.pooling },
    dense: [...spec.hidden.map(({ activation }) => activation), 'none' as const].map(
      (activation, i) => ({
        kernel: weight(`dense.${i}.kernel`),
        bias: weight(`dense.${i}.bias`),
        activation,
      }),
    ),
  };
  const weights = new Uint8Array(end);
  let at = 0;
  for (const chunk of chunks) {
    weights.set(chunk, at);
    at += Math.ceil(chunk.length / 4) * 4;
  }
  return { file, weights };
}

export interface StartingPoint {
  readonly spec: TextNetworkSpec;
  readonly parameters: Float64Array<ArrayBuffer>;
}

/**
 * Where training goes on from a model file. Its classifier stays where it knows as many classes; else,
 * and on an encoder, which has none, a new one starts from the seed.
 * @param read values of a weight, float32, row-major
 */
export function unpackModel(
  { embedding, recurrent, pooling, dense, labels }: TextModelFile,
  read: (weight: TextWeight) => Float32Array,
  classes: number,
  seed: number,
): StartingPoint {
  const hidden = labels.length === 0 ? dense : dense.slice(0, -1);
  const spec: TextNetworkSpec = {
    rows: embedding.shape[0]!,
    columns: embedding.shape[1]!,
    recurrent: recurrent.map(({ cell, units, direction }) => ({ cell, units, direction })),
    pooling: pooling.kind,
    hidden: hidden.map(({ bias, activation }) => ({ units: bias.shape[0]!, activation })),
    classes,
  };
  const parameters = initialParameters(spec, seed);
  const { parts } = layOut(spec);
  const take = (name: string, weight: TextWeight) => {
    const part = parts.find((one) => one.name === name);
    const values = read(weight);
    if (part?.size !== values.length) throw new RangeError(`${name}: ${values.length} values`);
    parameters.set(values, part.at);
  };
  take('embedding', embedding);
  recurrent.forEach(({ weights, direction }, i) => {
    directionsOf(direction).forEach((way, w) => {
      const name = `recurrent.${i}.${way}`;
      const { kernel, recurrent, bias } = weights[w]!;
      take(`${name}.kernel`, kernel);
      take(`${name}.recurrent`, recurrent);
      take(`${name}.bias`, bias);
    });
  });
  if (pooling.kind === 'attention') take('pooling.query', pooling.query);
  const kept = labels.length === classes ? dense : hidden;
  kept.forEach(({ kernel, bias }, i) => {
    take(`dense.${i}.kernel`, kernel);
    take(`dense.${i}.bias`, bias);
  });
  return { spec, parameters };
}
