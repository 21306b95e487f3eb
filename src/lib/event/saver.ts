/** Battery and heat: how many live pictures a second a stand can afford now. */
/** Not in the DOM types: Chromium only, and gone from insecure pages. */
export interface Battery extends EventTarget {
  readonly charging: boolean;
  /** 0..1 */
  readonly level: number;
}

/** Below this a discharging device gets the least. */
const lowLevel = 0.2;
const least = 2;

export interface Strain {
  /** Undefined where the browser does not tell. */
  readonly battery?: Pick<Battery, 'charging' | 'level'> | undefined;
  /** How much longer one answer takes now than it did; 1: no longer. */
  readonly slowdown: number;
}

/** Frames a second: halved on battery, and again when the device has become slow (hot). */
export function affordableFps(maxFps: number, { battery, slowdown }: Strain): number {
  let fps = maxFps;
  if (battery && !battery.charging) fps = battery.level < lowLevel ? least : fps / 2;
  if (slowdown > 1.6) fps /= 2;
  return Math.max(least, Math.min(maxFps, Math.round(fps)));
}

/** How many answers the usual time is taken from, and how many say how it is now. */
const usual = 20;
const recent = 10;

/**
 * Compares what an answer takes now with what it took at first. Both are medians, so that one hiccup is no heat; the
 * usual time is the quickest seen since the start, or a stand that begins hot would never cool down.
 */
export class Slowdown {
  readonly #recent: number[] = [];
  #usualMs = Infinity;
  #seen = 0;

  add(latencyMs: number): void {
    if (!(latencyMs > 0)) return;
    this.#seen += 1;
    this.#recent.push(latencyMs);
    if (this.#recent.length > recent) this.#recent.shift();
    if (this.#recent.length === recent) this.#usualMs = Math.min(this.#usualMs, this.#median());
  }

  get factor(): number {
    return this.#seen < usual ? 1 : this.#median() / this.#usualMs;
  }

  #median(): number {
    return [...this.#recent].sort((a, b) => a - b)[Math.floor(this.#recent.length / 2)]!;
  }
}

/** Undefined where the browser does not tell. */
export async function readBattery(): Promise<Battery | undefined> {
  const { getBattery } = navigator as { getBattery?: () => Promise<Battery> };
  try {
    return await getBattery?.call(navigator);
  } catch (error) {
    // Refused by a permissions policy: it is not told here either.
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}
