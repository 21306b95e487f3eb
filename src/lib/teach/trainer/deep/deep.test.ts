import { describe, expect, it } from 'vitest';
import { encodeHalves } from '#lib/engine/graph/half.ts';
import { Random } from '#lib/maths/random.ts';
import { defaultSettings } from '../../train/settings.ts';
import type { EpochPoint } from '../protocol.ts';
import { smallModel } from '../small-cnn/small-cnn.ts';
import { smallInput } from '../small-cnn/graph.ts';
import { DeepModel, sizeOf, type Batch } from './deep-model.ts';
import type { EpochState } from '../train/fit-epochs.ts';
import { fitDeep, type DeepExamples, type DeepJob } from './fit-deep.ts';
import { GraphNetwork, type TrainableOp } from './graph-network.ts';
import { multiplyInPlace } from './multiply.ts';
import { deepExamples } from './picture-rows.ts';

const random = new Random(8);
const ops: readonly TrainableOp[] = [
  {
    op: 'conv',
    in: 'image',
    out: 'conv',
    filter: { shape: [3, 3, 2, 3], at: 0 },
    bias: { shape: [3], at: 54 },
    stride: 1,
    pad: 'same',
    activation: 'relu6',
  },
];

/** 4 × 4 maps of two channels and two numbers beside them; three classes. */
function tinyModel() {
  const network = new GraphNetwork(ops, 'image', 'conv', multiplyInPlace);
  const dimensions = 8;
  const initial = Float64Array.from(
    { length: sizeOf(network) + (dimensions + 1) * 3 },
    () => 0.4 * random.normal(),
  );
  const normalisation = {
    mean: Float32Array.from({ length: dimensions }, () => 0.1 * random.normal()),
    scale: new Float32Array(dimensions).fill(0.5),
    unitLength: false,
  };
  const shape = {
    network,
    height: 4,
    width: 4,
    channels: 2,
    outChannels: 3,
    pooling: 'mean-deviation',
    extra: 2,
  } as const;
  return { model: new DeepModel(shape, ['a', 'b', 'c'], normalisation, initial), initial };
}

function batchFor({ rowLength }: DeepModel, count: number): Batch {
  return {
    rows: Float32Array.from({ length: count * rowLength }, () => random.normal()),
    labels: Int32Array.from({ length: count }, (_, i) => i % 3),
    weights: Float64Array.from({ length: count }, (_, i) => 1 + (i % 2)),
  };
}

describe('DeepModel', () => {
  it.each([0, 0.4])('has the gradient that finite differences have, dropout %s', (dropout) => {
    const { model, initial } = tinyModel();
    const batch = batchFor(model, 5);
    const restraint = () => ({ l1: 0.01, l2: 0.02, dropout, random: new Random(1) });
    const gradient = new Float64Array(model.size);
    const parameters = initial.map((value) => value + 0.02);
    model.gradient(parameters, batch, restraint(), gradient);
    const spare = new Float64Array(model.size);
    const scale = Math.max(...gradient.map(Math.abs));
    for (let i = 0; i < model.size; i++) {
      const [up, down] = [parameters.slice(), parameters.slice()];
      up[i]! += 1e-3;
      down[i]! -= 1e-3;
      const slope =
        (model.gradient(up, batch, restraint(), spare) -
          model.gradient(down, batch, restraint(), spare)) /
        2e-3;
      expect(Math.abs(slope - gradient[i]!)).toBeLessThan(0.03 * scale);
    }
  });

  it('answers as a head what it answers as a whole', () => {
    const { model, initial } = tinyModel();
    const { head } = { head: model.head(initial) };
    expect(head.layers[0]!.weights.rows).toBe(model.dimensions);
    expect(model.tail(initial).map(({ at }) => at)).toEqual([0, 54]);
  });
});

const settings = {
  ...defaultSettings,
  method: 'cnn',
  epochs: 6,
  batchSize: 8,
  learningRate: 0.01,
  earlyStopping: false,
} as const;

/** Bars that lie and bars that stand, in noise. */
function bars(count: number, seed: number): DeepExamples {
  const own = new Random(seed);
  const { size } = smallInput;
  const rows = Array.from({ length: count }, (_, n) => {
    const pixels = Float32Array.from({ length: 3 * size * size }, () => 0.3 * own.normal());
    const at = 8 + own.below(size - 16);
    for (let i = 0; i < size; i++) {
      for (let w = 0; w < 6; w++) {
        const place = n % 2 === 0 ? (at + w) * size + i : i * size + at + w;
        for (let c = 0; c < 3; c++) pixels[3 * place + c] = 1;
      }
    }
    return encodeHalves(pixels);
  });
  return {
    rows,
    labels: Int32Array.from(rows, (_, n) => n % 2),
    weights: new Float64Array(count).fill(1),
  };
}

function jobFor(part: Partial<DeepJob> = {}): DeepJob {
  const { model, initial } = smallModel(['lies', 'stands'], settings.seed, multiplyInPlace);
  return {
    model,
    initial,
    settings,
    examples: bars(24, 1),
    validation: bars(12, 2),
    rates: { network: settings.learningRate, classifier: settings.learningRate },
    sight: { turn: (work) => work() },
    signal: new AbortController().signal,
    resume: undefined,
    keeper: { epoch: () => Promise.resolve() },
    onEpoch: () => undefined,
    answerer: (parameters) => ({ head: model.head(parameters) }),
    ...part,
  };
}

/** Enough to take every path, too few to learn anything. */
const few = { examples: bars(8, 1), validation: bars(4, 2) };

describe('a small network of its own', () => {
  it('learns what it was not told: far better than chance', { timeout: 60_000 }, async () => {
    const { curve, stopped } = await fitDeep(jobFor());
    expect(stopped).toBe('finished');
    expect(curve.at(-1)!.validationAccuracy).toBeGreaterThan(0.8);
  });

  it(
    'gives the same weights for the same seed, broken off in between or not',
    { timeout: 60_000 },
    async () => {
      const short = { ...settings, epochs: 3 };
      const states: EpochState[] = [];
      const curve: EpochPoint[] = [];
      const whole = await fitDeep(
        jobFor({
          ...few,
          settings: short,
          keeper: {
            epoch: (point, _, state) => {
              curve.push(point);
              states.push(structuredClone(state() as EpochState));
              return Promise.resolve();
            },
          },
        }),
      );
      const resume = { fingerprint: '', state: states[0], curve: curve.slice(0, 1) };
      const resumed = await fitDeep(jobFor({ ...few, settings: short, resume }));
      expect(resumed).toEqual(whole);
    },
  );

  it('stops in the middle of an epoch, with the best so far', { timeout: 60_000 }, async () => {
    const cancel = new AbortController();
    const { stopped, bestEpoch } = await fitDeep(
      jobFor({ ...few, signal: cancel.signal, onEpoch: () => cancel.abort() }),
    );
    expect(stopped).toBe('cancelled');
    expect(bestEpoch).toBe(1);
  });

  it('stops where the loss is no number', { timeout: 60_000 }, async () => {
    const wild = { ...settings, optimiser: 'sgd' } as const;
    const rates = { network: 1e30, classifier: 1e30 };
    const fit = await fitDeep(jobFor({ ...few, settings: wild, rates }));
    expect(fit.stopped).toBe('not-a-number');
    expect(fit.parameters.every(Number.isFinite)).toBe(true);
  });
});

describe('deepExamples', () => {
  it('takes copies of what trains, and balances classes', () => {
    const row = (value: number) => encodeHalves(Float32Array.of(value));
    const dataset = {
      classes: ['a', 'b'],
      labels: Int32Array.of(0, 0, 1, 1),
      parts: ['train', 'train', 'train', 'validation'] as const,
    };
    const rows = {
      own: [row(1), row(2), row(3), row(4)],
      copies: [[row(5)], [row(6)], [], []],
    };
    const train = deepExamples(dataset, rows, 'train', true);
    expect([...train.labels]).toEqual([0, 0, 0, 0, 1]);
    expect(train.weights[4]! / train.weights[0]!).toBeCloseTo(4);
    expect(deepExamples(dataset, rows, 'validation', false).rows).toEqual([row(4)]);
  });
});
