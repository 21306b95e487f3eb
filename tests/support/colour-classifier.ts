/** A network as it lies on a device: tells red, green and blue pictures apart, and is a trunk of three channels. */
import { createHash } from 'node:crypto';
import type { FileEntry, InstalledModel } from '#lib/cache/installed-model.ts';
import type { Graph } from '#lib/engine/graph/format.ts';
import { encodeHalves } from '#lib/engine/graph/half.ts';

const window = 8;
export const colourNames = ['Red', 'Grün', 'Deep blue'];

/** Side of its picture. */
export const colourPixels = 32;

const graph: Graph = {
  format: 'aprendiz-graph-1',
  id: 'colours',
  input: 'image',
  scale: 1 / 255,
  offset: 0,
  multiple: window,
  ops: [
    {
      op: 'conv',
      in: 'image',
      out: 'map',
      filter: { shape: [window, window, 3, 3], at: 0 },
      stride: window,
      pad: 'valid',
      activation: 'relu',
    },
    { op: 'mean', in: 'map', out: 'pooled' },
    {
      op: 'conv',
      in: 'pooled',
      out: 'logits',
      filter: { shape: [1, 1, 3, 3], at: window * window * 9 },
      stride: 1,
      pad: 'valid',
      activation: 'linear',
    },
    { op: 'softmax', in: 'logits', out: 'scores' },
  ],
  outputs: { classes: 'scores', embedding: 'map' },
};

/** Each channel of the map is the mean of a colour over its window. */
function weights(): Uint16Array<ArrayBuffer> {
  const numbers = new Float32Array(window * window * 9 + 9);
  for (let place = 0; place < window * window; place++) {
    for (let c = 0; c < 3; c++) numbers[place * 9 + c * 4] = 1 / (window * window);
  }
  for (let c = 0; c < 3; c++) numbers[window * window * 9 + c * 4] = 20;
  return encodeHalves(numbers);
}

export interface Installable {
  readonly model: InstalledModel;
  /** By hash. */
  readonly contents: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
}

export function colourClassifier(id = 'colours'): Installable {
  const contents = new Map<string, Uint8Array<ArrayBuffer>>();
  const file = (name: string, bytes: Uint8Array<ArrayBuffer>): FileEntry => {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    contents.set(sha256, bytes);
    return { file: `${id}/${name}`, bytes: bytes.byteLength, sha256 };
  };
  const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
  const model: InstalledModel = {
    id,
    graph: file('graph.json', json(graph)),
    weights: file('weights.bin', new Uint8Array(weights().buffer)),
    labels: file('labels.json', json(colourNames)),
    entry: {
      id,
      origin: 'own',
      name: { en: 'Colours', 'pt-BR': 'Cores' },
      tasks: ['classify-images', 'embed-images'],
      input: { pixels: colourPixels },
      trunk: { pixels: colourPixels, channels: 3 },
    },
    installedAt: 0,
    usedAt: 0,
  };
  return { model, contents };
}
