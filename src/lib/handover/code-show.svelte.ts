/** Plays the codes of one file, round after round, until somebody says that it has arrived. */
import type { Density } from './code.ts';
import type { Codes } from './sender.ts';

/** A camera of thirty frames a second sees each of them twice at least. */
export const codesPerSecond = 8;

export class CodeShow {
  readonly #file: Blob;
  #density = $state<Density>('fine');
  #codes = $state.raw<Codes>();
  #sequence = $state(0);
  #paused = $state(false);
  #squares = $state.raw<readonly (readonly boolean[])[]>();
  #draw: ((bytes: Uint8Array) => boolean[][]) | undefined;

  constructor(file: Blob) {
    this.#file = file;
  }

  get density(): Density {
    return this.#density;
  }

  get paused(): boolean {
    return this.#paused;
  }

  /** The code on show: rows of squares, true where dark. */
  get squares(): readonly (readonly boolean[])[] | undefined {
    return this.#squares;
  }

  /** How long it takes at best, in seconds. */
  get seconds(): number | undefined {
    return this.#codes && this.#codes.pieces / codesPerSecond;
  }

  /** How many codes were shown. */
  get shown(): number {
    return this.#sequence;
  }

  /** Returns the way to stop. */
  play(): () => void {
    void this.#prepare();
    const timer = setInterval(() => this.#step(), 1_000 / codesPerSecond);
    return () => clearInterval(timer);
  }

  pause(paused: boolean): void {
    this.#paused = paused;
  }

  setDensity(density: Density): void {
    if (density === this.#density) return;
    this.#density = density;
    void this.#prepare();
  }

  async #prepare(): Promise<void> {
    const density = this.#density;
    // With their library: only for those who hand something over.
    const [{ codesOf }, { drawCode }, bytes] = await Promise.all([
      import('./sender.ts'),
      import('./code.ts'),
      this.#file.arrayBuffer(),
    ]);
    const codes = await codesOf(new Uint8Array(bytes), density);
    if (density !== this.#density) return;
    this.#draw = drawCode;
    this.#codes = codes;
    this.#sequence = 0;
    this.#step();
  }

  #step(): void {
    if (this.#paused || !this.#codes || !this.#draw) return;
    this.#squares = this.#draw(this.#codes.code(this.#sequence));
    this.#sequence++;
  }
}
