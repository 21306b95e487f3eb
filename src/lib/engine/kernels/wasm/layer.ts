import {
  gatesOf,
  type ForwardResult,
  type Gradients,
  type ImmediateLayer,
  type ImmediateTape,
  type RecurrentShape,
  type RecurrentState,
  type RecurrentWeights,
  type Sequences,
  type Tape,
} from '../recurrent.ts';
import { expectLength, expectSequences, expectState, expectWeights } from '../sizes.ts';
import { Blocks } from './blocks.ts';
import type { Heap } from './heap.ts';
import { layoutOf, unpack, type Layout } from './layout.ts';
import type { KernelModule } from './module.ts';
import { lastRow, orderOf, placesOf, rowsRead } from './order.ts';
import { PackedRows } from './packed-rows.ts';
import { PackedWeights } from './packed-weights.ts';
import { planBytes, writePlan, type Plan } from './plan.ts';
import { SingleStep } from './single-step.ts';
import { WasmTape, type Walk } from './tape.ts';

/** Rows of gates that are made in one product and used while they are near: a quarter of a megabyte. */
const windowBytes = 262_144;
const cellNumbers = { lstm: 0, gru: 1, simple: 2 } as const;

export class WasmLayer implements ImmediateLayer {
  readonly shape: RecurrentShape;
  readonly #module: KernelModule;
  readonly #heap: Heap;
  readonly #layout: Layout;
  readonly #weights: PackedWeights;
  readonly #rows: PackedRows;
  #single: SingleStep | undefined;

  constructor(module: KernelModule, heap: Heap, shape: RecurrentShape, weights: RecurrentWeights) {
    expectWeights(shape, weights);
    this.shape = shape;
    this.#module = module;
    this.#heap = heap;
    this.#layout = layoutOf(shape);
    this.#weights = new PackedWeights(heap, shape, this.#layout);
    this.#weights.write(weights);
    this.#rows = new PackedRows(module, heap, shape.units);
  }

  forward(sequences: Sequences): ForwardResult {
    const walk = this.#walk(sequences, false);
    try {
      return this.#result(walk);
    } finally {
      walk.blocks.give();
    }
  }

  record(sequences: Sequences): ForwardResult & { readonly tape: ImmediateTape } {
    const walk = this.#walk(sequences, true);
    const tape = new WasmTape(this.shape, this.#heap, this.#layout, walk);
    try {
      return { ...this.#result(walk), tape };
    } catch (error) {
      tape.dispose();
      throw error;
    }
  }

  step(input: Float32Array, state: RecurrentState, next: RecurrentState): void {
    expectLength('input', input, this.shape.inputs);
    expectState(this.shape, state, 1);
    expectState(this.shape, next, 1);
    this.#single ??= new SingleStep(this.#module, this.#heap, this.shape, this.#layout, {
      ...this.#fixed(),
      ...this.#weights.forward,
    });
    this.#single.run(input, state, next);
  }

  backward(tape: Tape, outputs: Float32Array, final?: RecurrentState): Gradients {
    if (!(tape instanceof WasmTape)) throw new TypeError('The tape of another kernel');
    const walk = tape.walk();
    const { batch, steps } = walk.sequences;
    expectLength('outputs', outputs, batch * steps * this.shape.units);
    if (final) expectState(this.shape, final, batch);
    const blocks = new Blocks(this.#heap);
    try {
      return this.#gradients(walk, outputs, final, blocks);
    } finally {
      blocks.give();
    }
  }

  update(weights: RecurrentWeights): void {
    expectWeights(this.shape, weights);
    this.#weights.write(weights);
  }

  dispose(): void {
    this.#weights.give();
    this.#single?.give();
    this.#single = undefined;
  }

  #fixed(): Plan {
    const { cell, inputs, units } = this.shape;
    const { width, wide, gatesRow, inputsRow } = this.#layout;
    return { cell: cellNumbers[cell], inputs, units, width, wide, gatesRow, inputsRow };
  }

  #walk(sequences: Sequences, record: boolean): Walk {
    expectSequences(this.shape, sequences);
    const blocks = new Blocks(this.#heap);
    const room = new Blocks(this.#heap);
    try {
      return this.#walkIn(blocks, room, sequences, record);
    } catch (error) {
      blocks.give();
      throw error;
    } finally {
      room.give();
    }
  }

  /** @param blocks what the walk keeps; `room` what it needs on the way only */
  #walkIn(blocks: Blocks, room: Blocks, sequences: Sequences, record: boolean): Walk {
    const { batch, steps, data, initial } = sequences;
    const { cell, inputs } = this.shape;
    const { width, gatesRow } = this.#layout;
    const order = orderOf(sequences);
    const shared = sequences.rows ? data.length / inputs : 0;
    const places = placesOf(order, sequences);
    const window = record ? 0 : Math.max(batch, Math.floor(windowBytes / gatesRow));
    const states = batch + order.rows;
    const plan: Plan = {
      ...this.#fixed(),
      ...this.#weights.forward,
      batch,
      steps: order.steps,
      window,
      active: blocks.take(4 * order.steps),
      x: blocks.take(4 * (shared || order.rows) * inputs),
      gates: blocks.take(gatesRow * (record ? order.rows : Math.min(order.rows, window))),
      hidden: blocks.take(width * states),
      carry: cell === 'lstm' ? blocks.take(width * (record ? states : batch)) : 0,
      kept: cell === 'gru' ? blocks.take(width * batch) : 0,
      shared,
      rows: shared ? blocks.take(4 * order.rows) : 0,
      projected: shared ? room.take(gatesRow * shared) : 0,
    };
    const inPlace = shared > 0 || order.straight;
    const index = blocks.take(4 * order.rows);
    const raw = inPlace ? 0 : room.take(4 * data.length);
    const at = room.take(planBytes);
    const { int32, float32 } = this.#heap;
    int32.set(order.active, plan.active! / 4);
    int32.set(places, index / 4);
    if (sequences.rows) int32.set(rowsRead(places, sequences.rows), plan.rows! / 4);
    float32.set(data, (inPlace ? plan.x! : raw) / 4);
    if (!inPlace) {
      const row = 4 * inputs;
      this.#module.gather(order.rows, index, raw, row, row, plan.x!, row);
    }
    this.#rows.writeStates(plan.hidden!, width, initial?.hidden, order.sequences);
    if (cell === 'lstm')
      this.#rows.writeStates(plan.carry!, width, initial?.carry, order.sequences);
    writePlan(int32, at, plan);
    this.#module.forward(at);
    return { sequences: { batch, steps }, order, places, index, plan, blocks };
  }

  #result(walk: Walk): ForwardResult {
    const { batch } = walk.sequences;
    const { width } = this.#layout;
    const { plan, order } = walk;
    const first = plan.hidden! + batch * width;
    const outputs = this.#rows.placed(walk, first, width, this.shape.units);
    const rows = Array.from({ length: batch }, (_, nth) => lastRow(order, nth));
    const hidden = this.#rows.readStates(plan.hidden!, width, rows, order.sequences);
    if (this.shape.cell !== 'lstm') return { outputs, final: { hidden } };
    const carryRows = plan.window! > 0 ? rows.map((_, nth) => nth) : rows;
    const carry = this.#rows.readStates(plan.carry!, width, carryRows, order.sequences);
    return { outputs, final: { hidden, carry } };
  }

  #gradients(
    walk: Walk,
    outputs: Float32Array,
    final: RecurrentState | undefined,
    blocks: Blocks,
  ): Gradients {
    const { cell, inputs, units } = this.shape;
    const { width, wide, gatesRow, inputsRow, columns } = this.#layout;
    const { order, sequences } = walk;
    const { batch } = sequences;
    const { rows } = order;
    const shared = walk.plan.shared!;
    const plan = {
      ...walk.plan,
      ...this.#weights.back,
      dOutputs: blocks.take(width * rows),
      dHidden: blocks.take(wide * batch),
      dCarry: blocks.take(width * batch),
      dGates: blocks.take(gatesRow * rows),
      dKept: blocks.take(wide * batch),
      before: blocks.take(width * rows),
      dKernel: blocks.take(gatesRow * inputs),
      dRecurrent: blocks.take(gatesRow * units),
      dCandidate: blocks.take(wide * units),
      dBias: blocks.take(gatesRow),
      dInputs: blocks.take(inputsRow * (shared || rows)),
      dProjected: shared ? blocks.take(gatesRow * shared) : 0,
      zeros: blocks.take(Math.max(wide, inputsRow)),
      kept: blocks.take(width * rows),
    };
    const raw = blocks.take(4 * outputs.length);
    const at = blocks.take(planBytes);
    const { int32, float32 } = this.#heap;
    float32.fill(0, plan.zeros / 4, (plan.zeros + Math.max(wide, inputsRow)) / 4);
    float32.set(outputs, raw / 4);
    this.#module.gather(rows, walk.index, raw, 4 * units, 4 * units, plan.dOutputs, width);
    this.#rows.writeStates(plan.dHidden, wide, final?.hidden, order.sequences);
    this.#rows.writeStates(plan.dCarry, width, final?.carry, order.sequences);
    writePlan(int32, at, plan);
    this.#module.backward(at);

    const all = gatesOf[cell] * units;
    const matrix = (count: number) => ({
      values: new Float32Array(count * all),
      rows: count,
      columns: all,
    });
    const [kernel, recurrent, bias] = [matrix(inputs), matrix(units), matrix(1)];
    unpack(kernel, float32, plan.dKernel, gatesRow, columns);
    unpack(recurrent, float32, plan.dRecurrent, gatesRow, columns);
    unpack(bias, float32, plan.dBias, gatesRow, columns);
    if (cell === 'gru') {
      const candidates = columns.subarray((2 * width) / 4, (3 * width) / 4);
      unpack(recurrent, float32, plan.dCandidate, wide, candidates);
    }
    const nth = Array.from({ length: batch }, (_, n) => n);
    const hidden = this.#rows.readStates(plan.dHidden, wide, nth, order.sequences);
    const carry = this.#rows.readStates(plan.dCarry, width, nth, order.sequences);
    return {
      inputs: shared
        ? this.#rows.inOrder(plan.dInputs, inputsRow, inputs, shared)
        : this.#rows.placed(walk, plan.dInputs, inputsRow, inputs),
      weights: { kernel: kernel.values, recurrent: recurrent.values, bias: bias.values },
      initial: cell === 'lstm' ? { hidden, carry } : { hidden },
    };
  }
}
