/** What bench measures inside the page; `globalThis.bench` is called by the sections. */
import { inference } from './inference-page.ts';

export const bench = { inference };

export type BenchPage = typeof bench;

Object.assign(globalThis, { bench });
