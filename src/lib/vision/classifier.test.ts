import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { memory, profile, type Tensor4D } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { FailureError } from '#lib/failure/failure.ts';
import { folderFetch, readPhoto, startWasm, toTensor } from '../../../scripts/models/node.ts';
import { defaultFolders, prepare } from '../../../scripts/models/prepare.ts';
import { openClassifier, type Classifier } from './classifier.ts';
import { allLabels } from './labels/index.ts';
import { DEFAULT_MODELS, modelIds } from './models.ts';

const mostKernels = 252;
/** What a frame's maps take, all of them one after another: 80.1 MB. */
const mostBytes = 81e6;

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const root = fileURLToPath(new URL('../../..', import.meta.url));
const photoPath = (name: string) => join(root, 'tests/fixtures/photos', `${name}.jpg`);

interface Golden {
  readonly samples: Record<string, Record<string, number>>;
}

const serveModels = () => vi.stubGlobal('fetch', folderFetch(defaultFolders.models));

async function withPhoto<T>(
  classifier: Classifier,
  name: string,
  use: (tensors: Tensor4D[], frame: { width: number; height: number }) => Promise<T>,
): Promise<T> {
  const photo = await readPhoto(photoPath(name));
  const tensors = classifier.inputs.map((spec) => toTensor(photo, spec));
  try {
    return await use(tensors, photo);
  } finally {
    for (const tensor of tensors) tensor.dispose();
  }
}

beforeAll(async () => {
  await prepare();
  await startWasm();
});
afterAll(() => vi.unstubAllGlobals());

describe('the default classifier', () => {
  let classifier: Classifier;
  const progress: [number, number][] = [];

  beforeAll(async () => {
    serveModels();
    classifier = await openClassifier(DEFAULT_MODELS, '/', {
      onProgress: (...at) => progress.push(at),
    });
  });

  afterAll(() => {
    classifier.dispose();
    expect(memory().numTensors).toBe(0);
  });

  it('counts the bytes of all models up to their sum', () => {
    const [loaded, total] = progress.at(-1) ?? [];
    expect(loaded).toBe(total);
    expect(total).toBeGreaterThan(10_000_000);
  });

  it.each(['cat', 'cup', 'person'])('names the %s first, and surely', async (label) => {
    const { predictions, detections } = await withPhoto(classifier, label, (tensors, frame) =>
      classifier.classify(tensors, frame),
    );
    expect(predictions[0]?.label).toBe(label);
    expect(predictions[0]?.score).toBeGreaterThan(0.8);
    expect(predictions.map((one) => one.label).sort()).toEqual([...allLabels].sort());
    expect(detections[0]?.label).toBe(label);
  });

  it('is not sure of a rocket', async () => {
    const { predictions } = await withPhoto(classifier, 'rocket', (tensors, frame) =>
      classifier.classify(tensors, frame),
    );
    expect(predictions[0]?.score).toBeLessThan(0.3);
  });

  it('puts the box around the cup', async () => {
    const { detections } = await withPhoto(classifier, 'cup', (tensors, frame) =>
      classifier.classify(tensors, frame),
    );
    const { box } = detections.find(({ label }) => label === 'cup') ?? {};
    // By eye: the cup without its saucer spans 0.29 to 0.71 across and 0.05 to 0.62 down.
    expect(box?.x).toBeCloseTo(0.29, 0.8);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeCloseTo(0.7, 0.8);
    expect(box?.y).toBeLessThan(0.2);
  });

  it('keeps no tensor from frame to frame, nor from explaining', async () => {
    await withPhoto(classifier, 'cat', async (tensors, frame) => {
      await classifier.classify(tensors, frame);
      const before = memory().numTensors;
      await classifier.classify(tensors, frame);
      await classifier.activation(tensors, 'cat', frame);
      await classifier.activation(tensors, 'zebra', frame);
      expect(memory().numTensors).toBe(before);
    });
  });

  it('launches so many kernels for a frame and no more, and so many numbers', async () => {
    const { kernels } = await withPhoto(classifier, 'cat', (tensors, frame) =>
      profile(async () => {
        await classifier.classify(tensors, frame);
        return [];
      }),
    );
    // CenterNet's 169 (models/coco-centernet/card.md), and the SSD's 83.
    expect(kernels.length).toBeLessThanOrEqual(mostKernels);
    const made = kernels.reduce((sum, { bytesAdded }) => sum + Math.max(0, bytesAdded), 0);
    expect(made).toBeLessThan(mostBytes);
  });

  it('names its networks as they were asked for, whichever came first', async () => {
    const [first, second] = await Promise.all(
      [...DEFAULT_MODELS].reverse().map((id) => openClassifier([id], '/')),
    );
    const joined = first!.with(second!, DEFAULT_MODELS);
    expect(joined.models).toEqual(DEFAULT_MODELS);
    const answer = (by: Classifier) =>
      withPhoto(by, 'cup', (tensors, frame) => by.classify(tensors, frame));
    expect(await answer(joined)).toEqual(await answer(classifier));
    joined.dispose();
  });

  it('shows the person where the person is', async () => {
    const map = await withPhoto(classifier, 'person', (tensors, frame) =>
      classifier.activation(tensors, 'person', frame),
    );
    const { columns, rows, values } = map!;
    const strongest = values.indexOf(1);
    // The astronaut stands left of the middle; the rocket's model and the flag are at the sides.
    expect((strongest % columns) / columns).toBeGreaterThan(0.1);
    expect((strongest % columns) / columns).toBeLessThan(0.7);
    expect(strongest / columns / rows).toBeLessThan(0.9);
  });
});

describe('each network alone', () => {
  it.each(modelIds)('%s says what its stored sample says', async (id) => {
    serveModels();
    const golden = JSON.parse(
      readFileSync(join(root, 'models', id, 'sample-output.json'), 'utf8'),
    ) as Golden;
    const classifier = await openClassifier([id], '/');
    for (const [file, scores] of Object.entries(golden.samples)) {
      const { predictions } = await withPhoto(classifier, file.replace('.jpg', ''), (t, frame) =>
        classifier.classify(t, frame),
      );
      for (const [label, score] of Object.entries(scores)) {
        const own = predictions.find((one) => one.label === label)?.score ?? NaN;
        expect(Math.abs(own - score), `${file} ${label}`).toBeLessThan(0.01);
      }
    }
    classifier.dispose();
  });
});

describe('opening', () => {
  const codeOf = async (models: readonly string[]) => {
    try {
      await openClassifier(models, '/');
      return 'none';
    } catch (error) {
      return error instanceof FailureError ? error.failure.code : String(error);
    }
  };

  it('says that a model is missing that nobody knows or that is not served', async () => {
    serveModels();
    expect(await codeOf(['unheard-of'])).toBe('model-missing');
    vi.stubGlobal('fetch', folderFetch(join(root, 'tests/fixtures')));
    expect(await codeOf(DEFAULT_MODELS)).toBe('model-missing');
  });

  it('leaves nothing behind when one of two models is corrupt', async () => {
    const served = folderFetch(defaultFolders.models);
    const before = memory().numTensors;
    vi.stubGlobal('fetch', (url: string) =>
      url.includes('coco-centernet/weights')
        ? Promise.resolve(new Response(new Uint8Array(10)))
        : served(url),
    );
    expect(await codeOf(DEFAULT_MODELS)).toBe('model-corrupt');
    expect(memory().numTensors).toBe(before);
  });
});
