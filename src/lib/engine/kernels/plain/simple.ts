/** Elman's network, "Finding Structure in Time" (1990): h' = tanh(x W + h U + b). */
import type { PlainCell } from './cell.ts';
import { addOuter, addTimes, addTimesTransposed } from './products.ts';

export const simple: PlainCell = {
  forward({ units, recurrent, gates, at, hidden }) {
    addTimes(gates, at, hidden, 0, units, recurrent, { all: units, from: 0, to: units });
    for (let u = 0; u < units; u++) {
      hidden[u] = Math.tanh(gates[at + u]!);
      gates[at + u] = hidden[u]!;
    }
  },

  backward({ units, recurrent, gates, at, hidden, dHidden, dGates, dRecurrent }) {
    for (let u = 0; u < units; u++) {
      dGates[at + u] = dHidden[u]! * (1 - gates[at + u]! ** 2);
    }
    const all = { all: units, from: 0, to: units };
    addOuter(dRecurrent, hidden, 0, units, dGates, at, all);
    dHidden.fill(0);
    addTimesTransposed(dHidden, 0, dGates, at, units, recurrent, all);
  },
};
