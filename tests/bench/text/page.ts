/** What bench measures inside the page; `globalThis.bench` is called by the sections. */
import { inference } from './inference-page.ts';
import { training } from './training-page.ts';

export const bench = { inference, training };

export type BenchPage = typeof bench;

Object.assign(globalThis, { bench });
