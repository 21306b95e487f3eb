import { relaxed, simd } from 'virtual:recurrent-kernels';
import { Builds, type Build } from './builds.ts';

/** What `assembly/index.ts` exports. Numbers are addresses and sizes in bytes unless said otherwise. */
export interface KernelModule {
  forward(plan: number): void;
  backward(plan: number): void;
  /** @param index address of `rows` row numbers */
  gather(
    rows: number,
    index: number,
    from: number,
    fromRow: number,
    width: number,
    to: number,
    toRow: number,
  ): void;
  scatter(
    rows: number,
    index: number,
    from: number,
    fromRow: number,
    width: number,
    to: number,
    toRow: number,
  ): void;
  tanhs(at: number, bytes: number): void;
  sigmoids(at: number, bytes: number): void;
}

export type { Build } from './builds.ts';

const builds = new Builds({ simd, relaxed });

/** @param build the quickest that the browser knows, where none is named */
export const startModule = async (
  memory: WebAssembly.Memory,
  build?: Build,
): Promise<KernelModule> => (await builds.start(memory, build)) as unknown as KernelModule;

/** What this browser can run, the quickest first. */
export const knownBuilds = (): readonly Build[] => builds.known;
