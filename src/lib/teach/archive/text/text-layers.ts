/**
 * A text model as layers that TensorFlow.js can run. What goes in are the rows of the embedding table
 * that a text has, one after the other, and for each token its share of each of them: the product of
 * the two is the tokens' vectors, whatever the number of n-grams that a word falls into. Pure.
 */
import { FailureError } from '#lib/failure/failure.ts';
import { decodeWeight } from '#lib/text/model/weights.ts';
import type {
  DensePart,
  RecurrentPart,
  TextModelFile,
  TextWeight,
} from '#lib/text/model/format.ts';
import { addHead, plainRow, toUnitLength } from '../model/head-layers.ts';
import { LayersWriter, type WrittenModel } from '../model/layers-writer.ts';
import type { TextSource } from './source.ts';

/** A layer's name and how many numbers come out of it for each token, or of the whole text. */
interface Made {
  readonly name: string;
  readonly width: number;
}

type Read = (weight: TextWeight) => Float32Array;

/** @throws FailureError `export-unsupported` for what has no layers. */
export function toTextLayers({ below, head }: TextSource): WrittenModel {
  if (below.kind === 'bag') {
    const { length } = below.bag.terms;
    const writer = new LayersWriter({ name: 'terms', shape: [length] });
    return writer.finish('aprendiz', addHead(writer, head, plainRow('terms', length)));
  }
  const { file, bytes, scaled } = below;
  const writer = new LayersWriter(
    { name: 'rows', shape: [null] },
    { name: 'shares', shape: [null, null] },
  );
  const read: Read = (weight) => decodeWeight(weight, bytes);
  const tokens = addEmbedding(writer, file, read);
  const outputs = file.recurrent.reduce(
    (from, part, i) => addRecurrent(writer, from, part, `lstm_${i}`, read),
    tokens,
  );
  const pooled = addPooling(writer, outputs, file.pooling.kind);
  const vector = file.dense.reduce(
    (from, part, i) => addDense(writer, from, part, `dense_${i}`, read),
    pooled,
  );
  const row = plainRow(vector.name, vector.width);
  const shaped = scaled ? toUnitLength(writer, row, 'embedding') : row;
  return writer.finish('aprendiz', addHead(writer, head, shaped));
}

function addEmbedding(writer: LayersWriter, { embedding }: TextModelFile, read: Read): Made {
  const [rows = 0, width = 0] = embedding.shape;
  const config = { input_dim: rows, output_dim: width, mask_zero: false, input_length: null };
  const values = read(embedding);
  const vectors = writer.add('Embedding', 'embedding_rows', ['rows'], config, [
    ['embeddings', [rows, width], values],
  ]);
  const name = writer.add('Dot', 'tokens', ['shares', vectors], {
    axes: [2, 1],
    normalize: false,
  });
  return { name, width };
}

function addRecurrent(
  writer: LayersWriter,
  from: Made,
  { cell, direction, units, weights }: RecurrentPart,
  name: string,
  read: Read,
): Made {
  const [own] = weights;
  if (cell !== 'lstm' || direction !== 'forward' || !own) {
    throw new FailureError('export-unsupported', `${cell} ${direction}`);
  }
  const config = {
    units,
    activation: 'tanh',
    recurrent_activation: 'sigmoid',
    use_bias: true,
    unit_forget_bias: false,
    return_sequences: true,
    return_state: false,
    go_backwards: false,
    stateful: false,
    unroll: false,
    implementation: 1,
  };
  const layer = writer.add('LSTM', name, [from.name], config, [
    ['kernel', own.kernel.shape, read(own.kernel)],
    ['recurrent_kernel', own.recurrent.shape, read(own.recurrent)],
    ['bias', own.bias.shape, read(own.bias)],
  ]);
  return { name: layer, width: units };
}

function addPooling(
  writer: LayersWriter,
  { name, width }: Made,
  kind: TextModelFile['pooling']['kind'],
): Made {
  if (kind !== 'mean' && kind !== 'max' && kind !== 'mean-max') {
    throw new FailureError('export-unsupported', kind);
  }
  const parts: string[] = [];
  if (kind !== 'max') parts.push(writer.add('GlobalAveragePooling1D', 'mean', [name]));
  if (kind !== 'mean') parts.push(writer.add('GlobalMaxPooling1D', 'max', [name]));
  const [only = ''] = parts;
  if (parts.length === 1) return { name: only, width };
  return { name: writer.add('Concatenate', 'pooled', parts, { axis: -1 }), width: 2 * width };
}

function addDense(
  writer: LayersWriter,
  from: Made,
  { kernel, bias, activation }: DensePart,
  name: string,
  read: Read,
): Made {
  const units = bias.shape[0] ?? 0;
  const config = {
    units,
    use_bias: true,
    activation: activation === 'none' ? 'linear' : activation,
  };
  const layer = writer.add('Dense', name, [from.name], config, [
    ['kernel', kernel.shape, read(kernel)],
    ['bias', bias.shape, read(bias)],
  ]);
  return { name: layer, width: units };
}
