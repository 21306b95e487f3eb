/** What was learnt of each trunk that ships, known by its number of dimensions. */
import { textCentre } from './text-centre-data.ts';
import { centre, dimensions, directions, excess } from './whitening-data.ts';
import type { Whitening } from './whitening.ts';

let decoded: Whitening | undefined;

/** What texts have in common; no direction is discounted, as that gained nothing (docs/decisions/0013). */
const textCentring: Whitening = {
  dimensions: textCentre.length,
  directions: new Float32Array(0),
  excess: new Float32Array(0),
  centre: Float32Array.from(textCentre),
};

/** Null for embeddings of any other trunk. */
export function whiteningFor(columns: number): Whitening | null {
  if (columns === textCentring.dimensions) return textCentring;
  if (columns !== dimensions) return null;
  decoded ??= decodeWhitening();
  return decoded;
}

/** Each direction is stored in signed bytes; its length is 1. */
function decodeWhitening(): Whitening {
  const bytes = Uint8Array.from(atob(directions), (letter) => letter.charCodeAt(0));
  const steps = new Int8Array(bytes.buffer);
  const rows = new Float32Array(steps.length);
  for (let from = 0; from < steps.length; from += dimensions) {
    let square = 0;
    for (let j = 0; j < dimensions; j++) square += steps[from + j]! ** 2;
    for (let j = 0; j < dimensions; j++) rows[from + j] = steps[from + j]! / Math.sqrt(square);
  }
  return {
    dimensions,
    directions: rows,
    excess: Float32Array.from(excess),
    centre: Float32Array.from(centre),
  };
}
