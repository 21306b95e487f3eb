/** The way of the points from one space to another, as something to step, play and take back. */
import type { Playable } from '#lib/learn/player.svelte.ts';
import { windowOf, type Window } from '../two-spaces/drawing.ts';
import type { Transformation } from '../two-spaces/spaces.ts';
import { identity, onTheWay } from './maths.ts';

const wholeWayMs = 900;
const stepsOnTheWay = 8;

export class Morph implements Playable {
  #from = $state.raw<Transformation>(identity);
  #to = $state.raw<Transformation>(identity);
  #way = $state(1);
  #playing = $state(false);
  #frame = 0;
  readonly ended = false;
  /** It has one. */
  readonly speed = 1;

  /** Call it while a component is set up: it stops when the component goes. */
  constructor() {
    $effect(() => () => this.pause());
  }

  get playing(): boolean {
    return this.#playing;
  }
  get steps(): number {
    return Math.round(this.#way * stepsOnTheWay);
  }
  /** 0: where it came from, 1: there. */
  get way(): number {
    return this.#way;
  }
  set way(way: number) {
    this.pause();
    this.#from = identity;
    this.#way = way;
  }
  readonly shown = $derived(onTheWay(this.#from, this.#to, smooth(this.#way)));
  /** What is seen of the new space: it changes as softly as the points move. */
  windowOn(points: readonly { readonly x: number; readonly y: number }[]): Window {
    const at = (phi: Transformation) => windowOf(points.map(({ x, y }) => phi(x, y)));
    const to = at(this.#to);
    const share = smooth(this.#way);
    if (share >= 1) return to;
    const from = at(this.#from);
    const mix = (a: readonly [number, number], b: readonly [number, number]) =>
      [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])] as const;
    return { u: mix(from.u, to.u), v: mix(from.v, to.v) };
  }

  /** On to another space, from where it stands; at once for those who want no motion. */
  turnTo(to: Transformation): void {
    this.#from = this.shown;
    this.#to = to;
    this.#way = 0;
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) this.#way = 1;
    else this.#run();
  }

  play(): void {
    if (this.#way >= 1) this.reset();
    this.#run();
  }

  step(): void {
    this.pause();
    if (this.#way >= 1) this.reset();
    else this.#way = Math.min(1, (this.steps + 1) / stepsOnTheWay);
  }

  pause(): void {
    this.#playing = false;
    cancelAnimationFrame(this.#frame);
  }

  /** The points as they came. */
  reset(): void {
    this.way = 0;
  }

  #run(): void {
    cancelAnimationFrame(this.#frame);
    this.#playing = true;
    let lastMs = performance.now();
    const draw = (ms: number) => {
      this.#way = Math.min(1, this.#way + Math.min(64, Math.max(0, ms - lastMs)) / wholeWayMs);
      lastMs = ms;
      if (this.#way >= 1) this.#playing = false;
      else this.#frame = requestAnimationFrame(draw);
    };
    this.#frame = requestAnimationFrame(draw);
  }
}

const smooth = (way: number) => way * way * (3 - 2 * way);
