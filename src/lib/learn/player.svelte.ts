/** Step, play, reset: how a lab goes on by itself on the page. Long work belongs in a worker: see `Remote`. */
import type { Failure } from '#lib/failure/failure.ts';

export interface Playable {
  readonly playing: boolean;
  /** Steps taken since the beginning. */
  readonly steps: number;
  /** There is no next step. */
  readonly ended: boolean;
  /** Why it cannot go on; told beside its buttons. */
  readonly failure?: Failure | undefined;
  /** Steps a second. */
  speed: number;
  step(): void;
  play(): void;
  pause(): void;
  reset(): void;
}

export interface PlayerOptions {
  /** Takes one step. False: there was none left to take. */
  readonly step: () => boolean | undefined | void;
  /** Goes back to the beginning. */
  readonly reset: () => void;
  /** Steps a second at first. */
  readonly speed?: number;
}

/** A page that was away does not catch up with what it missed. */
const mostStepsAFrame = 64;

export class Player implements Playable {
  readonly #options: PlayerOptions;
  #playing = $state(false);
  #steps = $state(0);
  #ended = $state(false);
  #frame = 0;
  #lastMs = 0;
  #owed = 0;
  speed = $state(4);

  /** Call it while a component is set up: it stops when the component goes. */
  constructor(options: PlayerOptions) {
    this.#options = options;
    this.speed = options.speed ?? 4;
    $effect(() => () => this.pause());
  }

  get playing(): boolean {
    return this.#playing;
  }
  get steps(): number {
    return this.#steps;
  }
  get ended(): boolean {
    return this.#ended;
  }

  step(): void {
    if (this.#ended) return;
    if (this.#options.step() === false) this.#end();
    else this.#steps++;
  }

  play(): void {
    if (this.#playing || this.#ended) return;
    this.#playing = true;
    this.#lastMs = performance.now();
    this.#owed = 1;
    this.#frame = requestAnimationFrame((ms) => this.#draw(ms));
  }

  pause(): void {
    this.#playing = false;
    cancelAnimationFrame(this.#frame);
  }

  reset(): void {
    this.pause();
    this.#options.reset();
    this.#steps = 0;
    this.#ended = false;
  }

  /** The beginning again with other settings, going on if it went on. */
  restart(): void {
    const wasPlaying = this.#playing;
    this.reset();
    if (wasPlaying) this.play();
  }

  #draw(ms: number): void {
    this.#owed = Math.min(
      mostStepsAFrame,
      this.#owed + (Math.max(0, ms - this.#lastMs) / 1000) * this.speed,
    );
    this.#lastMs = ms;
    for (; this.#owed >= 1 && this.#playing; this.#owed--) this.step();
    if (this.#playing) this.#frame = requestAnimationFrame((next) => this.#draw(next));
  }

  #end(): void {
    this.#ended = true;
    this.pause();
  }
}
