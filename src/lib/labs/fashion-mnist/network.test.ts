import { describe, expect, it } from 'vitest';
import { createOptimiser, optimiserNames } from '#lib/maths/optimisers.ts';
import { Random } from '#lib/maths/random.ts';
import type { DenseSpec, DenseTraining } from './network-shapes.ts';
import { DenseNetwork, placeRows } from './network.ts';
import { denseBuilds, openDenseKernels } from '#lib/engine/kernels/dense/open.ts';
import { curves } from '#lib/engine/kernels/dense/operations.ts';

const spec: DenseSpec = { inputs: 32, hidden: [21, 9], classes: 5, curve: 'tanh' };
const plain: DenseTraining = { optimiser: 'sgd', rate: 0.1, l1: 0, l2: 0, dropout: 0 };

function data(count: number, inputs = 32, classes = 5) {
  const random = new Random(3);
  const bytes = Uint8Array.from({ length: count * inputs }, () => random.below(256));
  return { bytes, labels: Uint8Array.from({ length: count }, () => random.below(classes)) };
}
const rows = Int32Array.of(6, 0, 3, 3, 1, 5, 2);

async function open(build: Parameters<typeof openDenseKernels>[0], of: DenseSpec = spec) {
  const kernels = await openDenseKernels(build);
  const { bytes, labels } = data(7);
  const network = new DenseNetwork(kernels, of, 8, 1);
  return { kernels, network, images: placeRows(kernels, bytes, labels) };
}

/** The same network on plain numbers: the loss of `rows`. */
function lossOf(of: DenseSpec, parameters: ArrayLike<number>): number {
  const { bytes, labels } = data(7);
  const widths = [of.inputs, ...of.hidden, of.classes];
  const f: Record<string, (x: number) => number> = {
    relu: (x) => Math.max(0, x),
    'leaky-relu': (x) => Math.max(0.01 * x, x),
    tanh: Math.tanh,
    sigmoid: (x) => 1 / (1 + Math.exp(-x)),
    elu: (x) => (x > 0 ? x : Math.expm1(x)),
    none: (x) => x,
  };
  let sum = 0;
  for (const row of rows) {
    let values = Array.from(
      bytes.subarray(row * of.inputs, (row + 1) * of.inputs),
      (byte) => byte / 255,
    );
    let at = 0;
    for (let n = 1; n < widths.length; n++) {
      const [from, to] = [widths[n - 1]!, widths[n]!];
      const next = Array.from({ length: to }, (_, j) =>
        values.reduce((all, x, i) => all + x * parameters[at + i * to + j]!, 0),
      ).map((x, j) => x + parameters[at + from * to + j]!);
      at += (from + 1) * to;
      values = n < widths.length - 1 ? next.map(f[of.curve]!) : next;
    }
    const total = values.reduce((all, x) => all + Math.exp(x), 0);
    sum += Math.log(total) - values[labels[row]!]!;
  }
  return sum / rows.length;
}

describe.each(denseBuilds())('feedforward kernels, %s', (build) => {
  it.each(curves.map((curve) => ({ ...spec, curve })).concat([{ ...spec, hidden: [] }]))(
    'give the gradient that differences of the loss give: $hidden $curve',
    async (of) => {
      const { network, images } = await open(build, of);
      const parameters = Float64Array.from(network.parameters);
      const gradient = network.gradient(images, rows);
      const { loss } = network.train(images, rows, plain);
      expect(loss / rows.length).toBeCloseTo(lossOf(of, parameters), 5);
      const h = 1e-5;
      for (let i = 0; i < parameters.length; i += 7) {
        const kept = parameters[i]!;
        parameters[i] = kept + h;
        const above = lossOf(of, parameters);
        parameters[i] = kept - h;
        const below = lossOf(of, parameters);
        parameters[i] = kept;
        expect(gradient[i]).toBeCloseTo((above - below) / (2 * h), 5);
      }
    },
  );

  it.each([...optimiserNames])('step as the optimiser %s is published', async (optimiser) => {
    const { network, images } = await open(build);
    const parameters = Float64Array.from(network.parameters);
    const reference = createOptimiser(optimiser, 0.01, parameters.length);
    for (let step = 0; step < 3; step++) {
      const gradient = Float64Array.from(network.gradient(images, rows));
      reference.step(parameters, gradient);
      network.train(images, rows, { ...plain, optimiser, rate: 0.01 });
      expectNear(network.parameters, parameters, 2e-5);
      // From the same place, so that roundings do not pile up.
      network.parameters = Float32Array.from(parameters);
    }
  });

  it('pull weights, and no bias, towards 0 by L1 and L2', async () => {
    const { network, images } = await open(build);
    const before = network.parameters;
    const gradient = network.gradient(images, rows);
    network.train(images, rows, { ...plain, l1: 0.01, l2: 0.1 });
    const after = network.parameters;
    const expected = before.map((w, i) => {
      const isBias = w === 0;
      const pull = isBias ? 0 : 0.01 * Math.sign(w) + 0.1 * w;
      return w - 0.1 * (gradient[i]! + pull);
    });
    expectNear(after, expected, 1e-5);
  });

  it('leave units out while they learn, and none when asked', async () => {
    const { network, images } = await open(build, { ...spec, hidden: [64] });
    const still = { ...plain, rate: 0 };
    const whole = network.train(images, rows, still).loss;
    const halves = Array.from(
      { length: 60 },
      () => network.train(images, rows, { ...still, dropout: 0.5 }).loss,
    );
    expect(new Set(halves).size).toBeGreaterThan(50);
    expect(network.train(images, rows, still).loss).toBe(whole);
    expect(network.ask(images, rows)).toEqual(network.ask(images, rows));
  });

  it('learn by heart, give probabilities, and give their memory back', async () => {
    const { kernels, network, images } = await open(build);
    const taken = kernels.heap.takenBytes;
    for (let i = 0; i < 300; i++)
      network.train(images, rows, { ...plain, optimiser: 'adam', rate: 0.01 });
    const { right } = network.train(images, rows, plain);
    expect(right).toBe(rows.length);
    const scores = network.ask(images, rows);
    for (let i = 0; i < rows.length; i++) {
      const sum = scores.subarray(5 * i, 5 * i + 5).reduce((all, p) => all + p, 0);
      expect(sum).toBeCloseTo(1, 5);
    }
    expect(kernels.heap.takenBytes).toBe(taken);
    network.dispose();
    images.dispose();
    expect(kernels.heap.takenBytes).toBe(0);
  });
});

function expectNear(found: ArrayLike<number>, wanted: ArrayLike<number>, within: number): void {
  expect(found.length).toBe(wanted.length);
  let worst = 0;
  for (let i = 0; i < found.length; i++) worst = Math.max(worst, Math.abs(found[i]! - wanted[i]!));
  expect(worst).toBeLessThan(within);
}
