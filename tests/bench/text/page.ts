/** What bench measures inside the page; `globalThis.bench` is called by the sections. */
import { fashion } from './fashion-page.ts';
import { inference } from './inference-page.ts';
import { training } from './training-page.ts';

export const bench = { fashion, inference, training };

export type BenchPage = typeof bench;

Object.assign(globalThis, { bench });
