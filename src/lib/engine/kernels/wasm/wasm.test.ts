import { describe, expect, it, vi } from 'vitest';
import { openPlainKernels } from '../plain/open.ts';
import { difference, randomCase, type CaseSize } from '../random-case.ts';
import type { Cell } from '../recurrent.ts';
import { spreadRows, sumRows } from '../shared-rows.ts';
import { firstAddress, Heap } from './heap.ts';
import { knownBuilds, startModule } from './module.ts';
import { openWasmKernels } from './open.ts';

const cells: readonly Cell[] = ['lstm', 'gru', 'simple'];
const plain = openPlainKernels();

/** From one unit to more than two panels, odd sizes among them; from one row to more than a tile. */
const sizes: readonly Omit<CaseSize, 'cell'>[] = [
  { inputs: 1, units: 1, batch: 1, steps: 1 },
  { inputs: 3, units: 5, batch: 2, steps: 7 },
  { inputs: 17, units: 16, batch: 3, steps: 4 },
  { inputs: 8, units: 33, batch: 9, steps: 5 },
  // More rows than fit into the window of gates.
  { inputs: 2, units: 20, batch: 4, steps: 220 },
  { inputs: 20, units: 130, batch: 2, steps: 3 },
  { inputs: 6, units: 10, batch: 70, steps: 6 },
  { inputs: 32, units: 64, batch: 1, steps: 20 },
];

// Node 20 knows SIMD, not yet relaxed SIMD; browsers know both.
describe.each(knownBuilds())('kernels in wasm, %s', (build) => {
  describe.each(cells)('%s', (cell) => {
    it.each(sizes)('answers and learns as plain: %o', async (size) => {
      const kernels = await openWasmKernels(build);
      for (const backwards of [false, true]) {
        const { shape, weights, sequences, outputs, final } = randomCase({ cell, ...size });
        const [ours, theirs] = [kernels.layer(shape, weights), plain.layer(shape, weights)];
        for (const lengths of [undefined, sequences.lengths]) {
          const asked = { ...sequences, lengths, backwards };
          const [mine, reference] = [ours.record(asked), theirs.record(asked)];
          const near = (a: ArrayLike<number>, b: ArrayLike<number>, tolerance = 1e-5) => {
            const most = Array.from(b).reduce((top, value) => Math.max(top, Math.abs(value)), 1);
            expect(difference(a, b) / most).toBeLessThan(tolerance);
          };
          near(mine.outputs, reference.outputs);
          near(mine.final.hidden, reference.final.hidden);
          near(mine.final.carry ?? [], reference.final.carry ?? []);
          near(mine.tape.gates(), reference.tape.gates());
          near(mine.tape.carries() ?? [], reference.tape.carries() ?? []);
          expect(ours.forward(asked)).toEqual({ outputs: mine.outputs, final: mine.final });
          const [g, r] = [
            ours.backward(mine.tape, outputs, final),
            theirs.backward(reference.tape, outputs, final),
          ];
          near(g.inputs, r.inputs);
          near(g.weights.kernel, r.weights.kernel);
          near(g.weights.recurrent, r.weights.recurrent);
          near(g.weights.bias, r.weights.bias);
          near(g.initial.hidden, r.initial.hidden);
          near(g.initial.carry ?? [], r.initial.carry ?? []);
          mine.tape.dispose();
        }
        ours.dispose();
      }
      expect(kernels.memory.takenBytes).toBe(0);
    });

    it.each([1, 3, 40])('multiplies %i rows that steps share once', async (count) => {
      const kernels = await openWasmKernels(build);
      const size = { cell, inputs: 6, units: 10, batch: 9, steps: 8 };
      const { shape, weights, sequences, outputs, final } = randomCase(size);
      const { batch, steps, lengths } = sequences;
      const data = sequences.data.slice(0, count * shape.inputs);
      const rows = Int32Array.from({ length: batch * steps }, (_, i) => (i * 7) % count);
      const spread = { ...sequences, data: spreadRows(data, rows, shape.inputs) };
      for (const backwards of [false, true]) {
        const asked = { ...sequences, data, rows, lengths, backwards };
        const [ours, theirs] = [kernels.layer(shape, weights), plain.layer(shape, weights)];
        const [mine, known] = [ours.record(asked), theirs.record({ ...spread, backwards })];
        expect(difference(mine.outputs, known.outputs)).toBeLessThan(1e-5);
        expect(ours.forward(asked).outputs).toEqual(mine.outputs);
        expect(theirs.forward(asked).outputs).toEqual(known.outputs);
        const learnt = ours.backward(mine.tape, outputs, final);
        const apart = theirs.backward(known.tape, outputs, final);
        const sums = sumRows(apart.inputs, rows, shape.inputs, count);
        expect(difference(learnt.inputs, sums)).toBeLessThan(2e-4);
        expect(difference(learnt.weights.kernel, apart.weights.kernel)).toBeLessThan(2e-4);
        expect(difference(learnt.weights.bias, apart.weights.bias)).toBeLessThan(2e-4);
        const shared = theirs.record(asked).tape;
        expect(difference(theirs.backward(shared, outputs, final).inputs, sums)).toBeLessThan(1e-5);
        mine.tape.dispose();
        ours.dispose();
      }
      expect(kernels.memory.takenBytes).toBe(0);
    });

    it('takes one step as a sequence of one', async () => {
      const kernels = await openWasmKernels(build);
      const size = { cell, inputs: 6, units: 10, batch: 1, steps: 5 };
      const { shape, weights, sequences } = randomCase(size);
      const layer = kernels.layer(shape, weights);
      const { data, initial } = sequences;
      const whole = layer.forward({ data, batch: 1, steps: 5, initial });
      const state = { hidden: initial.hidden.slice(), carry: initial.carry?.slice() };
      for (let t = 0; t < 5; t++) layer.step(data.subarray(6 * t, 6 * t + 6), state, state);
      expect(difference(state.hidden, whole.final.hidden)).toBeLessThan(1e-6);
      expect(difference(state.carry ?? [], whole.final.carry ?? [])).toBeLessThan(1e-6);
    });
  });

  it('has tanh and sigmoid within 1.5e-7', async () => {
    const heap = new Heap();
    const module = await startModule(heap.memory, build);
    const count = 40_000;
    const at = heap.take(4 * count);
    const inputs = Float32Array.from({ length: count }, (_, n) => ((n - count / 2) / count) * 40);
    for (const [run, exact] of [
      [module.tanhs, Math.tanh],
      [module.sigmoids, (x: number) => 1 / (1 + Math.exp(-x))],
    ] as const) {
      heap.float32.set(inputs, at / 4);
      run(at, 4 * count);
      const found = heap.float32.slice(at / 4, at / 4 + count);
      expect(difference(found, Array.from(inputs, exact))).toBeLessThan(1.5e-7);
    }
  });
});

it('needs no more memory for the thousandth call than for the second', async () => {
  const kernels = await openWasmKernels();
  const { shape, weights, sequences, outputs } = randomCase({
    cell: 'gru',
    inputs: 8,
    units: 20,
    batch: 5,
    steps: 9,
  });
  const layer = kernels.layer(shape, weights);
  const state = { hidden: new Float32Array(20) };
  const call = () => {
    const { tape } = layer.record(sequences);
    layer.backward(tape, outputs);
    tape.dispose();
    layer.forward(sequences);
    layer.step(sequences.data.subarray(0, 8), state, state);
    layer.update(weights);
  };
  call();
  const before = kernels.memory;
  for (let n = 0; n < 1000; n++) call();
  expect(kernels.memory).toEqual(before);
});

it('holds nothing when memory runs out, and goes on', async () => {
  const kernels = await openWasmKernels();
  const { shape, weights } = randomCase({ cell: 'lstm', inputs: 1, units: 4, batch: 1, steps: 1 });
  const layer = kernels.layer(shape, weights);
  const before = kernels.memory.takenBytes;
  const grow = vi.spyOn(WebAssembly.Memory.prototype, 'grow').mockImplementation(() => {
    throw new RangeError('no more');
  });
  const data = new Float32Array(100_000);
  expect(() => layer.forward({ data, batch: 1, steps: 100_000 })).toThrow('out-of-memory');
  expect(() => layer.record({ data, batch: 10, steps: 10_000 })).toThrow('out-of-memory');
  grow.mockRestore();
  expect(kernels.memory.takenBytes).toBe(before);
  expect(layer.forward({ data, batch: 1, steps: 100_000 }).outputs).toHaveLength(400_000);
});

it('joins what is given back', () => {
  const heap = new Heap();
  const blocks = [1000, 70_000, 300_000, 64].map((bytes) => heap.take(bytes));
  const bytes = heap.memory.buffer.byteLength;
  for (const n of [2, 0, 3, 1]) heap.give(blocks[n]!);
  expect(heap.take(bytes - firstAddress)).toBe(firstAddress);
  expect(heap.memory.buffer.byteLength).toBe(bytes);
});
