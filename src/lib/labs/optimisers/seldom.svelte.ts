/** What changes at every frame, taken over a few times a second: a chart of many lines costs more than a frame has. */

interface Current<T> {
  readonly current: T;
}

/** Call it while a component is set up. The last value is always taken over in the end. */
export function seldom<T>(value: () => T, everyMs = 150): Current<T> {
  let taken = $state.raw(value());
  let takenAt = 0;
  $effect(() => {
    const next = value();
    const take = () => {
      taken = next;
      takenAt = performance.now();
    };
    const wait = takenAt + everyMs - performance.now();
    if (wait <= 0) return take();
    const timer = setTimeout(take, wait);
    return () => clearTimeout(timer);
  });
  return {
    get current() {
      return taken;
    },
  };
}
