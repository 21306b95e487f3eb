import { hasSimd } from '#lib/engine/backends/wasm-features.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { relaxed, simd } from 'virtual:recurrent-kernels';

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

export type Build = 'simd' | 'relaxed';

const compiled = new Map<Build, Promise<WebAssembly.Module>>();

/** @param build the quickest that the browser knows, where none is named */
export async function startModule(
  memory: WebAssembly.Memory,
  build?: Build,
): Promise<KernelModule> {
  const wanted = build ?? knownBuilds()[0];
  if (!hasSimd() || !wanted) throw new FailureError('no-wasm-simd');
  let module = compiled.get(wanted);
  if (!module) {
    module = WebAssembly.compile(bytesOf(wanted));
    compiled.set(wanted, module);
  }
  const { exports } = await WebAssembly.instantiate(await module, { env: { memory } });
  return exports as unknown as KernelModule;
}

let known: readonly Build[] | undefined;

/** What this browser can run, the quickest first. */
export function knownBuilds(): readonly Build[] {
  known ??= (['relaxed', 'simd'] as const).filter((build) => WebAssembly.validate(bytesOf(build)));
  return known;
}

function bytesOf(build: Build): Uint8Array<ArrayBuffer> {
  const text = atob(build === 'relaxed' ? relaxed : simd);
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
