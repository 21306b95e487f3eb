/** A module in the builds that the browser may know, compiled when it is first wanted. */
import { hasSimd } from '#lib/engine/backends/wasm-features.ts';
import { FailureError } from '#lib/failure/failure.ts';

export type Build = 'simd' | 'relaxed';

export class Builds {
  readonly #base64: Readonly<Record<Build, string>>;
  readonly #compiled = new Map<Build, Promise<WebAssembly.Module>>();
  #known: readonly Build[] | undefined;

  constructor(base64: Readonly<Record<Build, string>>) {
    this.#base64 = base64;
  }

  /** What this browser can run, the quickest first. */
  get known(): readonly Build[] {
    this.#known ??= (['relaxed', 'simd'] as const).filter((build) =>
      WebAssembly.validate(this.#bytesOf(build)),
    );
    return this.#known;
  }

  /**
   * @param build the quickest that the browser knows, where none is named
   * @throws FailureError `no-wasm-simd`
   */
  async start(memory: WebAssembly.Memory, build?: Build): Promise<WebAssembly.Exports> {
    const wanted = build ?? this.known[0];
    if (!hasSimd() || !wanted) throw new FailureError('no-wasm-simd');
    let module = this.#compiled.get(wanted);
    if (!module) {
      module = WebAssembly.compile(this.#bytesOf(wanted));
      this.#compiled.set(wanted, module);
    }
    return (await WebAssembly.instantiate(await module, { env: { memory } })).exports;
  }

  #bytesOf(build: Build): Uint8Array<ArrayBuffer> {
    return Uint8Array.from(atob(this.#base64[build]), (character) => character.charCodeAt(0));
  }
}
