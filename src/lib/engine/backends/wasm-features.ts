/** What this browser's WebAssembly can do, and what is worth using of it. */

/** A module of one function that makes a v128; valid only where SIMD is known. */
const simdModule = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 9, 1, 7, 0, 65, 0, 253, 15, 26,
  11,
]);

export function hasSimd(): boolean {
  return typeof WebAssembly === 'object' && WebAssembly.validate(simdModule);
}

export interface ThreadFacts {
  /** Shared memory is allowed: the page was served with both isolation headers. */
  readonly isolated: boolean;
  readonly cores: number;
  readonly userAgent: string;
}

/**
 * Half the cores, four at most: the others belong to the page, the camera and the GPU process.
 * Below four cores threads gain nothing (measured: 39 ms against 31 to 46) and start three times
 * slower. WebKit is left out whole, because iPadOS cannot be told from macOS in a worker and
 * threaded builds run out of memory on iOS.
 */
export function threadsWorthUsing({ isolated, cores, userAgent }: ThreadFacts): number {
  const isWebKit = /AppleWebKit/.test(userAgent) && !/Chrome|Chromium|Edg/.test(userAgent);
  if (!isolated || cores < 4 || isWebKit) return 1;
  return Math.min(4, Math.floor(cores / 2));
}
