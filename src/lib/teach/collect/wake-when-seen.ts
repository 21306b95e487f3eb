/** Calls once: when the element comes near the screen, or when the page has been idle for a while. */

const idleAtLatestMs = 1500;
/** Browsers without idle callbacks wait this long instead. */
const restMs = 400;

/** @returns cancels */
export function wakeWhenSeen(element: Element, wake: () => void): () => void {
  const observer = new IntersectionObserver(
    (entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) done();
    },
    { rootMargin: '50% 0%' },
  );
  const cancelIdle = whenIdle(() => done());
  const stop = () => {
    observer.disconnect();
    cancelIdle();
  };
  const done = () => {
    stop();
    wake();
  };
  observer.observe(element);
  return stop;
}

function whenIdle(work: () => void): () => void {
  // Not in Safari, whatever the DOM types promise.
  if (typeof requestIdleCallback === 'function') {
    const handle = requestIdleCallback(work, { timeout: idleAtLatestMs });
    return () => cancelIdleCallback(handle);
  }
  const timer = setTimeout(work, restMs);
  return () => clearTimeout(timer);
}
