/** The prepared networks against the originals, each read and run in another way. */
import { fileURLToPath } from 'node:url';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import { dispose, memory, sigmoid, tensor4d, type Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { buildGraph } from '#lib/engine/graph/load.ts';
import { disposeGraph, runGraph } from '#lib/engine/graph/run.ts';
import type { ModelJson } from '#lib/catalogue/convert/model-json.ts';
import { readCenterNet } from './centernet.ts';
import { readHalves } from './float16.ts';
import { readPhoto, startWasm, toTensor } from './node.ts';
import { readObjectron } from './objectron.ts';
import { defaultFolders } from './prepare.ts';
import { readSource, sources } from './sources.ts';
import { builtin, readTflite, type TfliteModel } from './tflite.ts';
import { pack } from './write.ts';

const photo = fileURLToPath(new URL('../../tests/fixtures/photos/person.jpg', import.meta.url));

beforeAll(startWasm);
vi.setConfig({ testTimeout: 60_000 });

function largestDifference(a: Tensor, b: Tensor): number {
  const [first, second] = [a.dataSync<'float32'>(), b.dataSync<'float32'>()];
  expect(a.shape).toEqual(b.shape);
  return first.reduce((most, value, i) => Math.max(most, Math.abs(value - (second[i] ?? NaN))), 0);
}

function load(network: Parameters<typeof pack>[0]) {
  const { graph, weights } = pack(network);
  return buildGraph(graph, weights.buffer as ArrayBuffer);
}

describe('CenterNet', () => {
  it('says at 512 px what the package’s own graph says', async () => {
    const read = (name: 'centernetGraph' | 'centernetWeights') =>
      readSource(sources[name], defaultFolders.modules);
    const bytes = read('centernetGraph');
    const json = JSON.parse(new TextDecoder().decode(bytes)) as ModelJson & { format: string };
    const weights = read('centernetWeights');
    const original = await loadGraphModel({
      load: async () => ({
        modelTopology: json.modelTopology,
        weightSpecs: json.weightsManifest.flatMap((group) => group.weights) as never,
        weightData: weights.buffer as ArrayBuffer,
        format: json.format,
      }),
    });
    const loaded = load(readCenterNet(bytes, weights));
    const spec = { size: 512, fit: 'squash', scale: 1, offset: 0 } as const;
    const input = toTensor(await readPhoto(photo), spec);
    const [heat, sides, trunk] = original.execute(input, [
      'tower_0/keypoints',
      'tower_0/wh',
      'tower_0/MobilenetV3/expanded_conv_12/project/BatchNorm/FusedBatchNorm',
    ]) as [Tensor, Tensor, Tensor];
    const own = runGraph(loaded, input, ['classes', 'boxes', 'embedding']);
    // The package rounds one sixth to half precision, in each of 28 activations; we do not.
    const scores = sigmoid(own.classes);
    expect(largestDifference(scores, heat)).toBeLessThan(0.003);
    expect(largestDifference(own.boxes, sides)).toBeLessThan(8);
    expect(largestDifference(own.embedding, trunk)).toBeLessThan(0.3);
    expect(own.embedding.shape).toEqual([1, 16, 16, 120]);
    dispose([heat, sides, trunk, scores, input, ...Object.values(own)]);
    disposeGraph(loaded);
    original.dispose();
    expect(memory().numTensors).toBe(0);
  });
});

describe('Open Images SSD', () => {
  it('says what a plain reading of its TFLite file says', () => {
    const packed = readSource(sources.objectron, defaultFolders.modules);
    const side = 64;
    const pixels = Float32Array.from({ length: side * side * 3 }, (_, i) => Math.sin(i * 0.37));
    const plain = runPlainly(readTflite(packed.subarray(184)), pixels, side);
    const { labels, network } = readObjectron(packed);
    expect(labels).toHaveLength(23);
    expect(labels.slice(11, 13)).toEqual(['Mug', 'Coffee cup']);
    const loaded = load(network);
    const input = tensor4d(pixels, [1, side, side, 3]);
    const own = runGraph(loaded, input, ['head-0', 'head-3', 'embedding']);
    const trunk = plain('FeatureExtractor/MobilenetV2/expanded_conv_14/add');
    expect(own.embedding.shape).toEqual([1, 2, 2, 160]);
    own.embedding.dataSync().forEach((value, i) => {
      expect(Math.abs(value - (trunk[i] ?? NaN))).toBeLessThan(1e-3);
    });
    for (const [name, predictor, anchors] of [
      [own['head-0'], 'BoxPredictor_0', 3],
      [own['head-3'], 'BoxPredictor_3', 6],
    ] as const) {
      const boxes = plain(`${predictor}/BoxEncodingPredictor/BiasAdd`);
      const classes = plain(`${predictor}/ClassPredictor/BiasAdd`);
      const values = name.dataSync();
      const places = boxes.length / (4 * anchors);
      for (let anchor = 0; anchor < places * anchors; anchor++) {
        for (let i = 0; i < 27; i++) {
          const there = i < 4 ? boxes[anchor * 4 + i] : classes[anchor * 24 + i - 3];
          expect(Math.abs((values[anchor * 27 + i] ?? NaN) - (there ?? NaN))).toBeLessThan(2e-3);
        }
      }
    }
    dispose([input, ...Object.values(own)]);
    disposeGraph(loaded);
    expect(memory().numTensors).toBe(0);
  });
});

/** TFLite's own arithmetic, written out: filters as stored, padding as its reference kernels pad. */
function runPlainly(model: TfliteModel, pixels: Float32Array, side: number) {
  interface Map3 {
    readonly side: number;
    readonly channels: number;
    readonly data: Float32Array;
  }
  const maps = new Map<number, Map3>([
    [model.inputs[0] ?? -1, { side, channels: 3, data: pixels }],
  ]);
  const constants = new Map<number, Float32Array>();
  const map = (index = -1) => maps.get(index) ?? { side: 0, channels: 0, data: pixels };
  for (const operator of model.operators) {
    const [first = -1, second = -1, third = -1] = operator.inputs;
    const out = operator.outputs[0] ?? -1;
    const x = map(first);
    if (operator.builtin === builtin.dequantize) {
      constants.set(out, readHalves(model.tensors[first]?.data ?? new Uint8Array()));
    } else if (operator.builtin === builtin.add) {
      const y = map(second).data;
      maps.set(out, { ...x, data: x.data.map((value, i) => value + (y[i] ?? NaN)) });
    } else if (
      operator.builtin === builtin.conv2d ||
      operator.builtin === builtin.depthwiseConv2d
    ) {
      const depthwise = operator.builtin === builtin.depthwiseConv2d;
      const [outer = 0, window = 0, , inner = 0] = model.tensors[second]?.shape ?? [];
      const filter = constants.get(second) ?? pixels;
      const bias = constants.get(third) ?? pixels;
      const channels = depthwise ? inner : outer;
      const stride = operator.intOption(1);
      const relu6 = operator.byteOption(depthwise ? 4 : 3) === 3;
      const after = Math.ceil(x.side / stride);
      const before = Math.max(0, (after - 1) * stride + window - x.side) >> 1;
      const data = new Float32Array(after * after * channels);
      for (let at = 0; at < data.length; at++) {
        const channel = at % channels;
        const place = (at - channel) / channels;
        let sum = bias[channel] ?? NaN;
        for (let dy = 0; dy < window; dy++) {
          for (let dx = 0; dx < window; dx++) {
            const row = Math.floor(place / after) * stride + dy - before;
            const column = (place % after) * stride + dx - before;
            if (row < 0 || column < 0 || row >= x.side || column >= x.side) continue;
            const from = (row * x.side + column) * x.channels;
            if (depthwise) {
              sum += x.data[from + channel]! * filter[(dy * window + dx) * channels + channel]!;
            } else {
              const start = ((channel * window + dy) * window + dx) * inner;
              for (let i = 0; i < inner; i++) sum += x.data[from + i]! * filter[start + i]!;
            }
          }
        }
        data[at] = relu6 ? Math.min(6, Math.max(0, sum)) : sum;
      }
      maps.set(out, { side: after, channels, data });
    }
  }
  return (name: string): Float32Array => {
    const found = [...maps].find(([i]) => model.tensors[i]?.name.split(';')[0] === name)?.[1];
    if (!found) throw new Error(`no ${name}`);
    return found.data;
  };
}
