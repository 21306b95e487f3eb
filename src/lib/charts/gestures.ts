/** One pointer drags, two pinch, and one that stands still taps. Knows pixels, not what they mean. */

interface Pixel {
  readonly x: number;
  readonly y: number;
}

export interface GestureEvents {
  pan(x: number, y: number): void;
  zoom(factor: number, around: Pixel): void;
  tap(at: Pixel): void;
}

/** A finger that moves less than this has not moved. */
const STILL_PX = 6;

export class Gestures {
  readonly #events: GestureEvents;
  readonly #held = new Map<number, Pixel>();
  #travelled = 0;

  constructor(events: GestureEvents) {
    this.#events = events;
  }

  readonly attach = (element: HTMLElement): (() => void) => {
    const listeners = new AbortController();
    const { signal } = listeners;
    const at = (event: PointerEvent): Pixel => {
      const box = element.getBoundingClientRect();
      return { x: event.clientX - box.left, y: event.clientY - box.top };
    };
    element.addEventListener(
      'pointerdown',
      (event) => {
        element.setPointerCapture(event.pointerId);
        this.down(event.pointerId, at(event));
      },
      { signal },
    );
    element.addEventListener('pointermove', (event) => this.move(event.pointerId, at(event)), {
      signal,
    });
    element.addEventListener('pointerup', (event) => this.up(event.pointerId, at(event)), {
      signal,
    });
    element.addEventListener('pointercancel', (event) => this.cancel(event.pointerId), { signal });
    return () => {
      listeners.abort();
      this.#held.clear();
    };
  };

  down(id: number, at: Pixel): void {
    if (this.#held.size === 0) this.#travelled = 0;
    this.#held.set(id, at);
  }

  move(id: number, at: Pixel): void {
    const from = this.#held.get(id);
    if (!from) return;
    this.#travelled += Math.hypot(at.x - from.x, at.y - from.y);
    const other = [...this.#held].find(([held]) => held !== id)?.[1];
    this.#held.set(id, at);
    if (!other) {
      this.#events.pan(at.x - from.x, at.y - from.y);
      return;
    }
    this.#travelled = Infinity;
    const before = Math.hypot(from.x - other.x, from.y - other.y);
    const after = Math.hypot(at.x - other.x, at.y - other.y);
    const between = { x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 };
    if (before > 0) this.#events.zoom(after / before, between);
    this.#events.pan((at.x - from.x) / 2, (at.y - from.y) / 2);
  }

  up(id: number, at: Pixel): void {
    if (this.#held.delete(id) && this.#held.size === 0 && this.#travelled <= STILL_PX) {
      this.#events.tap(at);
    }
  }

  cancel(id: number): void {
    this.#held.delete(id);
    this.#travelled = Infinity;
  }
}
