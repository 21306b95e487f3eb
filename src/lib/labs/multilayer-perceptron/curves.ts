/** Curves to come near to: heights at knots that lie evenly on −1 … 1. Pure. */

export const knots = 33;
export const curveNames = ['wave', 'step', 'hill', 'zigzag', 'own'] as const;
export type CurveName = (typeof curveNames)[number];

/** Heights go from −limit to limit. */
export const heightLimit = 1.2;
/** Knots between two handles. */
const handleEvery = 4;
export const handles = Array.from(
  { length: (knots - 1) / handleEvery + 1 },
  (_, i) => i * handleEvery,
);

export const knotX = (knot: number): number => (2 * knot) / (knots - 1) - 1;

const shapes: Readonly<Record<Exclude<CurveName, 'own'>, (x: number) => number>> = {
  wave: (x) => 0.8 * Math.sin(2 * Math.PI * x),
  step: (x) => (x < 0 ? -0.7 : 0.7),
  hill: (x) => 1.6 * Math.exp(-((x / 0.35) ** 2)) - 0.7,
  zigzag: (x) => (4 / Math.PI) * 0.45 * Math.asin(Math.sin(2.5 * Math.PI * x)),
};

export const curveOf = (name: CurveName, own: readonly number[]): readonly number[] =>
  name === 'own' ? own : Array.from({ length: knots }, (_, knot) => shapes[name](knotX(knot)));

const inHeight = (y: number) => Math.min(heightLimit, Math.max(-heightLimit, y));
const nearestKnot = (x: number) =>
  Math.min(knots - 1, Math.max(0, Math.round(((x + 1) / 2) * (knots - 1))));

/** The curve with a stroke on it, straight from one place to the next. */
export function drawOn(
  curve: readonly number[],
  from: { x: number; y: number },
  to: { x: number; y: number },
): readonly number[] {
  const a = nearestKnot(from.x);
  const b = nearestKnot(to.x);
  const next = [...curve];
  for (let knot = Math.min(a, b); knot <= Math.max(a, b); knot++) {
    const share = a === b ? 1 : (knot - a) / (b - a);
    next[knot] = inHeight(from.y + share * (to.y - from.y));
  }
  return next;
}

/** The curve with one handle at another height; its neighbours come along softly. */
export function pull(curve: readonly number[], handle: number, y: number): readonly number[] {
  const by = inHeight(y) - curve[handle]!;
  return curve.map((height, knot) => {
    const far = Math.abs(knot - handle) / handleEvery;
    return far >= 1 ? height : inHeight(height + by * (0.5 + 0.5 * Math.cos(Math.PI * far)));
  });
}

/** A turn counts when the curve then goes this far the other way. */
const leastTurn = 0.2;

/** How often the curve goes from up to down or from down to up. */
export function countTurns(curve: readonly number[]): number {
  let turns = 0;
  let direction = 0;
  let extreme = curve[0] ?? 0;
  for (const height of curve) {
    const by = height - extreme;
    if (direction === 0) {
      if (Math.abs(by) >= leastTurn) {
        direction = Math.sign(by);
        extreme = height;
      }
    } else if (by * direction > 0) extreme = height;
    else if (Math.abs(by) >= leastTurn) {
      turns++;
      direction = -direction;
      extreme = height;
    }
  }
  return turns;
}
