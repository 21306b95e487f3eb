/** A small picture of what each lab shows, drawn on 88 × 64. Plain data. */

export interface Stroke {
  /** Of an SVG path. */
  readonly d: string;
  /** `line` and `soft` are drawn, `lit` is drawn in the colour that is looked at, `dots` and `spots` are filled. */
  readonly as: 'line' | 'soft' | 'lit' | 'dots' | 'spots';
}

const ring = (x: number, y: number, r: number): string =>
  `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;
const rings = (r: number, ...places: readonly (readonly [number, number])[]): string =>
  places.map(([x, y]) => ring(x, y, r)).join('');

/** @param f of 0..1 to 0..1; up is up. */
function curve(f: (x: number) => number, from = 0, to = 1): string {
  const points = Array.from({ length: 33 }, (_, i) => from + ((to - from) * i) / 32);
  return points
    .map(
      (x, i) => `${i === 0 ? 'M' : 'L'}${(10 + 68 * x).toFixed(1)} ${(54 - 44 * f(x)).toFixed(1)}`,
    )
    .join('');
}

/** Heights of bars that stand on the floor, from `x` on. */
const bars = (x: number, heights: readonly number[]): string =>
  heights.map((height, i) => `M${x + 4 * i} 52h3v${-height}h-3z`).join('');

/** Places on a circle around the middle. */
const around = (count: number, radius: number): (readonly [number, number])[] =>
  Array.from({ length: count }, (_, i) => {
    const angle = (2 * Math.PI * (i + 0.25)) / count;
    return [44 + 1.15 * radius * Math.cos(angle), 32 + radius * Math.sin(angle)] as const;
  });

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-11 * (x - 0.5)));
const entropy = (p: number): number =>
  p <= 0 || p >= 1 ? 0 : -(p * Math.log2(p) + (1 - p) * Math.log2(1 - p));
const bowl = (x: number): number => 0.06 + 4 * (x - 0.5) ** 2;
const place = (x: number, f: (x: number) => number): readonly [number, number] => [
  10 + 68 * x,
  54 - 44 * f(x),
];

export const vignettes: Readonly<Record<string, readonly Stroke[]>> = {
  perceptron: [
    { as: 'soft', d: 'M14 14L50 32M14 32H50M14 50L50 32' },
    { as: 'dots', d: rings(5, [14, 14], [14, 32], [14, 50]) },
    { as: 'lit', d: 'M60 32H78M72 26l6 6l-6 6' },
    { as: 'spots', d: ring(52, 32, 9) },
  ],
  activations: [
    { as: 'soft', d: 'M8 54H80M44 8V58' },
    { as: 'line', d: curve((x) => Math.max(0, 1.9 * (x - 0.5))) },
    { as: 'lit', d: curve(sigmoid) },
  ],
  representations: [
    { as: 'dots', d: rings(3, ...around(11, 25)) },
    { as: 'lit', d: ring(44, 32, 17) },
    { as: 'spots', d: rings(3, ...around(5, 8)) },
  ],
  'gradient-descent': [
    { as: 'line', d: curve(bowl) },
    {
      as: 'lit',
      d: `M${[0.1, 0.36, 0.62, 0.5].map((x) => place(x, (at) => bowl(at)).join(' ')).join('L')}`,
    },
    {
      as: 'spots',
      d: rings(
        4,
        place(0.5, (x) => bowl(x)),
      ),
    },
    {
      as: 'dots',
      d: rings(2.5, ...[0.1, 0.36, 0.62].map((x) => place(x, (at) => bowl(at)))),
    },
  ],
  'multilayer-perceptron': [
    {
      as: 'soft',
      d: [20, 44]
        .flatMap((from) => [12, 32, 52].map((to) => `M14 ${from}L44 ${to}`))
        .concat([12, 32, 52].map((from) => `M44 ${from}L74 32`))
        .join(''),
    },
    { as: 'lit', d: 'M14 20L44 12L74 32' },
    { as: 'dots', d: rings(5, [14, 20], [14, 44], [44, 32], [44, 52]) },
    { as: 'spots', d: rings(5, [44, 12], [74, 32]) },
  ],
  entropy: [
    { as: 'soft', d: 'M8 54H80M44 10V54' },
    { as: 'line', d: curve(entropy) },
    { as: 'spots', d: ring(44, 10, 4) },
  ],
  'back-propagation': [
    { as: 'soft', d: 'M16 14L44 24L72 32M16 50L44 24' },
    { as: 'dots', d: rings(6, [16, 14], [16, 50], [44, 24]) },
    { as: 'spots', d: ring(72, 32, 6) },
    { as: 'lit', d: 'M68 42C58 54 42 50 40 34M34 40l6-7l7 6' },
  ],
  optimisers: [
    {
      as: 'soft',
      d: 'M8 34a36 24 0 1 0 72 0a36 24 0 1 0 -72 0M22 34a26 15 0 1 0 52 0a26 15 0 1 0 -52 0M38 34a15 7 0 1 0 30 0a15 7 0 1 0 -30 0',
    },
    { as: 'line', d: 'M14 14L22 48L32 20L40 44L47 28L52 37' },
    { as: 'lit', d: 'M14 14C20 38 38 38 53 34' },
    { as: 'spots', d: ring(53, 34, 4) },
  ],
  regularisation: [
    { as: 'soft', d: 'M10 46C16 2 22 66 32 34S44 4 50 30S62 60 66 26S76 8 80 30' },
    { as: 'lit', d: 'M8 46C24 34 40 30 54 28S72 24 80 16' },
    {
      as: 'dots',
      d: rings(3, [12, 38], [22, 42], [33, 30], [45, 24], [56, 34], [67, 24], [76, 14]),
    },
  ],
  initialisation: [
    { as: 'dots', d: bars(8, [6, 14, 24, 32, 24, 14]) },
    { as: 'dots', d: bars(35, [3, 10, 34, 34, 10]) },
    { as: 'spots', d: bars(59, [0, 2, 42, 42, 2]) },
    { as: 'soft', d: 'M6 54H82' },
  ],
  normalisation: [
    { as: 'soft', d: 'M6 46C10 58 40 40 36 26S2 34 6 46' },
    { as: 'dots', d: rings(2.5, [12, 46], [18, 42], [24, 38], [30, 32], [20, 48]) },
    { as: 'line', d: 'M40 34H50M46 30l4 4l-4 4' },
    { as: 'lit', d: ring(68, 32, 15) },
    { as: 'spots', d: rings(2.5, [68, 32], [61, 26], [75, 27], [62, 39], [74, 39]) },
  ],
  'fashion-mnist': [
    {
      as: 'lit',
      d: 'M34 10C38 18 50 18 54 10L68 16L76 30L66 36L62 30V56H26V30L22 36L12 30L20 16Z',
    },
    { as: 'soft', d: 'M30 38H58M30 46H58' },
  ],
  board: [
    { as: 'soft', d: 'M10 8V54H80' },
    { as: 'line', d: curve((x) => 0.95 * Math.exp(-2.1 * x) + 0.12, 0.04) },
    { as: 'lit', d: curve((x) => 0.95 * Math.exp(-5.5 * x) + 0.03, 0.04) },
    { as: 'line', d: curve((x) => 0.62 - 0.3 * x + 0.05 * Math.sin(22 * x), 0.04) },
  ],
};
