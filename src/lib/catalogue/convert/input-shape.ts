/** The picture that a model wants, as the model says. */
import { FailureError } from '#lib/failure/failure.ts';

export interface PictureShape {
  /** Of a square. */
  readonly side: number;
  /** 1 for grey. */
  readonly channels: 1 | 3;
}

/** Levels of nesting that are looked into. */
const deepest = 24;

/**
 * The first `batch_input_shape`, wherever it is nested.
 * @param otherwise the side where the model leaves it open.
 * @throws FailureError `model-unsupported` for what is no square of colours or of grey.
 */
export function inputShapeOf(topology: unknown, otherwise: number): PictureShape {
  const [, height, width, channels = 3, ...more] = findShape(topology, 0) ?? [null, null, null, 3];
  return square([height, width, channels, ...more], otherwise);
}

/** @param shape height, width and channels; null or −1 for what is open. */
export function square(shape: readonly unknown[], otherwise: number): PictureShape {
  const [height, width, channels] = shape.map((n) => (n === null || n === -1 ? undefined : n));
  const side = height ?? width ?? otherwise;
  const isSquare = (height ?? side) === (width ?? side);
  const isColour = channels === 3 || channels === 1 || channels === undefined;
  if (shape.length !== 3 || typeof side !== 'number' || !isSquare || !isColour) {
    throw new FailureError('model-unsupported', `input ${JSON.stringify(shape).slice(0, 80)}`);
  }
  return { side, channels: channels === 1 ? 1 : 3 };
}

function findShape(value: unknown, depth: number): unknown[] | undefined {
  if (typeof value !== 'object' || value === null || depth > deepest) return undefined;
  for (const key of ['batch_input_shape', 'batch_shape']) {
    const shape = (value as Record<string, unknown>)[key];
    if (Array.isArray(shape)) return shape as unknown[];
  }
  for (const inner of Object.values(value)) {
    const found = findShape(inner, depth + 1);
    if (found) return found;
  }
  return undefined;
}
