/** Loaded by `brought-graphs.spec.ts` into a page: runs a graph on a backend of the app's own, as a worker would. */
import { memory, tensor4d } from '@tensorflow/tfjs-core';
import type { BackendName } from '../../../src/lib/engine/backend.ts';
import { allBackends } from '../../../src/lib/engine/backends/all.ts';
import { openBackend } from '../../../src/lib/engine/backends/open.ts';
import { registerMoreKernels } from '../../../src/lib/engine/backends/register.ts';
import type { Graph } from '../../../src/lib/engine/graph/format.ts';
import { buildGraph } from '../../../src/lib/engine/graph/load.ts';
import { disposeGraph, runGraph } from '../../../src/lib/engine/graph/run.ts';

export interface Brought {
  readonly graph: Graph;
  /** Halves. */
  readonly weights: readonly number[];
  readonly side: number;
  readonly input: readonly number[];
}

/** @returns the output `classes` and how many tensors are left. */
async function run(
  name: BackendName,
  { graph, weights, side, input }: Brought,
): Promise<{ classes: number[]; tensors: number }> {
  await openBackend(name, allBackends);
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
