/**
 * Long short-term memory: Hochreiter and Schmidhuber 1997, with the forget gate of Gers and others
 * 2000; formulas as in Greff and others, "LSTM: A Search Space Odyssey" (2017), without peepholes.
 *
 *     i, f, o = sigmoid(x W + h U + b)     g = tanh(x W + h U + b)
 *     c' = f c + i g                       h' = o tanh(c')
 */
import type { PlainCell } from './cell.ts';
import { addOuter, addTimes, addTimesTransposed, sigmoid } from './products.ts';

export const lstm: PlainCell = {
  forward({ units, recurrent, gates, at, hidden, carry }) {
    const all = { all: 4 * units, from: 0, to: 4 * units };
    addTimes(gates, at, hidden, 0, units, recurrent, all);
    for (let u = 0; u < units; u++) {
      const [i, f, g, o] = [at + u, at + units + u, at + 2 * units + u, at + 3 * units + u];
      gates[i] = sigmoid(gates[i]!);
      gates[f] = sigmoid(gates[f]!);
      gates[g] = Math.tanh(gates[g]!);
      gates[o] = sigmoid(gates[o]!);
      carry[u] = gates[f] * carry[u]! + gates[i] * gates[g];
      hidden[u] = gates[o] * Math.tanh(carry[u]!);
    }
  },

  backward(step) {
    const { units, recurrent, gates, at, hidden, carry, nextCarry, dGates, dRecurrent } = step;
    const { dHidden, dCarry } = step;
    for (let u = 0; u < units; u++) {
      const [i, f, g, o] = [at + u, at + units + u, at + 2 * units + u, at + 3 * units + u];
      const [input, forget, candidate, output] = [gates[i]!, gates[f]!, gates[g]!, gates[o]!];
      const shown = Math.tanh(nextCarry[u]!);
      const d = dCarry[u]! + dHidden[u]! * output * (1 - shown * shown);
      dGates[i] = d * candidate * input * (1 - input);
      dGates[f] = d * carry[u]! * forget * (1 - forget);
      dGates[g] = d * input * (1 - candidate * candidate);
      dGates[o] = dHidden[u]! * shown * output * (1 - output);
      dCarry[u] = d * forget;
    }
    const all = { all: 4 * units, from: 0, to: 4 * units };
    addOuter(dRecurrent, hidden, 0, units, dGates, at, all);
    dHidden.fill(0);
    addTimesTransposed(dHidden, 0, dGates, at, units, recurrent, all);
  },
};
