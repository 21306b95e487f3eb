/** Networks of the app, run by the app's engine and by onnxruntime-web on the same weights. Runs in the page. */
import {
  engine,
  removeBackend,
  tensor4d,
  type NamedAttrMap,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { open, usualThreads } from '../../../src/lib/engine/backends/wasm.ts';
import type { Graph } from '../../../src/lib/engine/graph/format.ts';
import { buildGraph, type LoadedGraph } from '../../../src/lib/engine/graph/load.ts';
import { runGraph } from '../../../src/lib/engine/graph/run.ts';
import { numbers } from '../../../src/lib/engine/repeatable-numbers.ts';
import { readTeachable } from '../../../src/lib/teach/archive/teachable/read-teachable.ts';
import { graphModel } from './graph-onnx.ts';
import { kindOf, type Kind } from './kinds.ts';

/** A network as it is run: with inputs of a side, for some of its outputs. */
export interface Part {
  /** Paths under /models/ of a network that is served; absent: the trunk of Teachable Machine, under /teachable/. */
  readonly files?: { readonly graph: string; readonly weights: string };
  readonly side: number;
  readonly purposes: readonly string[];
}

export interface Forward {
  /** Milliseconds of a turn, from numbers to numbers. */
  readonly ours: number[];
  readonly theirs: number[];
  readonly threads: { readonly ours: number; readonly theirs: number };
  /** Largest difference of a number, as a part of the largest number of its output. */
  readonly difference: number;
  /** Of the quickest turn, by kind of operation: ours. */
  readonly kinds: Record<Kind, number>;
}

/** As much of onnxruntime-web as is used. */
interface Ort {
  readonly env: { readonly wasm: { wasmPaths: string; numThreads?: number } };
  readonly Tensor: new (type: 'float32', data: Float32Array, dims: number[]) => object;
  readonly InferenceSession: {
    create(model: Uint8Array, options: { executionProviders: string[] }): Promise<Session>;
  };
}
interface Session {
  run(feeds: Record<string, object>): Promise<Record<string, Planes>>;
}
interface Planes {
  readonly data: Float32Array;
  /** [1, channels, height, width] */
  readonly dims: readonly number[];
}

export interface Ours extends Part {
  readonly loaded: LoadedGraph;
  /** [side, side, 3] */
  readonly pixels: Float32Array;
}

interface Opened extends Ours {
  readonly session: Session;
  /** The pixels as [3, side, side]. */
  readonly planes: Float32Array;
}

const warmUps = 12;

/** @param threads as usual for each where absent */
export async function forward(
  parts: readonly Part[],
  turns: number,
  threads?: number,
): Promise<Forward> {
  // Another page's part of this bundle has registered the package's own.
  removeBackend('wasm');
  const { threads: ownThreads } = await open(threads);
  const path = '/ort/ort.wasm.min.mjs';
  const ort = (await import(/* @vite-ignore */ path)) as Ort;
  ort.env.wasm.wasmPaths = '/ort/';
  if (threads !== undefined) ort.env.wasm.numThreads = threads;
  const opened: Opened[] = [];
  for (const part of parts) opened.push(await openPart(part, ort));
  const ours = () => Promise.all(opened.map(runOurs));
  const theirs = async () => {
    const answers: Planes[][] = [];
    // One session runs at a time.
    for (const one of opened) answers.push(await runTheirs(one, ort));
    return answers;
  };
  const [mine, peers] = [await ours(), await theirs()];
  const difference = Math.max(
    ...opened.flatMap(({ purposes }, n) =>
      purposes.map((_, at) => differenceOf(mine[n]![at]!, peers[n]![at]!)),
    ),
  );
  for (let n = 0; n < warmUps; n++) {
    await ours();
    await theirs();
  }
  const times = { ours: [] as number[], theirs: [] as number[] };
  for (let turn = 0; turn < turns; turn++) {
    times.ours.push(await spent(ours));
    times.theirs.push(await spent(theirs));
  }
  return {
    ...times,
    threads: { ours: ownThreads, theirs: ort.env.wasm.numThreads ?? usualThreads() },
    difference,
    kinds: await spentByKind(ours, turns),
  };
}

const pixelsOf = (side: number): Float32Array => numbers(side * side * 3, 11);

/** On the backend that is open. */
export async function openOurs(part: Part): Promise<Ours> {
  const { graph, numbers: weights } = await readPart(part);
  return { ...part, loaded: buildGraph(graph, weights), pixels: pixelsOf(part.side) };
}

async function openPart(part: Part, ort: Ort): Promise<Opened> {
  const { graph, numbers: weights } = await readPart(part);
  const { side, purposes } = part;
  const pixels = pixelsOf(side);
  const planes = Float32Array.from(
    { length: pixels.length },
    (_, at) => pixels[(at % (side * side)) * 3 + Math.floor(at / (side * side))]!,
  );
  const session = await ort.InferenceSession.create(graphModel(graph, weights, side, purposes), {
    executionProviders: ['wasm'],
  });
  return { ...part, loaded: buildGraph(graph, weights), session, pixels, planes };
}

async function readPart({ files }: Part): Promise<{
  readonly graph: Graph;
  readonly numbers: ArrayBuffer | Float32Array;
}> {
  const read = async (path: string) => await (await fetch(path)).arrayBuffer();
  if (files) {
    const [graph, weights] = await Promise.all([
      read(`/models/${files.graph}`),
      read(`/models/${files.weights}`),
    ]);
    return { graph: JSON.parse(new TextDecoder().decode(graph)) as Graph, numbers: weights };
  }
  const model = await readTeachable(
    async (name) => new Uint8Array(await read(`/teachable/${name}`)),
  );
  return { graph: model.graph, numbers: model.weights };
}

export async function runOurs({ loaded, purposes, pixels, side }: Ours): Promise<Float32Array[]> {
  const input = tensor4d(pixels, [1, side, side, 3]);
  const outputs = runGraph(loaded, input, purposes);
  const maps = purposes.map((purpose) => outputs[purpose]!);
  const answers = await Promise.all(maps.map((map) => map.data<'float32'>()));
  for (const map of [input, ...maps]) map.dispose();
  return answers;
}

async function runTheirs(
  { session, loaded, purposes, planes, side }: Opened,
  { Tensor }: Ort,
): Promise<Planes[]> {
  const image = new Tensor('float32', planes, [1, 3, side, side]);
  const outputs = await session.run({ [loaded.graph.input]: image });
  return purposes.map((purpose) => outputs[loaded.graph.outputs[purpose]!]!);
}

/** @param ours places × channels, where theirs is channels × places. */
function differenceOf(ours: Float32Array, { data, dims }: Planes): number {
  if (ours.length !== data.length) throw new Error(`${ours.length} and ${data.length} numbers`);
  const channels = dims[1]!;
  const places = data.length / channels;
  let most = 0;
  let worst = 0;
  ours.forEach((value, at) => {
    const other = data[(at % channels) * places + Math.floor(at / channels)]!;
    most = Math.max(most, Math.abs(value));
    // Not a number is no agreement.
    worst = Math.max(worst, Number.isNaN(value - other) ? Infinity : Math.abs(value - other));
  });
  return worst / most;
}

export async function spent(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

/** On WebAssembly a kernel has run when it returns, so that each can be timed where it is called. */
async function spentByKind(
  work: () => Promise<unknown>,
  turns: number,
): Promise<Record<Kind, number>> {
  let kinds = none();
  let quickest = Infinity;
  let best = kinds;
  const tf = engine();
  const { runKernel } = tf;
  tf.runKernel = <T extends Tensor | Tensor[]>(
    name: string,
    inputs: Parameters<typeof runKernel>[1],
    attributes?: NamedAttrMap,
  ): T => {
    const startedMs = performance.now();
    const result = runKernel.call(tf, name, inputs, attributes) as T;
    const filter = (inputs as { readonly filter?: Tensor4D }).filter;
    kinds[kindOf(name, filter?.shape)] += performance.now() - startedMs;
    return result;
  };
  try {
    for (let turn = 0; turn < turns; turn++) {
      kinds = none();
      const turnMs = await spent(work);
      if (turnMs < quickest) [quickest, best] = [turnMs, kinds];
    }
  } finally {
    tf.runKernel = runKernel;
  }
  return best;
}

const none = (): Record<Kind, number> => ({ point: 0, depthwise: 0, full: 0, rest: 0 });
