/** Our forward pass beside onnxruntime-web's, and both beside what this machine can do. */
import { cpus } from 'node:os';
import { join } from 'node:path';
import { compileKernels } from '../../../scripts/kernels/compile.ts';
import type { Bench, Section, Table } from '../section.ts';
import {
  distance,
  gpuNote,
  machine,
  median,
  ofText,
  onGpu,
  tokens,
  xnnpack,
  type Limits,
} from './distance.ts';
import type { Forward, Part } from './forward-page.ts';
import { see, teachable, trunk, type Network } from './networks.ts';

const turns = 31;

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
    const [gpu] = await repeated({ ...tools, rounds: 1 }, (page) =>
      page.evaluate(([networks, turns]) => bench.onGpu(networks, turns), [
        networks.map(({ parts }) => parts),
        turns,
      ] as const),
    );
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
      { ...machine(limits), notes: [xnnpack, ...(gpu ? [gpuNote(gpu)] : [])] },
      ...(gpu?.kind === 'measured' ? [onGpu(gpu, networks)] : []),
    ];
  },
};

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
