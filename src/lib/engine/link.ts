/** The page's side of one worker. No TensorFlow.js here: the page imports it. */
import type { Failure } from '#lib/failure/failure.ts';
import { endWhenLaidAside } from '#lib/cache/laid-aside.ts';
import type { Call, Calls, Ending, FromWorker, ToWorker } from './protocol.ts';

/** As much of a Worker as a link needs; tests stand in for it. */
export interface WorkerLike {
  postMessage(message: unknown, transfer: Transferable[]): void;
  terminate(): void;
  addEventListener(kind: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(
    kind: 'error' | 'messageerror',
    listener: (event: { message?: string; preventDefault?(): void }) => void,
  ): void;
}

export interface CallOptions<K extends Call> {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: K['progress']) => void) | undefined;
  readonly transfer?: Transferable[] | undefined;
}

export interface RunningCall<K extends Call> {
  /** Settles exactly once. Rejects only for bugs: in the worker, or in what was posted to it. */
  readonly ending: Promise<Ending<K['result']>>;
  /** Ignored once the call has ended; what was to be transferred then stays with the caller. */
  update(payload: K['update'], transfer?: Transferable[]): boolean;
}

interface Pending {
  resolve(ending: Ending<unknown>): void;
  reject(error: Error): void;
  progress(payload: unknown): void;
  release(): void;
}

export interface LinkOptions {
  /** The worker or its device is gone; told once, after every call has ended. */
  readonly onLost?: (failure: Failure) => void;
  /** Tells when a worker that held the lock has died; absent where the platform has no locks. */
  readonly locks?: Pick<LockManager, 'request'> | undefined;
}

export class Link<C extends Calls> {
  readonly #worker: WorkerLike;
  readonly #options: LinkOptions;
  readonly #pending = new Map<number, Pending>();
  readonly #closing = new AbortController();
  #nextId = 1;
  #end: Failure | undefined;
  #heard = false;
  #drained: (() => void) | undefined;

  constructor(worker: WorkerLike, options: LinkOptions = {}) {
    this.#worker = worker;
    this.#options = options;
    endWhenLaidAside(worker, this.#closing.signal);
    worker.addEventListener('message', (event) => this.#receive(event.data as FromWorker<C>));
    worker.addEventListener('error', (event) => {
      event.preventDefault?.();
      // Before its first word, a worker has not died: it could not be loaded.
      this.#lose({ code: this.#heard ? 'worker-died' : 'no-worker', detail: event.message ?? '' });
    });
    worker.addEventListener('messageerror', () =>
      this.#lose({ code: 'worker-died', detail: 'messageerror' }),
    );
  }

  get closed(): boolean {
    return this.#end !== undefined;
  }

  call<K extends keyof C & string>(
    call: K,
    payload: C[K]['request'],
    options: CallOptions<C[K]> = {},
  ): RunningCall<C[K]> {
    const { signal, onProgress, transfer = [] } = options;
    if (signal?.aborted) return ended({ kind: 'cancelled' });
    if (this.#end) return ended({ kind: 'failure', failure: this.#end });
    const id = this.#nextId++;
    const ending = new Promise<Ending<C[K]['result']>>((resolve, reject) => {
      const cancel = () => this.#post({ kind: 'cancel', id });
      signal?.addEventListener('abort', cancel, { once: true });
      this.#pending.set(id, {
        resolve: resolve as Pending['resolve'],
        reject,
        progress: (progress) => onProgress?.(progress),
        release: () => signal?.removeEventListener('abort', cancel),
      });
      try {
        this.#post({ kind: 'request', id, call, payload } as ToWorker<C>, transfer);
      } catch (error) {
        // Not cloneable: the caller's bug, and the worker never saw the request.
        this.#take(id)?.reject(error as Error);
      }
    });
    return {
      ending,
      update: (update, updateTransfer = []) => {
        if (!this.#pending.has(id)) return false;
        this.#post({ kind: 'update', id, payload: update } as ToWorker<C>, updateTransfer);
        return true;
      },
    };
  }

  /** Ends every call with `failure` and stops the worker at once. */
  close(failure: Failure = { code: 'worker-died', detail: 'closed' }): void {
    if (this.#end) return;
    this.#end = failure;
    this.#closing.abort();
    this.#worker.terminate();
    for (const id of [...this.#pending.keys()]) {
      this.#take(id)?.resolve({ kind: 'failure', failure });
    }
  }

  /** Stops the worker when the calls still running have ended, or after `limitMs`. */
  async drain(limitMs: number): Promise<void> {
    if (this.#pending.size > 0 && !this.#end) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, limitMs);
        this.#drained = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.close();
  }

  #post(message: ToWorker<C>, transfer: Transferable[] = []): void {
    this.#worker.postMessage(message, transfer);
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    if (!pending) return undefined;
    this.#pending.delete(id);
    pending.release();
    if (this.#pending.size === 0) this.#drained?.();
    return pending;
  }

  #lose(failure: Failure): void {
    if (this.#end) return;
    this.close(failure);
    this.#options.onLost?.(failure);
  }

  #watch(lock: string): void {
    // Granted only when the worker no longer holds it, however it died.
    this.#options.locks
      ?.request(lock, { signal: this.#closing.signal }, () =>
        this.#lose({ code: 'worker-died', detail: 'its lock is free' }),
      )
      .catch((error: unknown) => {
        if (!this.#closing.signal.aborted) throw error;
      });
  }

  #receive(message: FromWorker<C>): void {
    if (this.#end) return;
    this.#heard = true;
    switch (message.kind) {
      case 'progress':
        this.#pending.get(message.id)?.progress(message.payload);
        return;
      case 'result':
        this.#take(message.id)?.resolve({ kind: 'result', value: message.payload });
        return;
      case 'failure':
        this.#take(message.id)?.resolve({ kind: 'failure', failure: message.failure });
        return;
      case 'cancelled':
        this.#take(message.id)?.resolve({ kind: 'cancelled' });
        return;
      case 'bug': {
        const error = rebuilt(message);
        const pending = message.id === null ? undefined : this.#take(message.id);
        if (pending) pending.reject(error);
        // Nobody waits for it, so it must reach the page's own error reporting.
        else reportError(error);
        return;
      }
      case 'lost':
        this.#lose(message.failure);
        return;
      case 'alive':
        this.#watch(message.lock);
    }
  }
}

function ended<K extends Call>(ending: Ending<K['result']>): RunningCall<K> {
  return { ending: Promise.resolve(ending), update: () => false };
}

function rebuilt({ name, message, stack }: { name: string; message: string; stack?: string }) {
  const error = new Error(message);
  error.name = name;
  if (stack !== undefined) error.stack = stack;
  return error;
}
