/** What goes on inside: hidden state, carry and gates of the last recurrent layer, step by step. */
import { gatesOf, type Cell } from '#lib/engine/kernels/recurrent.ts';
import type { Strip } from '#lib/text/reading.ts';
import type { TextModel } from '#lib/text/model/text-model.ts';
import { cutText } from '#lib/text/windows.ts';

/** In the order of the weights. */
const gateNames: Readonly<Record<Cell, readonly string[]>> = {
  lstm: ['input', 'forget', 'candidate', 'output'],
  gru: ['update', 'reset', 'candidate'],
  simple: ['candidate'],
};

/** Of the last window of a text, where somebody types; of a layer that runs both ways its way forward. */
export async function stripOf(model: TextModel, text: string): Promise<Strip> {
  const { network, embedding, tokenizer } = model;
  const { part } = network.stages.at(-1)!;
  const { units } = part;
  const window = cutText(text, tokenizer, model.window).windows.at(-1);
  if (!window) return { tokens: [], units, hidden: new Float32Array(), gates: {} };
  const { tokens, from, to, base } = window;
  const steps = to - from;
  let data = embedding.vectors(window);
  for (const stage of network.stages.slice(0, -1)) {
    data = await stage.outputsOf({ data, batch: 1, steps });
  }
  const { outputs, tapes } = await network.stages.at(-1)!.record({ data, batch: 1, steps });
  const gates = await tapes[0]!.gates();
  const carry = await tapes[0]!.carries();
  const strip = {
    tokens: Array.from({ length: steps }, (_, n) => ({
      start: base + tokens.starts[from + n]!,
      end: base + tokens.ends[from + n]!,
    })),
    units,
    hidden: forwardSide(outputs, units, steps),
    ...(carry && { carry: Float32Array.from(carry) }),
    gates: meanGates(gates, part.cell, units, steps),
  };
  for (const tape of tapes) tape.dispose();
  return strip;
}

/** The first `units` of each output. */
function forwardSide(outputs: Float32Array, units: number, steps: number) {
  const width = outputs.length / steps;
  const hidden = new Float32Array(steps * units);
  for (let step = 0; step < steps; step++) {
    hidden.set(outputs.subarray(step * width, step * width + units), step * units);
  }
  return hidden;
}

/** @param gates [steps, gates · units] */
function meanGates(gates: Float32Array, cell: Cell, units: number, steps: number) {
  const named = gateNames[cell].map((name, gate) => {
    const means = Float32Array.from({ length: steps }, (_, step) => {
      const first = (step * gatesOf[cell] + gate) * units;
      let sum = 0;
      for (let n = first; n < first + units; n++) sum += gates[n]!;
      return sum / units;
    });
    return [name, means] as const;
  });
  return Object.fromEntries(named);
}
