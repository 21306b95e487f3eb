/** Our forward pass beside onnxruntime-web's, and both beside what this machine can do. */
import { existsSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { compileKernels } from '../../../scripts/kernels/compile.ts';
import type { Graph, ModelIndex } from '../../../src/lib/engine/graph/format.ts';
import { everydayTrunk } from '../../../src/lib/vision/trunks.ts';
import { inputs, units } from '../text/sizes.ts';
import type { Bench, Section, Table } from '../section.ts';
import type { Forward, Part } from './forward-page.ts';
import { costOf, type Cost, type Kind } from './kinds.ts';
import type { Rates } from './rates-page.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const models = join(root, 'static', 'models');
const turns = 31;
const tokens = 64;

interface Network {
  readonly name: string;
  readonly parts: readonly Part[];
  /** Unknown of a network that is converted in the page. */
  readonly costs?: readonly Cost[];
}

export const limit: Section = {
  name: 'limit',
  async run(tools) {
    const networks = [trunk(), see(), ...teachable(tools)];
    const found: { network: Network; runs: Forward[]; usual: Forward[] }[] = [];
    for (const network of networks) {
      const runs = await repeat(tools, network.parts, 1);
      const usual = usesMore(runs) ? await repeat(tools, network.parts) : [];
      found.push({ network, runs, usual });
    }
    const limits = await rates(tools);
    const texts = await repeated(tools, (page) =>
      page.evaluate((steps) => bench.inference.whole(steps), tokens),
    );
    return [
      besidePeer(found),
      ...found.flatMap(({ network, runs }) =>
        network.costs ? [distance(network, network.costs, runs, limits.simd)] : [],
      ),
      ofText(
        texts.map((times) => times['Aprendiz, wasm (relaxed)']!.median),
        limits.relaxed,
      ),
      machine(limits),
    ];
  },
};

const trunk = (): Network =>
  built(
    `the trunk of Teach (two networks, cut, ${everydayTrunk.parts[0]!.size} px)`,
    everydayTrunk.parts.map(({ model, size }) => [model, size, ['embedding']] as const),
  );

const see = (): Network =>
  built('both networks of See, whole', [
    ['open-images-ssd', 192, Array.from({ length: 6 }, (_, n) => `head-${n}`)],
    ['coco-centernet', 256, ['classes', 'boxes']],
  ]);

function built(
  name: string,
  wanted: readonly (readonly [model: string, side: number, purposes: readonly string[]])[],
): Network {
  const index = JSON.parse(readFileSync(join(models, 'index.json'), 'utf8')) as ModelIndex;
  const each = wanted.map(([model, side, purposes]) => {
    const { graph, weights } = index.models.find(({ id }) => id === model)!;
    const read = JSON.parse(readFileSync(join(models, graph.file), 'utf8')) as Graph;
    return {
      part: { files: { graph: graph.file, weights: weights.file }, side, purposes },
      cost: costOf(read, side, purposes),
    };
  });
  return { name, parts: each.map(({ part }) => part), costs: each.map(({ cost }) => cost) };
}

function teachable({ say }: Bench): Network[] {
  if (existsSync(join(root, '..', 'shared', 'models', 'teachable-machine-export'))) {
    const part = { side: 224, purposes: ['embedding'] };
    return [{ name: 'the trunk of Teachable Machine (MobileNet v2 0.35, 224 px)', parts: [part] }];
  }
  say('no model exported by Teachable Machine in ../shared: its trunk is left out');
  return [];
}

const usesMore = ([first]: Forward[]): boolean =>
  Math.min(4, Math.ceil(cpus().length / 2)) > 1 && first !== undefined;

const repeat = (tools: Bench, parts: readonly Part[], threads?: number): Promise<Forward[]> =>
  repeated(tools, (page) =>
    page.evaluate(([parts, turns, threads]) => bench.forward(parts, turns, threads), [
      parts,
      turns,
      threads,
    ] as const),
  );

async function repeated<T>(
  { rounds, inBenchPage }: Bench,
  work: Parameters<typeof inBenchPage<T>>[0],
): Promise<T[]> {
  const results: T[] = [];
  for (let n = 0; n < rounds; n++) results.push(await inBenchPage(work));
  return results;
}

interface Limits {
  readonly simd: Rates[];
  readonly relaxed: Rates[];
}

async function rates(tools: Bench): Promise<Limits> {
  const builds = await compileKernels('limit', join(import.meta.dirname, 'assembly'));
  const of = (build: string) =>
    repeated(tools, (page) => page.evaluate((code) => bench.rates(code), build));
  return { simd: await of(builds.simd), relaxed: await of(builds.relaxed) };
}

function besidePeer(
  found: readonly { network: Network; runs: Forward[]; usual: Forward[] }[],
): Table {
  const row = (name: string, runs: readonly Forward[], threads: string) => ({
    what: `${name}, ${threads}`,
    unit: 'ms',
    ours: runs.map(({ ours }) => median(ours)),
    beside: [
      {
        who: 'onnxruntime-web, wasm',
        values: runs.map(({ theirs }) => median(theirs)),
        asked: { atMost: 1 },
      },
    ],
  });
  return {
    title: `A forward pass on wasm, the same weights and operations, in turns (medians of ${turns})`,
    rows: found.flatMap(({ network: { name }, runs, usual }) => [
      row(name, runs, 'one thread each'),
      ...(usual[0]
        ? [row(name, usual, `${usual[0].threads.ours} and ${usual[0].threads.theirs} threads`)]
        : []),
    ]),
    notes: [
      ...found.map(
        ({ network: { name }, runs }) =>
          `largest difference, ${name}: ${Math.max(...runs.map(({ difference }) => difference)).toExponential(1)} of the largest number`,
      ),
      ...(found.some(({ usual }) => usual.length > 0)
        ? []
        : [`with ${cpus().length} cores both use one thread by default`]),
    ],
  };
}

const kindNames: Readonly<Record<Kind, string>> = {
  point: '1×1 convolutions',
  depthwise: 'depthwise convolutions',
  full: '3×3 convolutions of all channels',
  rest: 'everything else',
};

function distance(
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
    median(limits.map((rate) => (kind === 'depthwise' ? rate.depthwise : rate.product)));
  // What the arithmetic alone would take, were every layer as quick as a plain loop of its kind.
  const idealMs = kinds.reduce(
    (total, { kind, multiplyAdds }) => total + multiplyAdds / reached(kind) / 1e6,
    0,
  );
  const bytes = sum((cost) => cost.bytes);
  const all = sum((cost) => total(cost.multiplyAdds));
  return {
    title: `The distance to the limit: ${name}, one thread, the quickest of ${turns} turns`,
    rows: [
      {
        what: 'multiply-adds a second, in thousand millions, beside a plain loop on registers',
        unit: 'GMAC/s',
        ours: runs.map(({ ours }) => all / Math.min(...ours) / 1e6),
        beside: [{ who: 'registers', values: [median(limits.map((rate) => rate.registers))] }],
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
      `reading those once, as a stream: ${(bytes / median(limits.map((rate) => rate.stream)) / 1e6).toFixed(1)} ms`,
    ],
  };
}

const total = (parts: Record<Kind, number>): number =>
  Object.values(parts).reduce((sum, part) => sum + part, 0);

function ofText(ms: readonly number[], limits: readonly Rates[]): Table {
  const step = 4 * units;
  const fromInputs = tokens * inputs * step;
  const fromState = tokens * units * step;
  const product = median(limits.map((rate) => rate.product));
  const oneRow = median(limits.map((rate) => rate.oneRow));
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

function machine({ simd, relaxed }: Limits): Table {
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
    notes: ['XNNPACK, which runs networks of pictures, is built without relaxed SIMD.'],
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}
