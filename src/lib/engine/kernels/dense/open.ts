/** Opens the operations in WebAssembly SIMD, or in typed arrays where the browser has none. */
import { hasSimd } from '#lib/engine/backends/wasm-features.ts';
import { Builds, type Build } from '#lib/engine/kernels/wasm/builds.ts';
import { Heap } from '#lib/engine/kernels/wasm/heap.ts';
import { relaxed, simd } from 'virtual:dense-kernels';
import type { DenseKernels, DenseOperations } from './operations.ts';
import { plainOperations } from './plain.ts';

const builds = new Builds({ simd, relaxed });

/** What this browser can run, the quickest first. */
export const denseBuilds = (): readonly (Build | 'plain')[] => [
  ...(hasSimd() ? builds.known : []),
  'plain',
];

/** @param build for tests and measurements; the quickest that this browser knows, where none is named */
export async function openDenseKernels(
  build: Build | 'plain' = denseBuilds()[0]!,
): Promise<DenseKernels> {
  const heap = new Heap();
  if (build === 'plain') return { kind: 'plain', heap, operations: plainOperations(heap) };
  const operations = (await builds.start(heap.memory, build)) as unknown as DenseOperations;
  return { kind: 'wasm', heap, operations };
}
