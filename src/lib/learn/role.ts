/** What a labs worker does: runs one simulation, in short slices, so that it hears what the page says. */
import { Breath } from '#lib/engine/breath.ts';
import type { Role } from '#lib/engine/host.ts';
import type { LabCalls, SimulationUpdate } from './protocol.ts';
import type { Simulate } from './simulation.ts';

/** As long as nothing is heard. */
const sliceMs = 12;

export function labsRole(
  load: (simulation: string) => Promise<Simulate>,
  now: () => number = () => performance.now(),
): Role<LabCalls> {
  return {
    handlers: {
      simulate: async ({ simulation, settings }, { signal, progress, onUpdate }) => {
        const simulate = await load(simulation);
        const one = await simulate(settings as never, signal);
        let steps = 0;
        let ended = false;
        let speed = 0;
        let single = 0;
        let owed = 0;
        let lastMs = now();
        let awaited = false;
        let fresh = true;
        let wake: (() => void) | undefined;
        const breath = new Breath(signal, 0);
        const hear = (update: SimulationUpdate) => {
          if (update.kind === 'play') {
            if (speed === 0) owed = 1;
            if (speed === 0) lastMs = now();
            speed = update.speed;
          } else if (update.kind === 'pause') speed = 0;
          else if (update.kind === 'step') single += update.count ?? 1;
          else if (update.kind === 'drawn') awaited = false;
          else {
            one.change?.(update.change as never);
            fresh = true;
          }
          wake?.();
        };
        onUpdate(hear);
        signal.addEventListener('abort', () => wake?.(), { once: true });
        const take = () => {
          if (one.step() === false) {
            ended = true;
            speed = 0;
          } else steps++;
          fresh = true;
        };
        for (;;) {
          signal.throwIfAborted();
          const start = now();
          while (single > 0 && !ended) {
            take();
            single--;
            // An epoch in one go is many: the page may say something on the way.
            if (now() - start >= sliceMs) break;
          }
          if (ended) single = 0;
          if (speed > 0) {
            owed += ((start - lastMs) / 1000) * speed;
            lastMs = start;
            while (owed >= 1 && speed > 0 && now() - start < sliceMs) {
              take();
              owed--;
            }
            // What this device cannot do in time is not caught up with.
            owed = Math.min(owed, 1);
          }
          if (fresh && !awaited) {
            progress({ steps, ended, view: one.view() });
            fresh = false;
            awaited = true;
          }
          if (single > 0 || (speed > 0 && owed >= 1)) await breath.take();
          else {
            // Until something is heard, or the next step is due.
            await new Promise<void>((resolve) => {
              wake = resolve;
              if (speed > 0) setTimeout(resolve, ((1 - owed) / speed) * 1000);
            });
          }
          wake = undefined;
        }
      },
    },
  };
}
