/** Models that somebody made badly, or to do harm: refused by code, before anything large is made. */
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { FailureError } from '#lib/failure/failure.ts';
import { convert } from '../../../../tests/support/conversion.ts';
import {
  GraphWriter,
  mobileNetV3Graph,
  numbers,
  text,
} from '../../../../tests/support/graph-writer.ts';
import { mobileNetV2 } from '../../../../tests/support/mobilenets.ts';
import {
  filesOfModel,
  savedModel,
  tinyModel,
  type Files,
} from '../../../../tests/support/tiny-model.ts';

vi.setConfig({ testTimeout: 60_000 });

let layers: Files;
let graph: Files;

beforeAll(async () => {
  layers = filesOfModel(await savedModel(tinyModel(32)), [], 32);
  graph = mobileNetV3Graph(32, 5);
});

async function codeOf(files: Files): Promise<string> {
  try {
    await convert(files);
    return 'converted';
  } catch (error) {
    if (error instanceof FailureError) return error.failure.code;
    throw error;
  }
}

interface Json {
  modelTopology: { node: { name: string; op: string; input: string[]; attr: object }[] };
  weightsManifest: {
    paths: string[];
    weights: { name: string; shape: number[]; dtype: string; quantization?: object }[];
  }[];
}

const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const parse = (files: Files) => JSON.parse(new TextDecoder().decode(files['model.json'])) as Json;

function changed(files: Files, change: (json: Json) => void): Files {
  const json = parse(files);
  change(json);
  return { ...files, 'model.json': encode(json) };
}

const nodeOf = (json: Json, op: string) => json.modelTopology.node.find((each) => each.op === op)!;

describe('model.json', () => {
  it.each([
    ['a page of a captive portal', '<!doctype html><title>Sign in</title>', 'model-corrupt'],
    ['nothing', '', 'model-corrupt'],
    ['null', 'null', 'model-corrupt'],
    ['a list', '[]', 'model-corrupt'],
    ['brackets without end', '['.repeat(200_000), 'model-corrupt'],
    [
      'a deep nest',
      `{"modelTopology":{"a":${'['.repeat(5000)}${']'.repeat(5000)}}}`,
      'model-corrupt',
    ],
    ['nine megabytes', ' '.repeat(9 * 2 ** 20), 'model-too-large'],
  ])('that is %s', async (_what, json, code) => {
    expect(await codeOf({ 'model.json': new TextEncoder().encode(json) })).toBe(code);
  });

  it('that is not there', async () => {
    expect(await codeOf({})).toBe('archive-unknown');
  });
});

describe('weights', () => {
  it('that are missing, too short, too long', async () => {
    const { 'weights.bin': bytes, ...rest } = layers;
    expect(await codeOf(rest)).toBe('model-incomplete');
    expect(await codeOf({ ...layers, 'weights.bin': bytes!.slice(4) })).toBe('model-corrupt');
    expect(await codeOf({ ...layers, 'weights.bin': new Uint8Array([...bytes!, 0]) })).toBe(
      'model-corrupt',
    );
  });

  it.each([
    [
      'of a type that is no number',
      (json: Json) => (json.weightsManifest[0]!.weights[0]!.dtype = 'string'),
      'model-unsupported',
    ],
    [
      'of another type than they are',
      (json: Json) => (json.weightsManifest[0]!.weights[0]!.dtype = 'uint8'),
      'model-corrupt',
    ],
    [
      'that claim four gigabytes',
      (json: Json) => (json.weightsManifest[0]!.weights[0]!.shape = [32_768, 32_768]),
      'model-corrupt',
    ],
    [
      'of a size without an end',
      (json: Json) =>
        (json.weightsManifest[0]!.weights[0]!.shape = Array.from({ length: 8 }, () => 2 ** 31)),
      'model-corrupt',
    ],
    [
      'of a negative size',
      (json: Json) => (json.weightsManifest[0]!.weights[0]!.shape = [-1, 3]),
      'model-corrupt',
    ],
    [
      'under one name twice',
      (json: Json) => json.weightsManifest[0]!.weights.forEach((each) => (each.name = 'a')),
      'model-corrupt',
    ],
    [
      'under other names',
      (json: Json) => json.weightsManifest[0]!.weights.forEach((each) => (each.name += 'x')),
      'model-corrupt',
    ],
    [
      'scaled by no number',
      (json: Json) =>
        (json.weightsManifest[0]!.weights[0]!.quantization = {
          dtype: 'uint8',
          min: null,
          scale: 1,
        }),
      'model-corrupt',
    ],
    [
      'in a file up the folders',
      (json: Json) => (json.weightsManifest[0]!.paths = ['../../secret']),
      'model-incomplete',
    ],
  ])('%s', async (_what, change, code) => {
    expect(await codeOf(changed(layers, (json) => void change(json)))).toBe(code);
  });

  it.each([NaN, Infinity, -Infinity])('with %s among them', async (value) => {
    const bytes = layers['weights.bin']!.slice();
    new DataView(bytes.buffer).setFloat32(40, value, true);
    expect(await codeOf({ ...layers, 'weights.bin': bytes })).toBe('model-corrupt');
  });

  it('beyond half precision', async () => {
    const bytes = layers['weights.bin']!.slice();
    new DataView(bytes.buffer).setFloat32(0, 3e38, true);
    expect(await codeOf({ ...layers, 'weights.bin': bytes })).toBe('model-unsupported');
  });
});

describe('a graph', () => {
  it.each([
    [
      'with an operation that nobody knows',
      (json: Json) => (nodeOf(json, 'Mean').op = 'EvalPython'),
      'model-unsupported',
    ],
    [
      'with the name of a method for an operation',
      (json: Json) => (nodeOf(json, 'Mean').op = 'constructor'),
      'model-unsupported',
    ],
    [
      'that goes in a circle',
      (json: Json) => (nodeOf(json, 'Relu6').input = ['answer']),
      'model-corrupt',
    ],
    [
      'that reads what is not there',
      (json: Json) => (nodeOf(json, 'Mean').input[0] = 'nowhere'),
      'model-corrupt',
    ],
    [
      'without pictures',
      (json: Json) => (nodeOf(json, 'Placeholder').op = 'Const'),
      'model-unsupported',
    ],
    [
      'whose filter is computed',
      (json: Json) => (nodeOf(json, 'Conv2D').input[1] = 'hub/sub'),
      'model-unsupported',
    ],
    [
      'with a stride of nothing',
      (json: Json) => (nodeOf(json, 'Conv2D').attr = { strides: numbers([1, 0, 0, 1]) }),
      'model-corrupt',
    ],
    [
      'whose attribute is of another kind',
      (json: Json) => (nodeOf(json, 'Conv2D').attr = { padding: { list: {} } }),
      'model-corrupt',
    ],
    [
      'whose attribute is no base64',
      (json: Json) => (nodeOf(json, 'Conv2D').attr = { padding: { s: '§§' } }),
      'model-corrupt',
    ],
    [
      'with one name for two nodes',
      (json: Json) => (json.modelTopology.node[1]!.name = 'image'),
      'model-corrupt',
    ],
    [
      'with 20,001 nodes',
      (json: Json) => {
        while (json.modelTopology.node.length <= 20_000)
          json.modelTopology.node.push({
            name: `n${json.modelTopology.node.length}`,
            op: 'NoOp',
            input: [],
            attr: {},
          });
      },
      'model-too-large',
    ],
  ])('%s', async (_what, change, code) => {
    expect(await codeOf(changed(graph, (json) => void change(json)))).toBe(code);
  });

  it('that is a chain of 15,000', async () => {
    const writer = new GraphWriter();
    let last = writer.picture(32);
    for (let i = 0; i < 15_000; i++) last = writer.add('Relu', `r${i}`, [last]);
    expect(await codeOf(writer.files(last))).toBe('converted');
  });

  it.each([8, 4096])('for pictures of %i pixels', async (side) => {
    const writer = new GraphWriter();
    expect(await codeOf(writer.files(writer.add('Relu', 'r', [writer.picture(side)])))).toBe(
      'model-unsupported',
    );
  });

  it('whose maps would fill the memory', async () => {
    const writer = new GraphWriter();
    const filter = writer.random('f', [1, 1, 3, 512]);
    const attributes = { strides: numbers([1, 1, 1, 1]), padding: text('SAME') };
    const map = writer.add('Conv2D', 'c', [writer.picture(1024), filter], attributes);
    expect(await codeOf(writer.files(map))).toBe('model-too-large');
  });

  it('that would compute for minutes', async () => {
    const writer = new GraphWriter();
    let last = writer.picture(512);
    for (let i = 0; i < 40; i++) {
      const filter = writer.random(`f${i}`, [7, 7, i === 0 ? 3 : 64, 64]);
      const attributes = { strides: numbers([1, 1, 1, 1]), padding: text('SAME') };
      last = writer.add('Conv2D', `c${i}`, [last, filter], attributes);
    }
    expect(await codeOf(writer.files(last))).toBe('model-too-large');
  });

  it('that makes much of one number, many times', async () => {
    const writer = new GraphWriter();
    const row = writer.constant('row', [2], [-1, 3 * 1024 * 1024], 'int32');
    const one = writer.constant('one', [], [1]);
    let last = writer.add('Reshape', 'flat', [writer.picture(1024), row]);
    for (let i = 0; i < 1000; i++) {
      last = writer.add('Relu', `r${i}`, [writer.add('AddV2', `a${i}`, [last, one])]);
    }
    expect(await codeOf(writer.files(last))).toBe('model-too-large');
  });

  it('that enlarges without an end', async () => {
    const writer = new GraphWriter();
    const size = writer.constant('size', [2], [2 ** 30, 2 ** 30], 'int32');
    const map = writer.add('ResizeNearestNeighbor', 'r', [writer.picture(32), size]);
    expect(await codeOf(writer.files(map))).toBe('model-too-large');
  });
});

describe('layers', () => {
  it('that run code are refused by their name', async () => {
    const json = new TextDecoder()
      .decode(layers['model.json'])
      .replaceAll('"class_name":"GlobalAveragePooling2D"', '"class_name":"Lambda"');
    const files = { ...layers, 'model.json': new TextEncoder().encode(json) };
    await expect(convert(files)).rejects.toMatchObject({
      failure: { code: 'model-unsupported', detail: 'Lambda' },
    });
  });

  it('that Keras 3 joined', async () => {
    const files = filesOfModel(await savedModel(mobileNetV2(32, 3)), [], 32);
    const json = JSON.parse(new TextDecoder().decode(files['model.json'])) as {
      modelTopology: { config: { layers: { inbound_nodes: unknown }[] } };
    };
    json.modelTopology.config.layers[1]!.inbound_nodes = [{ args: [], kwargs: {} }];
    expect(await codeOf({ ...files, 'model.json': encode(json) })).toBe('model-unsupported');
  });

  it('whose weights are named once more inside', async () => {
    const renamed = changed(layers, (json) => {
      for (const each of json.weightsManifest[0]!.weights) {
        each.name = each.name.replace(/\/(\w+)$/, '/again/$1');
      }
    });
    expect(await codeOf(renamed)).toBe('converted');
  });

  it('nested in each other many times over', async () => {
    let inner: object = { class_name: 'Sequential', config: { layers: [] } };
    for (let i = 0; i < 20; i++) inner = { class_name: 'Sequential', config: { layers: [inner] } };
    const json = { modelTopology: inner, weightsManifest: [] };
    expect(await codeOf({ 'model.json': encode(json) })).toBe('model-unsupported');
  });
});

/** Numbers that are always the same. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

const poison = [null, -1, 0, 0.5, 2 ** 31, 1e308, '', '__proto__', 'image', [], {}, true, [[]]];

/** Changes one thing, anywhere. */
function mutate(value: unknown, random: () => number): unknown {
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)]!;
  if (typeof value !== 'object' || value === null || random() < 0.05) return pick(poison);
  const keys = Object.keys(value);
  const key = pick(keys);
  if (key === undefined) return pick(poison);
  const copy = structuredClone(value) as Record<string, unknown>;
  if (random() < 0.05) {
    if (Array.isArray(copy)) copy.splice(Number(key), 1);
    else Reflect.deleteProperty(copy, key);
  } else copy[key] = mutate(copy[key], random);
  return copy;
}

describe('models changed at random', () => {
  const codes = [
    'converted',
    'model-corrupt',
    'model-incomplete',
    'model-unsupported',
    'model-too-large',
  ];

  it.each(['layers', 'graph', 'MobileNet v2'])('%s: refused by code or converted', async (kind) => {
    const files =
      kind === 'graph'
        ? graph
        : kind === 'layers'
          ? layers
          : filesOfModel(await savedModel(mobileNetV2(32, 3)), [], 32);
    const random = sequence(7);
    const seen = new Map<string, number>();
    for (let i = 0; i < 400; i++) {
      const json = mutate(parse(files), random);
      const code = await codeOf({ ...files, 'model.json': encode(json) });
      expect(codes).toContain(code);
      seen.set(code, (seen.get(code) ?? 0) + 1);
    }
    expect(seen.get('model-corrupt')).toBeGreaterThan(20);
  });

  it('weights: refused by code or converted', async () => {
    const random = sequence(11);
    for (let i = 0; i < 50; i++) {
      const bytes = layers['weights.bin']!.slice();
      for (let n = 0; n < 20; n++) bytes[Math.floor(random() * bytes.length)] = random() * 256;
      expect(codes).toContain(await codeOf({ ...layers, 'weights.bin': bytes }));
    }
  });
});
