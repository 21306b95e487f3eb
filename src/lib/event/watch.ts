/** Looks at what a door shows, through its observable contract, once a second: labels to count, and how warm it gets. */
import { frameCap } from '#lib/vision/frame-cap.ts';
import { count } from './counters.ts';
import { affordableFps, readBattery, Slowdown, type Battery } from './saver.ts';
import type { EventSettings } from './settings.ts';

const everyMs = 1_000;

/** Returns the way to stop. */
export function watchDoor({ saver, maxFps }: EventSettings): () => void {
  const slowdown = new Slowdown();
  let battery: Battery | undefined;
  let label: string | undefined;
  void readBattery().then((found) => (battery = found));

  function look(): void {
    const top = document.querySelector<HTMLElement>('[data-testid=predictions] > *');
    const shown = top?.dataset['label'];
    if (shown && shown !== label) count({ labels: 1 });
    label = shown;
    if (!saver) return;
    const runtime = document.querySelector<HTMLElement>('[data-testid=runtime]');
    slowdown.add(Number(runtime?.dataset['latencyMs']));
    frameCap.set(affordableFps(maxFps, { battery, slowdown: slowdown.factor }));
  }

  look();
  const timer = setInterval(look, everyMs);
  return () => {
    clearInterval(timer);
    frameCap.set(undefined);
  };
}
