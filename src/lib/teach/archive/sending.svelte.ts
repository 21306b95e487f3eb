/** The file that is handed to a device nearby. */
import type { Failure } from '#lib/failure/failure.ts';
import type { OpenProject } from '../project/open-project.svelte.ts';
import type { Answerer } from '../trainer/protocol.ts';
import { chosenAnswerer } from './chosen-answerer.ts';
import { callArchive } from './open-archive.ts';
import type { SavedFile } from './protocol.ts';

/** What the project has learnt, or all of it. */
export type SentPart = 'head' | 'project';

export class Sending {
  readonly #project: OpenProject;
  #file = $state.raw<SavedFile>();
  #failure = $state.raw<Failure>();
  #stop: AbortController | undefined;

  constructor(project: OpenProject) {
    this.#project = project;
  }

  get file(): SavedFile | undefined {
    return this.#file;
  }

  get failure(): Failure | undefined {
    return this.#failure;
  }

  /** @param instant what answers where no run was chosen. */
  async make(part: SentPart, instant: Answerer | undefined): Promise<void> {
    this.cancel();
    const stop = new AbortController();
    this.#stop = stop;
    this.#file = undefined;
    this.#failure = undefined;
    const ending = await this.#pack(part, instant, stop.signal);
    if (stop.signal.aborted) return;
    if (ending.kind === 'result') this.#file = ending.value;
    if (ending.kind === 'failure') this.#failure = ending.failure;
  }

  cancel(): void {
    this.#stop?.abort();
  }

  async #pack(part: SentPart, instant: Answerer | undefined, signal: AbortSignal) {
    const { id: projectId } = this.#project;
    if (part === 'project') return callArchive('saveProject', { projectId }, { signal });
    const answerer = instant ?? (await chosenAnswerer(this.#project));
    if (answerer) return callArchive('saveHead', { projectId, answerer }, { signal });
    return { kind: 'failure', failure: { code: 'model-missing' } } as const;
  }
}
