/** What every trainer worker does, whatever its samples are made of. */
import type { CallContext, Handlers } from '#lib/engine/host.ts';
import { loadChunk } from '#lib/engine/load-chunk.ts';
import type { Opened } from '#lib/engine/protocol.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { samplesToLock } from '../train/test-set.ts';
import { answerIds } from './answer-ids.ts';
import { audit } from './audit.ts';
import { Follow } from './follow.ts';
import { mapOf } from './map.ts';
import type { Medium } from './medium.ts';
import { nearestSamples } from './nearest.ts';
import type { SharedCalls } from './protocol.ts';

type OpenCall = SharedCalls['open'];

/** @param openMedium called once, by the first call of the worker */
export function sharedHandlers(
  openMedium: (
    request: OpenCall['request'],
    context: CallContext<OpenCall>,
  ) => Promise<{ readonly medium: Medium; readonly report: Opened }>,
): Omit<Handlers<SharedCalls>, 'answerWith'> {
  let medium: Medium | undefined;
  let following: Follow | undefined;
  const opened = (): Medium => {
    if (!medium) throw new Error('A trainer worker is opened before it is asked anything.');
    return medium;
  };
  const followed = (): Follow => {
    if (!following) throw new FailureError('not-followed');
    return following;
  };
  return {
    open: async (request, context) => {
      if (medium) throw new Error('A trainer worker is opened once.');
      const open = await openMedium(request, context);
      medium = open.medium;
      return open.report;
    },
    follow: async (request, context) => {
      const own = new Follow(request, context, opened());
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
      return train(request, context, followed(), opened());
    },
    nearest: ({ embedding, count }) =>
      Promise.resolve(nearestSamples(followed().gallery, embedding, count)),
    audit: (_, { progress, signal }) =>
      audit(followed().gallery, (fraction) => progress({ fraction }), signal),
    map: (request, { progress, signal }) =>
      mapOf(followed().gallery, request, (fraction) => progress({ fraction }), signal),
    lockable: async ({ share, seed }) => {
      const { gallery, classes, projectId } = followed();
      const answers = new Set(answerIds(classes));
      const samples = await opened().grouped(gallery.samples(), projectId);
      return samplesToLock(
        samples.filter(({ classId }) => answers.has(classId)),
        share,
        seed,
      );
    },
  };
}
