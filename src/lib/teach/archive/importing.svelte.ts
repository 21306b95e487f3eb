/** Bringing files in as a new project, as the page of projects shows it. */
import type { Ending } from '#lib/engine/protocol.ts';
import { FailureError, type Failure } from '#lib/failure/failure.ts';
import type { Found } from '../collect/walk-files.ts';
import { gatherFiles } from './gather-files.ts';
import { callArchive } from './open-archive.ts';
import type { ArchiveProgress, Imported } from './protocol.ts';

export type ImportingState = 'idle' | 'importing' | 'done' | 'cancelled' | 'failed';

interface ImportOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ArchiveProgress) => void;
}

/** What things are called that nothing gives a name. */
export interface ImportNames {
  readonly project: string;
  /** Of pictures that lie in no folder. */
  readonly className: string;
}

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
  import(files: readonly File[]): Promise<Imported | undefined> {
    if (files.length === 0) return Promise.resolve(undefined);
    return this.#begin((options) => callArchive('importFiles', { files }, options));
  }

  /** Folders, or pictures beside each other; the project is called like the outermost folder. */
  importFolders(
    found: AsyncIterable<Found> | Iterable<Found>,
    { project, className }: ImportNames,
  ): Promise<Imported | undefined> {
    return this.#begin(async (options) => {
      const { files, unreadable } = await gatherFiles(found, options.signal);
      const [outermost] = files[0]?.path.split('/').slice(0, -1) ?? [];
      const names = { project: outermost ?? project, className };
      const ending = await callArchive('importFolders', { files, names }, options);
      if (ending.kind !== 'result') return ending;
      const all = [...unreadable, ...ending.value.unreadable];
      return { ...ending, value: { ...ending.value, unreadable: all } };
    });
  }

  async #begin(
    work: (options: ImportOptions) => Promise<Ending<Imported>>,
  ): Promise<Imported | undefined> {
    if (this.#state === 'importing') return undefined;
    const stop = new AbortController();
    this.#stop = stop;
    this.#state = 'importing';
    this.#progress = undefined;
    this.#imported = undefined;
    this.#failure = undefined;
    const options: ImportOptions = {
      signal: stop.signal,
      onProgress: (progress) => (this.#progress = progress),
    };
    const ending = await work(options).catch((error: unknown): Ending<Imported> => {
      if (stop.signal.aborted) return { kind: 'cancelled' };
      if (error instanceof FailureError) return { kind: 'failure', failure: error.failure };
      throw error;
    });
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
