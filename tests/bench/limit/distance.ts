/** What the section's figures say, as tables. */
import { inputs, units } from '../text/sizes.ts';
import type { Table } from '../section.ts';
import type { Forward } from './forward-page.ts';
import type { OnGpu } from './gpu-page.ts';
import type { Cost, Kind } from './kinds.ts';
import type { Network } from './networks.ts';
import type { Rates } from './rates-page.ts';

export interface Limits {
  readonly simd: Rates[];
  readonly relaxed: Rates[];
}

/** Tokens of the text that is measured. */
export const tokens = 64;

const kindNames: Readonly<Record<Kind, string>> = {
  point: '1×1 convolutions',
  depthwise: 'depthwise convolutions',
  full: '3×3 convolutions of all channels',
  rest: 'everything else',
};

export function distance(
  { name }: Network,
  costs: readonly Cost[],
  runs: readonly Forward[],
  limits: readonly Rates[],
): Table {
  const sum = (of: (cost: Cost) => number) => costs.reduce((total, cost) => total + of(cost), 0);
  const kinds = (Object.keys(kindNames) as Kind[]).map((kind) => ({
    kind,
    multiplyAdds: sum((cost) => cost.multiplyAdds[kind]),
  }));
  const reached = (kind: Kind) =>
    most(limits.map((rate) => (kind === 'depthwise' ? rate.depthwise : rate.product)));
  // What the arithmetic alone would take, were every layer as quick as a plain loop of its kind.
  const idealMs = kinds.reduce(
    (total, { kind, multiplyAdds }) => total + multiplyAdds / reached(kind) / 1e6,
    0,
  );
  const bytes = sum((cost) => cost.bytes);
  const all = sum((cost) => total(cost.multiplyAdds));
  return {
    title: `The distance to the limit: ${name}, one thread, the quickest turn`,
    rows: [
      {
        what: 'multiply-adds a second, in thousand millions, beside a plain loop on registers',
        unit: 'GMAC/s',
        ours: runs.map(({ ours }) => all / Math.min(...ours) / 1e6),
        beside: [{ who: 'registers', values: [most(limits.map((rate) => rate.registers))] }],
      },
      {
        what: 'part of the time that plain loops of the same kinds would take',
        unit: '%',
        ours: runs.map(({ ours }) => (100 * idealMs) / Math.min(...ours)),
      },
      ...kinds.map(({ kind, multiplyAdds }) => ({
        what: `${kindNames[kind]}: ${(multiplyAdds / 1e6).toFixed(1)} million multiply-adds`,
        unit: 'ms',
        ours: runs.map((run) => run.kinds[kind]),
        ...(multiplyAdds > 0 &&
          kind !== 'rest' && {
            beside: [
              {
                who: kind === 'depthwise' ? 'a plain loop of nine taps' : 'a blocked product',
                values: [multiplyAdds / reached(kind) / 1e6],
              },
            ],
          }),
      })),
    ],
    notes: [
      `${(all / 1e6).toFixed(1)} million multiply-adds, ${sum(({ calls }) => calls)} kernels, ${(bytes / 1e6).toFixed(1)} MB of weights and maps`,
      `reading those once, as a stream: ${(bytes / most(limits.map((rate) => rate.stream)) / 1e6).toFixed(1)} ms`,
    ],
  };
}

const total = (parts: Record<Kind, number>): number =>
  Object.values(parts).reduce((sum, part) => sum + part, 0);

export function ofText(ms: readonly number[], limits: readonly Rates[]): Table {
  const step = 4 * units;
  const fromInputs = tokens * inputs * step;
  const fromState = tokens * units * step;
  const product = most(limits.map((rate) => rate.product));
  const oneRow = most(limits.map((rate) => rate.oneRow));
  return {
    title: `The distance to the limit: an LSTM of ${units} units over ${tokens} tokens, relaxed SIMD`,
    rows: [
      {
        what: 'multiply-adds a second, in thousand millions',
        unit: 'GMAC/s',
        ours: ms.map((one) => (fromInputs + fromState) / one / 1e6),
        beside: [
          { who: 'a blocked product', values: [product] },
          { who: 'a row with every column', values: [oneRow] },
        ],
      },
      {
        what: 'a text; beside its products alone, as plain loops',
        unit: 'ms',
        ours: [...ms],
        beside: [
          {
            who: 'the plain loops',
            values: [fromInputs / product / 1e6 + fromState / oneRow / 1e6],
          },
        ],
      },
    ],
    notes: [
      `${((fromInputs + fromState) / 1e6).toFixed(2)} million multiply-adds; ${(((inputs + units + 1) * step * 4) / 1e3).toFixed(0)} kB of weights, read once for all inputs and once for each state`,
    ],
  };
}

export function machine({ simd, relaxed }: Limits): Table {
  const row = (what: string, of: (rate: Rates) => number, unit = 'GMAC/s') => ({
    what: `${what}, relaxed SIMD`,
    unit,
    ours: relaxed.map(of),
    beside: [{ who: 'SIMD', values: simd.map(of) }],
  });
  return {
    title: 'What this machine reaches in plain loops, one thread (the quickest of nine turns)',
    rows: [
      row('on registers', ({ registers }) => registers),
      row('a blocked product', ({ product }) => product),
      row('a row with every column', ({ oneRow }) => oneRow),
      row('depthwise, nine taps', ({ depthwise }) => depthwise),
      row('reading 64 MB', ({ stream }) => stream, 'GB/s'),
    ],
  };
}

export const xnnpack = 'XNNPACK, which runs networks of pictures, is built without relaxed SIMD.';

export const gpuNote = (gpu: OnGpu): string =>
  gpu.kind === 'none' ? `webgpu: no GPU here (${gpu.why})` : `webgpu: ${gpu.adapter}`;

export function onGpu(
  { adapter, ms, registers }: Extract<OnGpu, { kind: 'measured' }>,
  networks: readonly Network[],
): Table {
  return {
    title: `On webgpu (${adapter}): numbers to numbers, ours alone`,
    rows: networks.map(({ name }, n) => ({ what: name, unit: 'ms', ours: ms[n]! })),
    notes: networks.flatMap(({ name, costs }, n) => {
      if (!costs) return [];
      const all = costs.reduce((sum, cost) => sum + total(cost.multiplyAdds), 0);
      const rate = all / Math.min(...ms[n]!) / 1e6;
      const part = ((100 * rate) / registers).toFixed(1);
      return [
        `${name}: ${rate.toFixed(0)} GMAC/s of ${registers.toFixed(0)} that a plain loop on registers reaches (${part} %)`,
      ];
    }),
  };
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

const most = (values: readonly number[]): number => Math.max(...values);
