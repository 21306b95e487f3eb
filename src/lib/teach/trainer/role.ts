/** What a trainer worker does when it is called; the same code embeds, trains and tests. */
import type { Lose, Role } from '#lib/engine/host.ts';
import { loadChunk } from '#lib/engine/load-chunk.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { runLive } from '#lib/vision/live-call.ts';
import { audit } from './audit.ts';
import { Follow } from './follow.ts';
import { mapOf } from './map.ts';
import { nearestSamples } from './nearest.ts';
import { PictureMedium } from './picture-medium.ts';
import type { TrainerCalls } from './protocol.ts';
import { Sight } from './sight.ts';
import { Tester } from './tester.ts';

interface Open {
  readonly medium: PictureMedium;
  readonly tester: Tester;
}

export function trainerRole(lose: Lose): Role<TrainerCalls> {
  let open: Open | undefined;
  let following: Follow | undefined;
  const opened = (): Open => {
    if (!open) throw new Error('A trainer worker is opened before it is asked anything.');
    return open;
  };
  const followed = (): Follow => {
    if (!following) throw new FailureError('not-followed');
    return following;
  };
  return {
    handlers: {
      open: async (request, { progress, signal }) => {
        if (open) throw new Error('A trainer worker is opened once.');
        const { sight, opened: report } = await Sight.open(request, progress, signal, lose);
        open = { medium: new PictureMedium(sight), tester: new Tester(sight) };
        return report;
      },
      follow: async (request, context) => {
        const own = new Follow(request, context, opened().medium);
        following = own;
        try {
          return await own.run();
        } finally {
          if (following === own) following = undefined;
        }
      },
      train: async (request, context) => {
        // Only who trains needs what trains.
        const { train } = await loadChunk(() => import('./train/train.ts'));
        return train(request, context, followed(), opened().medium);
      },
      answerWith: async ({ answerer }) => {
        await opened().tester.answerWith(answerer);
        return true;
      },
      test: (request, context) =>
        runLive(request, context, (frame, counters) => opened().tester.test(frame, counters)),
      look: async ({ image }) => {
        try {
          return await opened().tester.look(image);
        } finally {
          image.close();
        }
      },
      explain: async ({ image, classId }, { progress, signal }) => {
        const tell = (fraction: number) => progress({ fraction });
        try {
          return await opened().tester.explain(image, classId, tell, signal);
        } finally {
          image.close();
        }
      },
      nearest: ({ embedding, count }) =>
        Promise.resolve(nearestSamples(followed().gallery, embedding, count)),
      audit: (_, { progress, signal }) =>
        audit(followed().gallery, (fraction) => progress({ fraction }), signal),
      map: (request, { progress, signal }) =>
        mapOf(followed().gallery, request, (fraction) => progress({ fraction }), signal),
    },
    discard: (update) => {
      if ('kind' in update && update.kind === 'frame') update.frame.close();
    },
  };
}
