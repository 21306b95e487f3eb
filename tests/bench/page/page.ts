/** What bench measures inside the page; `globalThis.bench` is called by the sections. */
import { fashion } from '../labs/fashion-page.ts';
import { forward } from '../limit/forward-page.ts';
import { onGpu } from '../limit/gpu-page.ts';
import { rates } from '../limit/rates-page.ts';
import { layers } from '../teach/layers-page.ts';
import { oneMore } from '../teach/one-more-page.ts';
import { inference } from '../text/inference-page.ts';
import { training } from '../text/training-page.ts';

export const bench = { fashion, forward, inference, layers, onGpu, oneMore, rates, training };

export type BenchPage = typeof bench;

Object.assign(globalThis, { bench });

declare global {
  const bench: BenchPage;
}
