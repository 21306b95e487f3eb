/**
 * Gated recurrent unit: Cho and others 2014, the reset gate before the product with the recurrent
 * weights (`resetAfter: false` in Keras, version 1 of the paper), signs as in Keras:
 *
 *     z, r = sigmoid(x W + h U + b)     g = tanh(x W + (r h) U + b)     h' = z h + (1 - z) g
 */
import type { PlainCell } from './cell.ts';
import { addOuter, addTimes, addTimesTransposed, sigmoid } from './products.ts';

export const gru: PlainCell = {
  forward({ units, recurrent, gates, at, hidden }) {
    const { gatesPart, candidatePart } = parts(units);
    addTimes(gates, at, hidden, 0, units, recurrent, gatesPart);
    for (let j = at; j < at + 2 * units; j++) gates[j] = sigmoid(gates[j]!);
    const kept = hidden.map((value, u) => value * gates[at + units + u]!);
    addTimes(gates, at, kept, 0, units, recurrent, candidatePart);
    for (let u = 0; u < units; u++) {
      const update = gates[at + u]!;
      const candidate = Math.tanh(gates[at + 2 * units + u]!);
      gates[at + 2 * units + u] = candidate;
      hidden[u] = update * hidden[u]! + (1 - update) * candidate;
    }
  },

  backward({ units, recurrent, gates, at, hidden, dHidden, dGates, dRecurrent }) {
    const { gatesPart, candidatePart } = parts(units);
    for (let u = 0; u < units; u++) {
      const [z, g] = [at + u, at + 2 * units + u];
      const [update, candidate] = [gates[z]!, gates[g]!];
      dGates[z] = dHidden[u]! * (hidden[u]! - candidate) * update * (1 - update);
      dGates[g] = dHidden[u]! * (1 - update) * (1 - candidate * candidate);
      dHidden[u]! *= update;
    }
    const kept = hidden.map((value, u) => value * gates[at + units + u]!);
    const dKept = new Float64Array(units);
    addTimesTransposed(dKept, 0, dGates, at, units, recurrent, candidatePart);
    for (let u = 0; u < units; u++) {
      const reset = gates[at + units + u]!;
      dGates[at + units + u] = dKept[u]! * hidden[u]! * reset * (1 - reset);
      dHidden[u]! += dKept[u]! * reset;
    }
    addTimesTransposed(dHidden, 0, dGates, at, units, recurrent, gatesPart);
    addOuter(dRecurrent, hidden, 0, units, dGates, at, gatesPart);
    addOuter(dRecurrent, kept, 0, units, dGates, at, candidatePart);
  },
};

const parts = (units: number) => ({
  gatesPart: { all: 3 * units, from: 0, to: 2 * units },
  candidatePart: { all: 3 * units, from: 2 * units, to: 3 * units },
});
