/** Loaded by `brought-graphs.spec.ts` into a page: runs a graph on a backend of the app's own, as a worker would. */
import { memory, tensor4d } from '@tensorflow/tfjs-core';
import * as cpu from '../../../src/lib/engine/backends/cpu.ts';
import { registerMoreKernels } from '../../../src/lib/engine/backends/register.ts';
import * as wasm from '../../../src/lib/engine/backends/wasm.ts';
import * as webgl from '../../../src/lib/engine/backends/webgl.ts';
import * as webgpu from '../../../src/lib/engine/backends/webgpu.ts';
import type { Graph } from '../../../src/lib/engine/graph/format.ts';
import { buildGraph } from '../../../src/lib/engine/graph/load.ts';
import { disposeGraph, runGraph } from '../../../src/lib/engine/graph/run.ts';

const backends = { cpu, wasm, webgl, webgpu };

export interface Brought {
  readonly graph: Graph;
  /** Halves. */
  readonly weights: readonly number[];
  readonly side: number;
  readonly input: readonly number[];
}

/** @returns the output `classes` and how many tensors are left. */
async function run(
  name: keyof typeof backends,
  { graph, weights, side, input }: Brought,
): Promise<{ classes: number[]; tensors: number }> {
  await backends[name].open();
  await registerMoreKernels();
  const loaded = buildGraph(graph, Uint16Array.from(weights).buffer);
  const picture = tensor4d([...input], [1, side, side, 3]);
  const { classes } = runGraph(loaded, picture, ['classes']);
  const values = [...(await classes.data())];
  classes.dispose();
  picture.dispose();
  disposeGraph(loaded);
  return { classes: values, tensors: memory().numTensors };
}

const api = { run };

declare global {
  var broughtGraphs: typeof api;
}

globalThis.broughtGraphs = api;
