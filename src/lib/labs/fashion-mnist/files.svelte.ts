/** Whether the whole data set is on this device, and how it comes there. Its worker starts when it is first asked. */
import { endWhenLaidAside } from '#lib/cache/laid-aside.ts';
import type { Failure } from '#lib/failure/failure.ts';
import type { FilesAnswer, FilesQuestion } from './files-protocol.ts';

export type FilesState =
  | { readonly kind: 'unknown' | 'looking' | 'away' | 'here' | 'taking' }
  | { readonly kind: 'fetching'; readonly loaded: number; readonly total: number };

export class DataFiles {
  #worker: Worker | undefined;
  readonly #gone = new AbortController();
  #state = $state.raw<FilesState>({ kind: 'unknown' });
  failure = $state.raw<Failure>();
  /** Something has come already, and the rest can follow. */
  begun = $state(false);

  /** Call it while a component is set up. */
  constructor() {
    $effect(() => () => {
      this.#gone.abort();
      this.#worker?.terminate();
    });
  }

  get state(): FilesState {
    return this.#state;
  }

  look(): void {
    if (this.#state.kind !== 'unknown') return;
    this.#state = { kind: 'looking' };
    this.#ask({ kind: 'look' });
  }

  fetch(): void {
    this.failure = undefined;
    this.#state = { kind: 'fetching', loaded: 0, total: 1 };
    this.#ask({ kind: 'fetch' });
  }

  cancel(): void {
    this.#ask({ kind: 'cancel' });
  }

  take(files: readonly File[]): void {
    if (files.length === 0) return;
    this.failure = undefined;
    this.#state = { kind: 'taking' };
    this.#ask({ kind: 'take', files });
  }

  #ask(question: FilesQuestion): void {
    try {
      this.#worker ??= this.#open();
      this.#worker.postMessage(question);
    } catch (error) {
      this.#fail({ code: 'no-worker', detail: String(error) });
    }
  }

  #open(): Worker {
    const worker = new Worker(new URL('./files.worker.ts', import.meta.url), {
      type: 'module',
      name: 'data files',
    });
    endWhenLaidAside(worker, this.#gone.signal);
    worker.addEventListener('message', ({ data }: MessageEvent<FilesAnswer>) => this.#hear(data));
    worker.addEventListener('error', (event) => {
      this.#worker = undefined;
      this.#fail({ code: 'no-worker', detail: event.message });
    });
    return worker;
  }

  #hear(answer: FilesAnswer): void {
    if (answer.kind === 'failed') this.#fail(answer.failure);
    else if (answer.kind === 'state') this.#state = { kind: answer.here ? 'here' : 'away' };
    else {
      this.begun ||= answer.loaded > 0;
      this.#state = { kind: 'fetching', loaded: answer.loaded, total: answer.total };
    }
  }

  #fail(failure: Failure): void {
    this.failure = failure;
    this.#state = { kind: 'away' };
  }
}
