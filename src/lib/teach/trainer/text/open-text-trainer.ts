/** The page's doors to the two trainer workers of a project of texts. */
import { resolve } from '$app/paths';
import type { BackendName } from '#lib/engine/backend.ts';
import { Engine } from '#lib/engine/engine.ts';
import type { TextTrainerCalls } from '../protocol.ts';

export type TextTrainerEngine = Engine<TextTrainerCalls>;

export interface TextTrainerOptions {
  readonly trunk: string;
  readonly pinned?: BackendName | undefined;
}

/** Embeds and trains. */
export const openTextTrainer = (options: TextTrainerOptions): TextTrainerEngine =>
  open('text-trainer', options);

/** Answers what is typed, and never waits for training. */
export const openTextTester = (options: TextTrainerOptions): TextTrainerEngine =>
  open('text-tester', options);

/** Recurrent kernels of this size are quickest off the GPU, and give the same weights everywhere. */
const suitable: readonly BackendName[] = ['cpu'];

function open(
  role: 'text-trainer' | 'text-tester',
  { trunk, pinned }: TextTrainerOptions,
): TextTrainerEngine {
  const baseUrl = new URL(`${resolve('/')}models/`, location.href).href;
  return new Engine<TextTrainerCalls>({
    pinned: pinned && suitable.includes(pinned) ? pinned : undefined,
    suitable,
    // Gone from insecure pages, whatever the types say.
    locks: navigator.locks as LockManager | undefined,
    spawn: (backend) =>
      new Worker(new URL('../../../worker.ts', import.meta.url), {
        type: 'module',
        name: `${role} ${backend}`,
      }),
    openRequest: (backend) => ({ backend, trunk, baseUrl }),
  });
}
