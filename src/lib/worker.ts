/**
 * The worker script of the app. Its name says which part it plays ("vision webgpu"), so that live
 * inference never waits for training, and each part brings only its own code. The worker that gives
 * the first label has a script of its own, `vision/first.worker.ts`.
 */
import { allBackends } from '#lib/engine/backends/all.ts';
import type { ModelCalls } from '#lib/catalogue/protocol.ts';
import { serve, type WorkerScope } from '#lib/engine/host.ts';
import { loadChunk } from '#lib/engine/load-chunk.ts';
import type { LabCalls } from '#lib/learn/protocol.ts';
import type { ArchiveCalls } from '#lib/teach/archive/protocol.ts';
import type { TableCalls } from '#lib/text/table/protocol.ts';
import type { TextTrainerCalls, TrainerCalls } from '#lib/teach/trainer/protocol.ts';
import type { VisionCalls } from '#lib/vision/protocol.ts';

const scope = self as unknown as WorkerScope & { readonly name: string };
const { locks } = navigator;

const roles = {
  vision: () =>
    serve<VisionCalls>(
      scope,
      async (lose) =>
        (await loadChunk(() => import('#lib/vision/role.ts'))).visionRole(lose, allBackends),
      { locks },
    ),
  trainer: serveTrainer,
  // The same code once more, so that testing never waits for training.
  tester: serveTrainer,
  'text-trainer': serveTextTrainer,
  'text-tester': serveTextTrainer,
  archive: () =>
    serve<ArchiveCalls>(
      scope,
      async () => (await loadChunk(() => import('#lib/teach/archive/role.ts'))).archiveRole(),
      { locks },
    ),
  models: () =>
    serve<ModelCalls>(
      scope,
      async () => (await loadChunk(() => import('#lib/catalogue/role.ts'))).modelRole(),
      { locks },
    ),
  labs: () =>
    serve<LabCalls>(
      scope,
      async () => (await loadChunk(() => import('#lib/labs/role.ts'))).simulationsRole(),
      { locks },
    ),
  table: () =>
    serve<TableCalls>(
      scope,
      async () => (await loadChunk(() => import('#lib/text/table/role.ts'))).tableRole(),
      { locks },
    ),
};

export type RoleName = keyof typeof roles;

function serveTrainer(): void {
  serve<TrainerCalls>(
    scope,
    async (lose) => (await loadChunk(() => import('#lib/teach/trainer/role.ts'))).trainerRole(lose),
    { locks },
  );
}

function serveTextTrainer(): void {
  serve<TextTrainerCalls>(
    scope,
    async (lose) =>
      (await loadChunk(() => import('#lib/teach/trainer/text/role.ts'))).textTrainerRole(lose),
    { locks },
  );
}

roles[scope.name.split(' ')[0] as RoleName]();
