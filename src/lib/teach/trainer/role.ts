/** What a trainer worker of pictures does when it is called; the same code embeds, trains and tests. */
import type { Lose, Role } from '#lib/engine/host.ts';
import { runLive } from '#lib/vision/live-call.ts';
import { ReceivedRows } from '../heads/grown-rows.ts';
import { PictureMedium } from './picture-medium.ts';
import type { TrainerCalls } from './protocol.ts';
import { sharedHandlers } from './shared-handlers.ts';
import { Sight } from './sight.ts';
import { Tester } from './tester.ts';

export function trainerRole(lose: Lose): Role<TrainerCalls> {
  const rows = new ReceivedRows();
  let tester: Tester | undefined;
  const opened = (): Tester => {
    if (!tester) throw new Error('A trainer worker is opened before it is asked anything.');
    return tester;
  };
  return {
    handlers: {
      ...sharedHandlers(async (request, { progress, signal }) => {
        const { sight, opened: report } = await Sight.open(request, progress, signal, lose);
        tester = new Tester(sight);
        return { medium: new PictureMedium(sight), report };
      }),
      answerWith: async ({ answerer }) => {
        await opened().answerWith({ ...answerer, head: rows.whole(answerer.head) });
        return true;
      },
      test: (request, context) =>
        runLive(request, context, (frame, counters) => opened().test(frame, counters)),
      look: async ({ image }) => {
        try {
          return await opened().look(image);
        } finally {
          image.close();
        }
      },
      explain: async ({ image, classId }, { progress, signal }) => {
        const tell = (fraction: number) => progress({ fraction });
        try {
          return await opened().explain(image, classId, tell, signal);
        } finally {
          image.close();
        }
      },
    },
    discard: (update) => {
      if ('kind' in update && update.kind === 'frame') update.frame.close();
    },
  };
}
