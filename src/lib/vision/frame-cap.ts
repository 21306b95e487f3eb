/** How often live pictures may be looked at, for all of them at once: less is cooler and lasts longer. */
type Listener = (maxFps: number | undefined) => void;

let current: number | undefined;
const listeners = new Set<Listener>();

export const frameCap = {
  /** Frames a second; undefined: as many as there are. */
  get maxFps(): number | undefined {
    return current;
  },

  /** Holds from the next frame on. */
  set(maxFps: number | undefined): void {
    if (maxFps === current) return;
    current = maxFps;
    for (const listener of listeners) listener(maxFps);
  },

  /** Tells every change. Returns the way to stop. */
  subscribe(listener: Listener): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
