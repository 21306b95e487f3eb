/**
 * One dispatch that walks through all time steps: a workgroup for each sequence, a thread for each
 * unit (each takes more than one, where there are more than threads), the state in the workgroup's
 * memory. The formulas are those of `plain/`, where they are explained.
 */
import { gatesOf, type RecurrentShape } from '../recurrent.ts';

/** Threads of a workgroup: as many as every adapter must allow. */
export const mostThreads = 256;
/** What the workgroup's memory that every adapter must have holds of the way back. */
export const mostUnits = 512;

/** Bytes of `Walk`. */
export const walkBytes = 16;

const common = ({ cell, units }: RecurrentShape) => /* wgsl */ `
const units = ${units}u;
const columns = ${gatesOf[cell] * units}u;
const threads = ${Math.min(mostThreads, units)}u;

struct Walk { batch: u32, steps: u32, backwards: u32 }

@group(0) @binding(0) var<uniform> walk: Walk;
@group(0) @binding(1) var<storage, read> recurrent: array<f32>;
@group(0) @binding(2) var<storage, read> lengths: array<u32>;
/** Hidden state, then the carry, [2, batch, units]: as it is before, and then as it is after. */
@group(0) @binding(3) var<storage, read_write> state: array<f32>;

/** Large arguments overflow in some drivers. */
fn sigmoid(x: f32) -> f32 { return 1.0 / (1.0 + exp(-clamp(x, -60.0, 60.0))); }
fn bend(x: f32) -> f32 { return tanh(clamp(x, -20.0, 20.0)); }

/** Where the n-th step of a sequence lies. */
fn place(n: u32, length: u32) -> u32 { return select(n, length - 1u - n, walk.backwards == 1u); }
`;

/** Sums over the state before the step: one for each gate from `first` to `end`. */
const sums = (first: number, end: number, from = 'hidden') => {
  const gates = Array.from({ length: end - first }, (_, i) => first + i);
  return /* wgsl */ `
      ${gates.map((g) => `var sum${g} = gates[at + ${g}u * units + u];`).join(' ')}
      for (var k = 0u; k < units; k++) {
        let row = k * columns + u;
        ${gates.map((g) => `sum${g} += ${from}[k] * recurrent[row + ${g}u * units];`).join(' ')}
      }`;
};

const eachUnit = (body: string) => /* wgsl */ `
    for (var u = thread; u < units; u += threads) {${body}
    }`;

/** The binding `memory` is the carries of an LSTM and the reset hidden state of a GRU. */
const forwardSteps = {
  lstm: /* wgsl */ `${eachUnit(`${sums(0, 4)}
      let input = sigmoid(sum0);
      let keep = sigmoid(sum1);
      let candidate = bend(sum2);
      let output = sigmoid(sum3);
      gates[at + u] = input;
      gates[at + units + u] = keep;
      gates[at + 2u * units + u] = candidate;
      gates[at + 3u * units + u] = output;
      carry[u] = keep * carry[u] + input * candidate;
      memory[(sequence * (walk.steps + 1u) + t) * units + u] = carry[u];
      next[u] = output * bend(carry[u]);`)}`,
  gru: /* wgsl */ `${eachUnit(`${sums(0, 2)}
      gates[at + u] = sigmoid(sum0);
      gates[at + units + u] = sigmoid(sum1);
      carry[u] = sigmoid(sum1) * hidden[u];
      memory[here * units + u] = carry[u];`)}
    workgroupBarrier();${eachUnit(`${sums(2, 3, 'carry')}
      let update = gates[at + u];
      gates[at + 2u * units + u] = bend(sum2);
      next[u] = update * hidden[u] + (1.0 - update) * bend(sum2);`)}`,
  simple: /* wgsl */ `${eachUnit(`${sums(0, 1)}
      gates[at + u] = bend(sum0);
      next[u] = bend(sum0);`)}`,
};

export const forwardShader = (shape: RecurrentShape): string => /* wgsl */ `
${common(shape)}
/** Projections of the inputs come in, activations go out. */
@group(0) @binding(4) var<storage, read_write> gates: array<f32>;
@group(0) @binding(5) var<storage, read_write> outputs: array<f32>;
${shape.cell === 'simple' ? '' : '@group(0) @binding(6) var<storage, read_write> memory: array<f32>;'}
/** Hidden state before each step. */
@group(0) @binding(7) var<storage, read_write> before: array<f32>;

var<workgroup> hidden: array<f32, units>;
var<workgroup> carry: array<f32, units>;
var<workgroup> next: array<f32, units>;

@compute @workgroup_size(threads)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let sequence = group.x;
  let length = lengths[sequence];
  let own = sequence * units;
  let carries = walk.batch * units;${eachUnit(`
      hidden[u] = state[own + u];
      ${
        shape.cell === 'lstm'
          ? `carry[u] = state[carries + own + u];
      memory[(sequence * (walk.steps + 1u) + walk.steps) * units + u] = carry[u];`
          : ''
      }`)}
  workgroupBarrier();
  for (var n = 0u; n < length; n++) {
    let t = place(n, length);
    let here = sequence * walk.steps + t;
    let at = here * columns;
    ${forwardSteps[shape.cell]}
    workgroupBarrier();${eachUnit(`
      before[here * units + u] = hidden[u];
      outputs[here * units + u] = next[u];
      hidden[u] = next[u];`)}
    workgroupBarrier();
  }${eachUnit(`
      state[own + u] = hidden[u];
      ${shape.cell === 'lstm' ? 'state[carries + own + u] = carry[u];' : ''}`)}
  for (var t = length; t < walk.steps; t++) {
    let here = sequence * walk.steps + t;${eachUnit(`
      outputs[here * units + u] = 0.0;
      ${Array.from(
        { length: gatesOf[shape.cell] },
        (_, g) => `gates[here * columns + ${g}u * units + u] = 0.0;`,
      ).join(' ')}`)}
  }
}
`;

/** Gradient by the state before a step, from what is known of gates `first` to `end`. */
const gather = (first: number, end: number) => /* wgsl */ `
      var sum = 0.0;
      for (var j = ${first}u * units; j < ${end}u * units; j++) {
        sum += back[j] * recurrent[u * columns + j];
      }`;

/** The binding `memory` is the carries of an LSTM, and of a GRU the hidden state before each step. */
const backwardSteps = {
  lstm: /* wgsl */ `
    let t0 = select(place(max(n, 1u) - 1u, length), walk.steps, n == 0u);
    let slots = sequence * (walk.steps + 1u);${eachUnit(`
      let error = hidden[u] + outputs[here * units + u];
      let input = gates[at + u];
      let keep = gates[at + units + u];
      let candidate = gates[at + 2u * units + u];
      let output = gates[at + 3u * units + u];
      let bent = bend(memory[(slots + t) * units + u]);
      let error2 = carry[u] + error * output * (1.0 - bent * bent);
      back[u] = error2 * candidate * input * (1.0 - input);
      back[units + u] = error2 * memory[(slots + t0) * units + u] * keep * (1.0 - keep);
      back[2u * units + u] = error2 * input * (1.0 - candidate * candidate);
      back[3u * units + u] = error * bent * output * (1.0 - output);
      carry[u] = error2 * keep;`)}
    workgroupBarrier();${eachUnit(`${gather(0, 4)}
      hidden[u] = sum;`)}`,
  gru: /* wgsl */ `${eachUnit(`
      let error = hidden[u] + outputs[here * units + u];
      let update = gates[at + u];
      let candidate = gates[at + 2u * units + u];
      let earlier = memory[here * units + u];
      back[u] = error * (earlier - candidate) * update * (1.0 - update);
      back[2u * units + u] = error * (1.0 - update) * (1.0 - candidate * candidate);
      hidden[u] = error * update;`)}
    workgroupBarrier();${eachUnit(`${gather(2, 3)}
      let reset = gates[at + units + u];
      back[units + u] = sum * memory[here * units + u] * reset * (1.0 - reset);
      hidden[u] += sum * reset;`)}
    workgroupBarrier();${eachUnit(`${gather(0, 2)}
      hidden[u] += sum;`)}`,
  simple: /* wgsl */ `${eachUnit(`
      let output = gates[at + u];
      back[u] = (hidden[u] + outputs[here * units + u]) * (1.0 - output * output);`)}
    workgroupBarrier();${eachUnit(`${gather(0, 1)}
      hidden[u] = sum;`)}`,
};

export const backwardShader = (shape: RecurrentShape): string => /* wgsl */ `
${common(shape)}
@group(0) @binding(4) var<storage, read> gates: array<f32>;
/** Gradient by the outputs. */
@group(0) @binding(5) var<storage, read> outputs: array<f32>;
${shape.cell === 'simple' ? '' : '@group(0) @binding(6) var<storage, read> memory: array<f32>;'}
/** Gradient by the gates before they bend, [batch, steps, columns]. */
@group(0) @binding(7) var<storage, read_write> gatesBack: array<f32>;

var<workgroup> hidden: array<f32, units>;
var<workgroup> carry: array<f32, units>;
var<workgroup> back: array<f32, columns>;

@compute @workgroup_size(threads)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let sequence = group.x;
  let length = lengths[sequence];
  let own = sequence * units;
  let carries = walk.batch * units;${eachUnit(`
      hidden[u] = state[own + u];
      carry[u] = state[carries + own + u];`)}
  for (var left = length; left > 0u; left--) {
    let n = left - 1u;
    let t = place(n, length);
    let here = sequence * walk.steps + t;
    let at = here * columns;
    ${backwardSteps[shape.cell]}${eachUnit(
      Array.from(
        { length: gatesOf[shape.cell] },
        (_, g) => `
      gatesBack[at + ${g}u * units + u] = back[${g}u * units + u];`,
      ).join(''),
    )}
    workgroupBarrier();
  }${eachUnit(`
      state[own + u] = hidden[u];
      ${shape.cell === 'lstm' ? 'state[carries + own + u] = carry[u];' : ''}`)}
  for (var t = length; t < walk.steps; t++) {
    let at = (sequence * walk.steps + t) * columns;${eachUnit(
      Array.from(
        { length: gatesOf[shape.cell] },
        (_, g) => `
      gatesBack[at + ${g}u * units + u] = 0.0;`,
      ).join(''),
    )}
  }
}
`;
