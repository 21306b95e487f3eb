/** What a vision worker does when it is called. */
import type { BackendModules } from '#lib/engine/backends/open.ts';
import type { Lose, Role } from '#lib/engine/host.ts';
import { BegunOpening } from './begun-opening.ts';
import { runLive } from './live-call.ts';
import { Looker } from './looker.ts';
import type { VisionCalls } from './protocol.ts';

/** @param expected what it will be asked to open: that begins at once. */
export function visionRole(
  lose: Lose,
  backends: BackendModules,
  expected?: VisionCalls['open']['request'],
): Role<VisionCalls> {
  let looker: Looker | undefined;
  const begun =
    expected &&
    new BegunOpening((progress, signal) => Looker.open(expected, backends, progress, signal, lose));
  const opened = (): Looker => {
    if (!looker) throw new Error('A vision worker is opened before it is asked anything.');
    return looker;
  };
  return {
    handlers: {
      open: async (request, context) => {
        if (looker) throw new Error('A vision worker is opened once.');
        const { progress, signal } = context;
        const ready = await (begun?.take(context) ??
          Looker.open(request, backends, progress, signal, lose));
        looker = ready.looker;
        return ready.opened;
      },
      measure: (_, { signal }) => opened().measure(signal),
      live: (request, context) =>
        runLive(request, context, (frame, counters) => opened().look(frame, counters)),
      classify: async ({ image }) => {
        try {
          // Nobody looks at a still again when more networks have come.
          await opened().whole;
          return await opened().look(image);
        } finally {
          image.close();
        }
      },
      explain: async ({ image, label, method }, { progress, signal }) => {
        try {
          const shown =
            method === 'activation' ? await opened().activation(image, label) : undefined;
          if (shown) return shown;
          const tell = (fraction: number) => progress({ fraction });
          return await opened().occlusion(image, label, tell, signal);
        } finally {
          image.close();
        }
      },
    },
    discard: (update) => {
      if (update.kind === 'frame') update.frame.close();
    },
  };
}
