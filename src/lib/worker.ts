/**
 * The one worker script of the app. Its name says which part it plays ("vision wasm"), so that live
 * inference never waits for training, and each part brings only its own code.
 */
import { serve, type Lose, type Role, type WorkerScope } from '#lib/engine/host.ts';
import { loadChunk } from '#lib/engine/load-chunk.ts';
import type { VisionCalls } from '#lib/vision/protocol.ts';

const roles = {
  vision: async (lose: Lose): Promise<Role<VisionCalls>> =>
    (await loadChunk(() => import('#lib/vision/role.ts'))).visionRole(lose),
};

export type RoleName = keyof typeof roles;

const scope = self as unknown as WorkerScope & { readonly name: string };
const name = scope.name.split(' ')[0] as RoleName;

serve(scope, roles[name], { locks: navigator.locks });
