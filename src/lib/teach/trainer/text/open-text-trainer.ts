/** The page's doors to the two trainer workers of a project of texts. */
import { resolve } from '$app/paths';
import type { BackendName } from '#lib/engine/backend.ts';
import { Engine } from '#lib/engine/engine.ts';
import { startInTurn } from '#lib/engine/start-in-turn.ts';
import type { TextTrainerCalls } from '../protocol.ts';

export type TextTrainerEngine = Engine<TextTrainerCalls>;

export interface TextTrainerOptions {
  readonly trunk: string;
  readonly pinned?: BackendName | undefined;
}

/** Embeds and trains, off the GPU: the same seed gives the same weights everywhere. */
export const openTextTrainer = ({ trunk, pinned }: TextTrainerOptions): TextTrainerEngine =>
  open('text-trainer', { trunk, pinned: pinned === 'cpu' ? pinned : undefined });

/** Answers what is typed, and never waits for training. */
export const openTextTester = (options: TextTrainerOptions): TextTrainerEngine =>
  open('text-tester', options);

/** One text at a time is read quickest off the GPU. */
const suitable: readonly BackendName[] = ['wasm', 'cpu'];

function open(
  role: 'text-trainer' | 'text-tester',
  { trunk, pinned }: TextTrainerOptions,
): TextTrainerEngine {
  const baseUrl = new URL(`${resolve('/')}models/`, location.href).href;
  return new Engine<TextTrainerCalls>({
    pinned,
    suitable: pinned === 'webgpu' ? [pinned, ...suitable] : suitable,
    // Gone from insecure pages, whatever the types say.
    locks: navigator.locks as LockManager | undefined,
    spawn: (backend) =>
      startInTurn(
        () =>
          new Worker(new URL('../../../worker.ts', import.meta.url), {
            type: 'module',
            name: `${role} ${backend}`,
          }),
      ),
    openRequest: (backend) => ({ backend, trunk, baseUrl }),
  });
}
