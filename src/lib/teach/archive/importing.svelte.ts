/** Bringing files in as a new project, as the page of projects shows it. */
import type { Failure } from '#lib/failure/failure.ts';
import { callArchive } from './open-archive.ts';
import type { ArchiveProgress, Imported } from './protocol.ts';

export type ImportingState = 'idle' | 'importing' | 'done' | 'cancelled' | 'failed';

export class Importing {
  #state = $state.raw<ImportingState>('idle');
  #progress = $state.raw<ArchiveProgress>();
  #imported = $state.raw<Imported>();
  #failure = $state.raw<Failure>();
  #stop: AbortController | undefined;

  get state(): ImportingState {
    return this.#state;
  }

  get progress(): ArchiveProgress | undefined {
    return this.#progress;
  }

  get imported(): Imported | undefined {
    return this.#imported;
  }

  get failure(): Failure | undefined {
    return this.#failure;
  }

  /** @returns what it became; undefined when it was cancelled or failed. */
  async import(files: readonly File[]): Promise<Imported | undefined> {
    if (this.#state === 'importing' || files.length === 0) return undefined;
    this.#stop = new AbortController();
    this.#state = 'importing';
    this.#progress = undefined;
    this.#imported = undefined;
    this.#failure = undefined;
    const ending = await callArchive(
      'importFiles',
      { files },
      { signal: this.#stop.signal, onProgress: (progress) => (this.#progress = progress) },
    );
    if (ending.kind === 'result') {
      this.#imported = ending.value;
      this.#state = 'done';
      return ending.value;
    }
    this.#state = ending.kind === 'cancelled' ? 'cancelled' : 'failed';
    if (ending.kind === 'failure') this.#failure = ending.failure;
    return undefined;
  }

  cancel(): void {
    this.#stop?.abort();
  }
}
