/** A linear scale: from numbers to pixels and back, with round numbers to stand at an axis. Pure. */

export interface LinearScale {
  (value: number): number;
  invert(pixel: number): number;
  domain(): readonly [number, number];
  range(): readonly [number, number];
  /** Round numbers within the domain, about as many as asked for: steps of 1, 2 or 5 times a power of ten. */
  ticks(count: number): number[];
  /** The same with its domain widened to such round numbers. */
  nice(count: number): LinearScale;
}

type Pair = readonly [number, number];

export function linearScale(domain: Pair, range: Pair): LinearScale {
  const [from, to] = domain;
  const [left, right] = range;
  const between = (value: number, [a, b]: Pair, [c, d]: Pair) =>
    // A domain of one number is drawn in the middle.
    b === a ? (c + d) / 2 : c + ((value - a) / (b - a)) * (d - c);
  const scale = (value: number) => between(value, [from, to], [left, right]);
  return Object.assign(scale, {
    invert: (pixel: number) => between(pixel, [left, right], [from, to]),
    domain: () => domain,
    range: () => range,
    ticks: (count: number) => ticksOf(domain, count),
    nice: (count: number) => linearScale(widened(domain, count), range),
  });
}

/** Steps of an axis as whole numbers: divided by `per`, or times `step`, so that 0.3 is 3 ÷ 10 and not 3 × 0.1. */
interface Stride {
  readonly step: number;
  readonly per: number;
}

function strideOf(span: number, count: number): Stride | undefined {
  const rough = span / Math.max(1, count);
  if (!(rough > 0 && Number.isFinite(rough))) return undefined;
  const power = Math.floor(Math.log10(rough));
  const over = rough / 10 ** power;
  // Whichever of 1, 2, 5 and 10 is the nearest by ratio.
  const factor =
    over >= Math.sqrt(50) ? 10 : over >= Math.sqrt(10) ? 5 : over >= Math.SQRT2 ? 2 : 1;
  if (power >= 0) return { step: factor * 10 ** power, per: 1 };
  return factor === 10
    ? power === -1
      ? { step: 1, per: 1 }
      : { step: 1, per: 10 ** (-power - 1) }
    : { step: 1, per: 10 ** -power / factor };
}

function ticksOf([from, to]: Pair, count: number): number[] {
  const [low, high] = from <= to ? [from, to] : [to, from];
  const stride = strideOf(high - low, count);
  if (!stride) return [low];
  const { step, per } = stride;
  // What is a rounding error beside a tick is on it.
  const first = Math.ceil((low * per) / step - 1e-9);
  const last = Math.floor((high * per) / step + 1e-9);
  const ticks = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => {
    const value = ((first + i) * step) / per;
    return value === 0 ? 0 : value;
  });
  return from <= to ? ticks : ticks.reverse();
}

function widened([from, to]: Pair, count: number): Pair {
  let [low, high] = [from, to];
  // A wider domain may have longer steps; twice is enough.
  for (let i = 0; i < 2; i++) {
    const stride = strideOf(high - low, count);
    if (!stride) break;
    const { step, per } = stride;
    low = (Math.floor((low * per) / step + 1e-9) * step) / per;
    high = (Math.ceil((high * per) / step - 1e-9) * step) / per;
  }
  return [low, high];
}
